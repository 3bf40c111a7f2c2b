"""Who may open a case, who may read it, and what a diagram may ask about it."""

import pytest

from services.casework.cases import case_by_no, may_open_at, may_view, my_cases, require_may_view
from services.casework.cases.known import known_case
from services.casework.cases.open import NotYourUnit
from services.foundation.errors import Invalid, NotFound
from services.people.identity import appoint
from services.process import registry
from services.selection.campaigns import known_campaign, known_parameters
from tests.drawing import diagram, end, pool, start, task
from tests.small_procedure import CAMPAIGN, package

AGREE = {"verdict": "agree"}


@pytest.mark.parametrize("who", ["lin", "zhou", "alice", "bob"])
def test_a_lead_or_the_unions_officer_opens_a_case_for_the_own_unit(town, who):
    case = town.open_case(who)
    assert (case.applicant_id, case.organisation_id) == (town.people[who], town.organisations["mill"])
    assert (case.no, case.recommender_id) == ("QS-001-0001", town.organisations["county"])


@pytest.mark.parametrize("who", ["charlie", "xu", "office", "sun", "auditor", "root", "expert"])
def test_nobody_of_another_unit_opens_one(town, who):
    with pytest.raises(NotYourUnit):
        town.open_case(who, "mill")


def test_a_person_is_offered_the_units_they_may_open_for(town):
    with town.house.work() as uow:
        appoint(uow, None, town.people["lin"], town.organisations["yard"], "lead")
    with town.house.reading() as uow:
        cases = registry.load(uow, 1).pools_about("case")[0]
        assert may_open_at(cases, town.who(uow, "lin")) == [town.organisations["mill"], town.organisations["yard"]]
        assert may_open_at(cases, town.who(uow, "office")) == []


@pytest.mark.parametrize("title", ["", " 林 ", "长" * 81])
def test_a_studio_needs_a_name_of_its_own(town, title):
    with pytest.raises(Invalid) as refused:
        town.open_case(title=title)
    assert "title" in refused.value.fields


def test_a_unit_without_a_recommender_above_it_is_told(town):
    with town.house.work() as uow:
        appoint(uow, None, town.people["lin"], town.organisations["city"], "lead")
    with pytest.raises(Invalid, match="没有可以推荐申报的单位"):
        town.open_case(at="city")


@pytest.fixture
def inspected(make_town):
    """Two cases of two units; the expert has a task in the first one only."""
    cases = pool(
        "申报",
        "application",
        [
            start("B"),
            task("T", "看现场", assignee='=if case.unit = "星河机械厂" then "%d" else case.applicant'),
            end("E"),
        ],
        "B > T > E",
        subject="case",
        starters="own:lead",
    )
    people = make_town(opened=False).people
    drawn = (*cases[:2], cases[2] % people["expert"])
    town = make_town(package(diagram(CAMPAIGN, drawn, messages={"handed_in": "=campaign.id"})))
    return town, town.open_case("lin", "mill"), town.open_case("xu", "yard")


READERS = {
    "lin": (True, False),  # the applicant of the first
    "zhou": (False, False),  # a fellow lead of the same unit
    "xu": (False, True),  # the applicant of the second
    "alice": (True, False),  # the union of the first's unit
    "charlie": (False, True),  # the union of the other unit
    "sun": (True, True),  # the superior of both
    "office": (True, True),  # the city, above both
    "expert": (True, False),  # sees only the case that was given to them
    "auditor": (True, True),
    "root": (True, True),
}


def test_who_may_read_a_case(inspected):
    town, *cases = inspected
    with town.house.reading() as uow:
        found = {who: tuple(may_view(uow, town.who(uow, who), case) for case in cases) for who in READERS}
    assert found == READERS


def test_an_expert_may_still_read_what_they_have_done(inspected):
    town, first, _ = inspected
    town.complete("expert", "T", case=first)
    with town.house.reading() as uow:
        assert may_view(uow, town.who(uow, "expert"), first)


def test_whoever_may_not_read_a_case_is_not_told_that_it_exists(inspected):
    town, first, _ = inspected
    with town.house.reading() as uow:
        with pytest.raises(NotFound) as hidden:
            require_may_view(uow, town.who(uow, "charlie"), first)
        with pytest.raises(NotFound) as absent:
            case_by_no(uow, "QS-001-9999")
    assert hidden.value.sentence == absent.value.sentence


def test_my_cases_are_those_i_applied_with_newest_first(town):
    first, second = town.open_case("lin"), town.open_case("lin")
    town.open_case("zhou")
    with town.house.reading() as uow:
        assert [c.id for c in my_cases(uow, town.who(uow, "lin"))] == [second.id, first.id]


def test_a_diagram_knows_its_case_and_its_campaign(town):
    case = town.open_case()
    with town.house.reading() as uow:
        mine, batch = town.instance("case", case.id), town.instance("campaign", town.campaign_id)
        known = known_case(uow, mine)
        assert (known["applicant"], known["unit"], str(known["opened_on"])) == (
            town.people["lin"],
            "星河机械厂",
            "2021-11-02",
        )
        assert known_case(uow, batch) is None
        window = known_campaign(uow, mine)["windows"]["application"]
        assert (window["start"].isoformat(), window["end"].isoformat()) == (
            "2021-11-01T00:00:00+08:00",
            "2021-11-11T00:00:00+08:00",
        )
        assert known_parameters(uow, batch) == {"grant": 50000}
