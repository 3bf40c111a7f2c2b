"""The yearly review of a studio: pass, rectify, re-check, and what the register remembers of the years."""

from datetime import date

import pytest

from services.casework.instances import Instance
from services.process.engine import Effect
from services.selection.studios import (
    Studio,
    StudioReview,
    known_studio,
    record_review,
    statuses_of,
    years_without_results,
)
from services.selection.studios.annual_reviews import ReviewedAlready
from tests.selection.studio_life import (
    LIVING,
    NOTICE,
    RECTIFIED,
    REPORT,
    REVOKE,
    do,
    living,
    named,
    offered,
    serve,
    studio,
    verdict,
)


@pytest.fixture
def town(make_town):
    town = make_town(living(), cast=LIVING)
    named(town)
    town.until("2023-01-03 09:00")
    return town


def reviews(town):
    return [(r.year, r.kind, r.verdict, r.results) for r in town.rows(StudioReview)]


def life(town):
    """What waits about studios."""
    return [t.element for t in town.tasks() if t.subject_kind == "studio"]


def fail_the_year(town):
    town.complete("alice", "shared_review_report", {**REPORT, "results": 0})
    town.complete("office", "shared_review_verdict", verdict("fail"))


def test_a_year_passed_is_remembered_and_the_next_year_begins_by_itself(town):
    task = town.task("shared_review_report")
    assert task.name == "报送2022年度自查报告" and task.due_at.date() == date(2023, 1, 31)
    town.complete("lin", "shared_review_report", REPORT)
    town.complete("office", "shared_review_verdict", verdict("pass", 2))
    assert reviews(town) == [(2022, "annual", "pass", 2)] and studio(town).status == "named"
    town.until("2024-01-02 09:00")
    assert town.task("shared_review_report").name == "报送2023年度自查报告"
    town.complete("lin", "shared_review_report", REPORT)
    town.complete("office", "shared_review_verdict", verdict("basic", 1))
    assert reviews(town)[-1] == (2023, "annual", "basic", 1)
    assert town.incidents() == []


def test_whoever_does_not_report_by_the_end_of_january_is_reviewed_all_the_same(town):
    town.until("2023-01-31 23:00")
    assert town.tasks("shared_review_report")
    town.until("2023-02-01 09:00")
    assert not town.tasks("shared_review_report")
    town.complete("office", "shared_review_verdict", verdict("pass"))
    (row,) = town.rows(StudioReview)
    assert row.facts == {"reported": False, "summary": None}


def test_a_failed_year_is_rectified_within_six_months_and_then_passes(town):
    fail_the_year(town)
    assert studio(town).status == "rectifying"
    assert town.task("shared_review_rectified").due_at.date() == date(2023, 7, 3)  # 24:00 in Shanghai is 16:00 in UTC
    town.until("2023-05-08 09:00")
    town.complete("alice", "shared_review_rectified", RECTIFIED)
    town.complete("office", "shared_review_recheck", {"verdict": "pass", "checked_on": "2023-05-10", "note": "已整改"})
    assert studio(town).status == "named"
    assert reviews(town) == [(2022, "annual", "fail", 0), (2022, "recheck", "pass", None)]
    with town.house.reading() as uow:
        assert [s.status for s in statuses_of(uow, 1)] == ["named", "rectifying", "named"]


def test_a_recheck_that_fails_before_the_six_months_are_over_gives_the_rest_of_them(town):
    fail_the_year(town)
    due = town.task("shared_review_rectified").due_at
    town.complete("alice", "shared_review_rectified", RECTIFIED)
    town.complete("office", "shared_review_recheck", {"verdict": "fail", "checked_on": "2023-02-10", "note": "未改"})
    assert town.task("shared_review_rectified").due_at == due and reviews(town) == [(2022, "annual", "fail", 0)]
    town.until("2023-07-03 23:30")
    assert town.tasks("shared_review_rectified")
    town.until("2023-07-04 09:00")
    assert not town.tasks("shared_review_rectified") and town.tasks("shared_review_recheck")


def test_failed_rectified_failed_heard_revoked_and_the_plaque_comes_back(town):
    fail_the_year(town)
    town.until("2023-07-04 09:00")
    town.complete("office", "shared_review_recheck", {"verdict": "fail", "checked_on": "2023-07-04", "note": "未改"})
    assert reviews(town)[-1] == (2022, "recheck", "fail", None)
    notice = town.task("shared_revocation_notice")
    assert notice.properties["prefill"]["cause"] == "review" and "仍不合格" in notice.properties["prefill"]["facts"]
    serve(town, NOTICE, "2023-07-05")
    assert studio(town).status == "suspended" and offered(town, "lin", "shared_revocation_statement")
    town.until("2023-07-10 09:00")
    do(town, "lin", "shared_revocation_statement", {"statement": "请求保留称号。", "hearing": True})
    heard = {"held_on": "2023-07-20", "chair": "孙丽", "attended": "双方", "record": "记录", "confirmed": "signed"}
    town.complete("office", "shared_revocation_hearing", heard)
    town.complete("chair", "shared_revocation_decide", REVOKE)
    assert studio(town).status == "suspended"
    town.complete("office", "shared_revocation_publish", {"published_on": "2023-09-21", "where": "工会网站"})
    assert studio(town).status == "revoked"
    town.complete("office", "shared_revocation_return", {"how": "returned", "returned_on": "2023-09-25"})
    assert not life(town) and town.incidents() == []
    assert {i.finished_at is not None for i in town.rows(Instance) if i.process == "review"} == {True}
    town.until("2024-03-01 09:00")
    assert not life(town)  # a revoked studio is not rolled


def test_what_a_diagram_may_ask_of_the_years(town):
    town.complete("lin", "shared_review_report", REPORT)
    town.complete("office", "shared_review_verdict", verdict("pass", 0))
    with town.house.reading() as uow:
        instance = next(i for i in uow.session.query(Instance) if i.process == "review")
        known = known_studio(uow, instance)
    assert known["years_without_results"] == 1 and known["plaque_hanging"] is True and known["on_record"] is False
    assert known["reviews"][0] | {"decided_on": None} == {
        "reported": True, "summary": REPORT["summary"], "year": 2022, "kind": "annual", "verdict": "pass",
        "results": 0, "note": "见考核表。", "organ": "青山市总工会", "decided_on": None,
    }  # fmt: skip
    assert known["organisation"] == town.organisations["mill"] and known["decision_no"] == ""


@pytest.mark.parametrize(
    ("years", "barren"),
    [
        ({}, 0),
        ({2022: 0, 2023: 0, 2024: 0}, 3),
        ({2020: 0, 2021: 0, 2022: 1, 2023: 0, 2024: 0}, 2),
        ({2022: 0, 2024: 0}, 1),  # a year that was not reviewed is not known to be barren
        ({2023: 0, 2024: None}, 0),
        ({2024: 1}, 0),
    ],
)
def test_barren_years_are_counted_in_a_row_up_to_the_newest(years, barren):
    rows = [StudioReview(year=year, kind="annual", results=results) for year, results in years.items()]
    assert years_without_results(rows) == barren


def test_one_year_is_found_once(town):
    found = Effect("record_review", "x", None, {"year": 2022, "verdict": "pass"}, {})
    with town.house.work() as uow:
        instance = next(i for i in uow.session.query(Instance) if i.process == "review")
        record_review(uow, instance, found)
        with pytest.raises(ReviewedAlready):
            record_review(uow, instance, found)
    assert town.rows(Studio)[0].status == "named"
