"""Quotas and ranks are measured against what the same recommender has in the same campaign."""

import copy
from dataclasses import replace

import pytest

from services.casework.cases import Case
from services.foundation.errors import Faulty
from services.record import audit
from services.selection.quotas import known_peers, peers_of
from tests.cast import CAST
from tests.selection.drawn import REPORTING
from tests.small_procedure import manifest


@pytest.fixture
def town(make_town):
    return make_town(REPORTING)


def report(town, case, rank=None):
    town.complete("alice" if case.organisation_id == town.organisations["mill"] else "charlie", "Report",
                  {"rank": rank} if rank else {}, case)  # fmt: skip


def ranks(town):
    return [c.rank for c in town.rows(Case)]


def peers(town, case):
    with town.house.reading() as uow:
        return [row["case"] for row in known_peers(uow, town.instance("case", case.id))]


def test_peers_are_the_other_cases_of_the_recommender_in_the_campaign(town):
    mine, other = town.open_case(), town.open_case("xu", "yard")
    assert (peers(town, mine), peers(town, other)) == ([other.id], [mine.id])
    town.open_campaign()
    later = town.open_case()
    assert peers(town, later) == [] and peers(town, mine) == [other.id]


def test_peers_of_another_recommender_do_not_count(make_town):
    cast = copy.deepcopy(CAST)
    cast["organisations"].insert(2, {"code": "west", "name": "西山区总工会", "level": "county", "parent": "city"})
    next(o for o in cast["organisations"] if o["code"] == "yard")["parent"] = "west"
    town = make_town(REPORTING, cast)
    mine, other = town.open_case(), town.open_case("xu", "yard")
    assert peers(town, mine) == peers(town, other) == []


def test_a_peer_tells_what_a_quota_needs_and_no_more(town):
    mine, other = town.open_case(), town.open_case("xu", "yard", title="许㛃创新工作室")
    report(town, other, 2)
    with town.house.reading() as uow:
        (row,) = known_peers(uow, town.instance("case", mine.id))
    expected = {
        "case": other.id,
        "no": other.no,
        "title": "许㛃创新工作室",
        "category": "",
        "rank": 2,
        "submitted": True,
    }
    assert row == expected


def test_a_case_that_ended_before_it_was_submitted_takes_no_place(small_town, town):
    mine, lost, named = town.open_case(), town.open_case("zhou"), town.open_case("xu", "yard")
    report(town, named, 1)
    with town.house.work() as uow:
        for case in (lost, named):
            uow.session.get_one(Case, case.id).ended_at = uow.now
    with town.house.reading() as uow:
        assert [c.id for c, _ in peers_of(uow, uow.session.get_one(Case, mine.id))] == [named.id]


def test_a_campaign_has_no_peers(town):
    with town.house.reading() as uow:
        assert known_peers(uow, town.instance("campaign", town.campaign_id)) == []


def test_the_rank_that_was_given_is_kept_with_the_moment(town):
    case = town.open_case()
    report(town, case, 1)
    (kept,) = town.rows(Case)
    assert (kept.rank, kept.submitted_at) == (1, town.clock.now())


@pytest.mark.parametrize(("second", "settled"), [(1, [2, 1]), (2, [1, 2])])
def test_the_rank_of_the_second_settles_that_of_the_first(town, second, settled):
    one, two = town.open_case(), town.open_case("xu", "yard")
    report(town, one)
    assert ranks(town) == [None, None]
    report(town, two, second)
    assert ranks(town) == settled
    with town.house.reading() as uow:
        sentence = audit.history(uow, one.subject)[-1].sentence
    assert sentence == f"报送成功，本单位排序第 {settled[0]}。"


def test_a_case_that_is_not_submitted_yet_keeps_its_own_choice(town):
    one, two = town.open_case(), town.open_case("xu", "yard")
    report(town, two, 1)
    assert ranks(town) == [None, 1]
    report(town, one, 2)
    assert ranks(town) == [2, 1]


def test_two_cases_never_share_a_rank(town):
    one, two = town.open_case(), town.open_case("xu", "yard")
    report(town, one, 1)
    with pytest.raises(Faulty, match="已有案卷排序第 1"):
        report(town, two, 1)
    assert ranks(town) == [1, None] and town.tasks("Report", two)


def test_a_case_without_a_rank_is_submitted_all_the_same(town):
    case = town.open_case()
    report(town, case)
    with town.house.reading() as uow:
        assert [e.sentence for e in audit.history(uow, case.subject) if e.kind == "CaseSubmitted"] == ["报送成功。"]


def test_a_peer_tells_what_else_the_procedure_says_of_a_case(make_town):
    raw = manifest(case={"title": "=sheet.name", "wished": "=rank"})
    town = make_town(replace(REPORTING, files={**REPORTING.files, "procedure.yaml": raw}))
    mine, other = town.open_case(), town.open_case("xu", "yard")
    report(town, other, 2)
    with town.house.reading() as uow:
        told = [known_peers(uow, town.instance("case", case.id))[0]["wished"] for case in (mine, other)]
    assert told == [2, None]
