"""From a role at a level to people; who may act; the own case and the panel's pool."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.people import assignment, identity, organisations
from services.people.assignment import Assigned, resolve
from services.people.cast import load_cast
from services.people.identity import Actor, Seat

INSPECTOR = {"at": "union", "role": "inspector"}
DATA = {
    "since": date(2021, 1, 1),
    "organisations": [
        {"code": "union", "name": "工委", "level": "committee"},
        {"code": "north", "name": "北", "level": "direct_unit", "parent": "union"},
        {"code": "south", "name": "南", "level": "direct_unit", "parent": "union"},
        {"code": "plant", "name": "厂", "level": "superior", "parent": "north"},
        {"code": "shop", "name": "车间", "level": "unit", "parent": "plant"},
    ],
    "people": [
        {"login": "alice", "name": "爱", "seats": [{"at": "shop", "role": "union_officer"}]},
        {"login": "bob", "name": "波", "seats": [{"at": "north", "role": "union_officer"}]},
        {"login": "beth", "name": "贝", "seats": [{"at": "north", "role": "union_officer"}]},
        {"login": "charlie", "name": "查", "seats": [{"at": "south", "role": "union_officer"}]},
        {"login": "in1", "name": "甲", "seats": [INSPECTOR, {"at": "shop", "role": "staff"}]},
        {"login": "in2", "name": "乙", "seats": [INSPECTOR, {"at": "north", "role": "staff"}]},
        {"login": "in3", "name": "丙", "seats": [INSPECTOR, {"at": "south", "role": "staff"}]},
    ],
}


@pytest.fixture
def cast(uow):
    return load_cast(uow, DATA)


@pytest.fixture
def orgs(cast):
    return cast.organisations


def ask(uow, orgs, groups=None, assignee=None, own="shop"):
    return resolve(uow, groups, assignee, orgs[own] if own else None, "direct_unit")


def test_own_recommender_and_a_named_level_are_found_on_the_way_up(uow, orgs):
    assert ask(uow, orgs, "own:union_officer") == Assigned((f"q:{orgs['shop']}:union_officer",), 1)
    assert ask(uow, orgs, "recommender:union_officer") == Assigned((f"q:{orgs['north']}:union_officer",), 2)
    assert ask(uow, orgs, "committee:inspector").principals == (f"q:{orgs['union']}:inspector",)
    assert ask(uow, orgs, "direct_unit:union_officer", own="north").principals == (f"q:{orgs['north']}:union_officer",)


def test_an_organisation_may_be_named_outright(uow, orgs):
    assert ask(uow, orgs, f"@{orgs['south']}:union_officer") == Assigned((f"q:{orgs['south']}:union_officer",), 1)


def test_several_groups_add_up_and_a_person_is_counted_once(uow, orgs):
    both = ask(uow, orgs, f"recommender:union_officer , @{orgs['north']}:staff,recommender:union_officer")
    assert both.principals == (f"q:{orgs['north']}:union_officer", f"q:{orgs['north']}:staff")
    assert both.holders == 3


def test_an_assignee_decides_alone(uow, cast, orgs):
    charlie = cast.people["charlie"]
    assert ask(uow, orgs, "own:union_officer", str(charlie)) == Assigned((f"p:{charlie}",), 1)


@pytest.mark.parametrize(
    ("groups", "assignee", "own"),
    [
        (None, None, "shop"),
        ("", " ", "shop"),
        ("nowhere:union_officer", None, "shop"),
        ("superior:union_officer", None, "south"),
        ("own:union_officer", None, None),
        ("@999:union_officer", None, "shop"),
        ("union_officer", None, "shop"),
        ("own:union_officer:x", None, "shop"),
        ("Own:UNION", None, "shop"),
        (None, "999", "shop"),
        ("own:union_officer", "陈明", "shop"),
    ],
)
def test_what_cannot_be_resolved_is_for_nobody_and_says_why(uow, orgs, groups, assignee, own):
    answer = ask(uow, orgs, groups, assignee, own)
    assert (answer.principals, answer.holders) == ((), 0)
    assert len(answer.problems) == 1 and answer.problems[0].endswith("。")


def test_a_role_nobody_holds_keeps_its_principal_and_has_no_holders(uow, orgs):
    answer = ask(uow, orgs, "superior:union_officer")
    assert answer.principals == (f"q:{orgs['plant']}:union_officer",)
    assert answer.holders == 0 and answer.problems


def test_a_stopped_person_is_no_holder_and_no_assignee(uow, cast, orgs):
    identity.deactivate(uow, None, cast.people["alice"])
    assert ask(uow, orgs, "own:union_officer").holders == 0
    assert ask(uow, orgs, None, str(cast.people["alice"])).principals == ()


def test_who_holds_the_seat_may_act_and_a_colleague_elsewhere_may_not(uow, cast, orgs):
    principals = ask(uow, orgs, "recommender:union_officer").principals
    may = [
        login
        for login, person_id in cast.people.items()
        if assignment.may_act(identity.actor(uow, person_id), principals)
    ]
    assert may == ["bob", "beth"]
    assert [each.login for each in assignment.people_behind(uow, principals)] == may


def test_the_assignee_may_act_by_name(uow, cast, orgs):
    principals = (assignment.of_person(cast.people["charlie"]),)
    assert assignment.may_act(identity.actor(uow, cast.people["charlie"]), principals)
    assert not assignment.may_act(identity.actor(uow, cast.people["bob"]), principals)
    assert [each.login for each in assignment.people_behind(uow, principals)] == ["charlie"]


actors = st.builds(
    Actor,
    st.integers(1, 9),
    st.just("x"),
    st.lists(st.builds(Seat, st.integers(1, 5), st.sampled_from(["office", "approver"])), max_size=4).map(tuple),
)


@given(actors, actors)
def test_one_may_act_for_another_exactly_when_they_share_a_principal(one, other):
    assert not assignment.may_act(one, ())
    assert assignment.may_act(one, assignment.principals_of(one))
    shared = one.id == other.id or set(one.positions) & set(other.positions)
    assert assignment.may_act(one, assignment.principals_of(other)) == bool(shared)


def test_nobody_approves_the_own_case_whatever_seat_they_hold():
    alice = Actor(1, "爱", (Seat(1, "approver"),))
    assert assignment.own_case(alice, 1)
    assert not assignment.own_case(alice, 2)
    assert not assignment.own_case(alice, None)
    with pytest.raises(assignment.OwnCase, match="回避"):
        assignment.require_not_own_case(alice, 1)
    assignment.require_not_own_case(alice, 2)


def test_inspectors_of_the_same_house_are_left_out_of_the_pool(uow, cast, orgs):
    def drawn_from(path):
        return [each.login for each in assignment.pool(uow, "inspector", path)]

    assert drawn_from(None) == ["in1", "in2", "in3"]
    assert drawn_from(organisations.organisation(uow, orgs["north"]).path) == ["in3"]
    assert drawn_from(organisations.organisation(uow, orgs["shop"]).path) == ["in2", "in3"]


def test_the_pool_leaves_out_who_was_stopped_and_forgets_a_past_employer(uow, cast, orgs):
    identity.deactivate(uow, None, cast.people["in3"])
    staff = uow.session.query(identity.Position).filter_by(person_id=cast.people["in2"], role="staff").one()
    identity.end_position(uow, None, staff.id, date(2021, 10, 31))
    north = organisations.organisation(uow, orgs["north"]).path
    assert [each.login for each in assignment.pool(uow, "inspector", north)] == ["in2"]


def test_a_position_of_another_day_does_not_make_an_inspector(uow, cast, orgs):
    identity.appoint(uow, None, cast.people["bob"], orgs["union"], "inspector", date(2021, 12, 1))
    assert "bob" not in [each.login for each in assignment.pool(uow, "inspector")]
