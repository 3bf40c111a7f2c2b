"""A title is taken away after notice and after the unit was heard, by the naming organ; or that keeps it."""

from datetime import date

import pytest

from services.casework.completions import Completing, complete
from services.casework.deeds import NoSuchDeed
from services.foundation.errors import Invalid
from services.output.issued.models import IssuedPaper
from services.record import audit
from services.selection.studios import StudioPlaque, statuses_of
from services.selection.studios.deeds import pools_to_begin
from tests.selection.studio_life import (
    LIVING,
    NOTICE,
    REPORT,
    REVOKE,
    SERVED,
    begin,
    do,
    living,
    named,
    offered,
    run_by_itself,
    serve,
    studio,
    verdict,
)

FRAUD = {**NOTICE, "cause": "fraud", "facts": "申报材料中的专利证书系伪造。"}
KEEP = {"verdict": "keep", "reasons": "申辩成立。", "decided_on": "2021-12-20"}


@pytest.fixture
def town(make_town):
    town = make_town(living(), cast=LIVING)
    named(town)
    town.until("2021-12-01 09:00")
    return town


def waiting(town):
    return [t.element for t in town.tasks() if t.subject_kind == "studio"]


def sentences(town):
    with town.house.reading() as uow:
        return [e.sentence for e in audit.history(uow, studio(town).subject)]


def test_the_naming_organs_office_alone_begins_it(town):
    for login in ("alice", "lin", "sun", "chair", "root"):
        with pytest.raises(NoSuchDeed):
            begin(town, login, "revocation")
    begin(town, "office", "revocation")
    assert waiting(town) == ["shared_revocation_notice"]


def test_serious_causes_go_straight_to_notice_hearing_and_revocation(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    with town.house.reading() as uow:
        assert pools_to_begin(uow, town.who(uow, "office"), studio(town)) == []  # one proceeding is enough
        assert pools_to_begin(uow, town.who(uow, "alice"), studio(town)) == []  # nothing changes meanwhile
    do(town, "alice", "shared_revocation_statement", {"statement": "不服。", "hearing": True})
    heard = {"held_on": "2021-12-10", "chair": "孙丽", "attended": "双方", "record": "记录", "confirmed": "refused"}
    town.complete("office", "shared_revocation_hearing", heard)
    town.complete("chair", "shared_revocation_decide", REVOKE)
    town.complete("office", "shared_revocation_publish", {"published_on": "2021-12-21", "where": "网站"})
    (task,) = [t for t in town.tasks() if t.element == "shared_revocation_return"]
    assert task.due_at.date() == date(2021, 12, 22)  # fifteen working days after 1 December, at 24:00 in Shanghai
    town.complete("office", "shared_revocation_return", {"how": "returned", "returned_on": "2021-12-01"})
    assert studio(town).status == "revoked" and waiting(town) == []
    (plaque,) = town.rows(StudioPlaque)
    assert (plaque.ending, plaque.no) == ("returned", "PB2021-0001") and plaque.returned_at is not None
    told = " ".join(sentences(town))
    assert [p.document for p in town.rows(IssuedPaper)] == ["revocation_notice", "revocation_decision"]
    assert "撤销“林静创新工作室”（GZS2021-0001）的称号（青工发〔2021〕1号）" in told and "收回牌匾 PB2021-0001" in told


def test_who_says_nothing_within_ten_working_days_is_decided_upon_without(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    town.until("2021-12-15 23:30")
    assert offered(town, "lin", "shared_revocation_statement") and not town.tasks("shared_revocation_decide")
    town.until("2021-12-16 00:30")
    assert not offered(town, "lin", "shared_revocation_statement")
    assert town.task("shared_revocation_decide").principals == [f"q:{town.organisations['city']}:approver"]


def test_a_notice_served_later_gives_its_ten_days_from_then(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-03")
    town.until("2021-12-17 23:30")
    assert offered(town, "lin", "shared_revocation_statement")


def test_a_statement_without_a_hearing_goes_to_the_decision(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    do(town, "lin", "shared_revocation_statement", {"statement": "已更正。"})
    assert waiting(town) == ["shared_revocation_decide"]


def test_people_of_other_units_state_nothing(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    for login in ("charlie", "xu", "office", "chair"):
        assert not offered(town, login, "shared_revocation_statement")


def test_decided_not_to_revoke_the_studio_stands_as_before(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    do(town, "lin", "shared_revocation_statement", {"statement": "证书真实。", "hearing": False})
    with pytest.raises(Invalid):
        town.complete("chair", "shared_revocation_decide", {**KEEP, "reasons": ""})
    town.complete("chair", "shared_revocation_decide", KEEP)
    assert studio(town).status == "named" and waiting(town) == []
    with town.house.reading() as uow:
        assert [s.status for s in statuses_of(uow, 1)] == ["named", "suspended", "named"]
    assert town.rows(StudioPlaque)[0].returned_at is None


def test_a_plaque_that_cannot_be_had_is_declared_void(town):
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    do(town, "lin", "shared_revocation_statement", {"statement": "无。"})
    town.complete("chair", "shared_revocation_decide", REVOKE)
    town.complete("office", "shared_revocation_publish", {"published_on": "2021-12-21", "where": "网站"})
    lost = {"how": "void", "returned_on": "2021-12-01"}
    with pytest.raises(Invalid):
        town.complete("office", "shared_revocation_return", lost)
    town.complete("office", "shared_revocation_return", {**lost, "note": "单位已注销，下落不明"})
    assert town.rows(StudioPlaque)[0].ending == "void" and "声明作废" in " ".join(sentences(town))


def test_what_else_runs_about_a_revoked_studio_comes_to_its_end(town):
    run_by_itself(town, "review", review_year=2020)
    begin(town, "alice", "change")
    assert set(waiting(town)) == {"shared_review_report", "shared_change_request"}
    begin(town, "office", "revocation")
    serve(town, FRAUD, "2021-12-01")
    do(town, "lin", "shared_revocation_statement", {"statement": "无。"})
    town.complete("chair", "shared_revocation_decide", REVOKE)
    town.complete("office", "shared_revocation_publish", {"published_on": "2021-12-21", "where": "网站"})
    assert waiting(town) == ["shared_revocation_return"] and town.incidents() == []


def test_a_revocation_from_a_review_ends_another_that_was_begun_beside_it(town):
    run_by_itself(town, "review", review_year=2020)
    town.complete("lin", "shared_review_report", REPORT)
    town.complete("office", "shared_review_verdict", verdict("fail"))
    begin(town, "office", "revocation")  # before the unit was told anything
    town.until("2022-06-02 09:00")
    town.complete("office", "shared_review_recheck", {"verdict": "fail", "checked_on": "2022-06-02", "note": "未改"})
    first, second = town.tasks("shared_revocation_notice")
    with town.house.work() as uow:
        complete(uow, town.who(uow, "office"), second.id, Completing(NOTICE))
    town.settle()
    town.complete("office", "shared_revocation_served", {**SERVED, "served_on": "2022-06-02"})
    do(town, "lin", "shared_revocation_statement", {"statement": "无。"})
    town.complete("chair", "shared_revocation_decide", REVOKE)
    town.complete("office", "shared_revocation_publish", {"published_on": "2022-06-20", "where": "网站"})
    assert waiting(town) == ["shared_revocation_return"] and first.id not in [t.id for t in town.tasks()]
    town.complete("office", "shared_revocation_return", {"how": "returned", "returned_on": "2022-06-02"})
    assert waiting(town) == [] and town.incidents() == []
