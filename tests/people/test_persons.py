"""Persons, their passwords and their positions."""

from datetime import date, timedelta

import pytest

from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from services.people import identity

from .conftest import NOON, PASSWORD, knock


def test_changing_ones_password_needs_the_current_one_and_signs_out_every_other_browser(house, alice, recorded):
    here, there = knock(house), knock(house)
    with house.work() as uow:
        me = identity.actor(uow, alice)
        with pytest.raises(Invalid) as refused:
            identity.change_password(uow, me, alice, new="new password", current="wrong")
        assert "current" in refused.value.fields
        identity.change_password(uow, me, alice, new="new password", current=PASSWORD, key=here)
    with house.reading() as uow:
        assert identity.actor_by_key(uow, here).id == alice
        with pytest.raises(NotSignedIn):
            identity.actor_by_key(uow, there)
    assert knock(house, password="new password")
    assert recorded[-1].sentence() == "爱丽丝的密码已由本人修改"
    assert "password" not in str(recorded[-1].facts())


def test_only_an_administrator_creates_stops_appoints_or_changes_anothers_password(house, alice, unit):
    with house.work() as uow:
        bob = identity.create_person(uow, None, login="bob", name="鲍勃", password=PASSWORD).id
        charlie = identity.actor(uow, bob)
        for deed in (
            lambda who: identity.create_person(uow, who, login="dora", name="朵拉"),
            lambda who: identity.change_password(uow, who, alice, new="new password"),
            lambda who: identity.appoint(uow, who, alice, unit, "approver"),
            lambda who: identity.deactivate(uow, who, alice),
            lambda who: identity.activate(uow, who, alice),
        ):
            with pytest.raises(NotAllowed):
                deed(charlie)
        identity.appoint(uow, None, bob, unit, "administrator")
        boss = identity.actor(uow, bob)
        assert identity.create_person(uow, boss, login="dora", name="朵拉").password_hash is None
        with pytest.raises(NotAllowed):
            identity.deactivate(uow, boss, bob)


def test_a_login_is_given_once_whatever_its_capitals(house, alice):
    with house.work() as uow, pytest.raises(identity.LoginTaken):
        identity.create_person(uow, None, login="ALICE", name="x")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"login": "a b"}, "login"),
        ({"login": "陈"}, "login"),
        ({"name": "  "}, "name"),
        ({"language": "fr"}, "language"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"password": "aaaaaaaaaa"}, "password"),
        ({"login": "eveeveeve", "password": "EveEveEve"}, "password"),
    ],
)
def test_a_person_with_something_wrong_is_refused_by_field(house, wrong, field):
    with house.work() as uow, pytest.raises(Invalid) as refused:
        identity.create_person(uow, None, **{"login": "eve", "name": "伊芙", **wrong})
    assert list(refused.value.fields) == [field]


def test_rare_characters_survive_the_database(house):
    with house.work() as uow:
        person_id = identity.create_person(uow, None, login="rare", name="㛃䶮喆堃𠮷").id
    with house.reading() as uow:
        assert identity.actor(uow, person_id).name == "㛃䶮喆堃𠮷"


def test_a_position_counts_from_its_first_day_to_its_last(house, alice, unit, clock):
    with house.work() as uow:
        identity.appoint(uow, None, alice, unit, "union_officer", date(2021, 11, 2), date(2021, 11, 3))
    seen = []
    for day in range(5):
        clock.set(NOON + timedelta(days=day))
        with house.reading() as uow:
            seen.append(identity.actor(uow, alice).holds("union_officer", unit))
    assert seen == [False, True, True, False, False]


def test_a_position_ends_with_its_last_day_in_shanghai(house, alice, unit, clock):
    with house.work() as uow:
        seat = identity.appoint(uow, None, alice, unit, "approver").id
        identity.end_position(uow, None, seat, date(2021, 11, 1))
    for minutes, holds in ((-1, True), (0, False)):
        clock.set(NOON + timedelta(hours=12, minutes=minutes))
        with house.reading() as uow:
            assert identity.actor(uow, alice).holds("approver") is holds


def test_a_position_held_already_is_not_given_again_but_may_be_after_it_ended(house, alice, unit):
    with house.work() as uow:
        identity.appoint(uow, None, alice, unit, "approver", date(2021, 1, 1), date(2021, 6, 30))
        with pytest.raises(Conflict):
            identity.appoint(uow, None, alice, unit, "approver", date(2021, 6, 30))
        identity.appoint(uow, None, alice, unit, "approver", date(2021, 7, 1))
        assert identity.actor(uow, alice).positions == (identity.Seat(unit, "approver"),)


def test_positions_that_make_no_sense_are_refused(house, alice, unit):
    with house.work() as uow:
        for how, refusal in (
            ((alice, unit, "Approver"), Invalid),
            ((alice, unit, "approver", date(2021, 2, 1), date(2021, 1, 1)), Invalid),
            ((alice, 99, "approver"), NotFound),
            ((99, unit, "approver"), NotFound),
        ):
            with pytest.raises(refusal):
                identity.appoint(uow, None, *how)
        with pytest.raises(NotFound):
            identity.end_position(uow, None, 99, date(2021, 1, 1))


def test_every_deed_about_people_says_its_sentence(house, alice, unit, recorded):
    with house.work() as uow:
        seat = identity.appoint(uow, None, alice, unit, "approver").id
        identity.end_position(uow, None, seat, date(2021, 12, 31))
        identity.deactivate(uow, None, alice)
        identity.activate(uow, None, alice)
    assert [event.sentence() for event in recorded] == [
        "增加单位“云帆”（unit）",
        "新增人员爱丽丝（登录名 alice）",
        "爱丽丝自2021-11-01起在“云帆”任审定人",
        "爱丽丝在“云帆”的审定人任职至2021-12-31",
        "停用爱丽丝的登录",
        "重新启用爱丽丝的登录",
    ]
