"""What an administrator does about organisations and passwords: allowed, told, and never a deletion."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from services.foundation.errors import Conflict, Invalid, NotAllowed
from services.people import organisations, tree_keeping
from services.people.identity import (
    PasswordToChange,  # noqa: F401  (what the edge answers with)
    Person,
    Position,
    WrongPassword,
    actor,
    actor_by_key,
    appoint,
    change_password,
    create_person,
    give_password,
)
from services.people.organisations import StillHasUnits
from tests.people.conftest import PASSWORD, knock

TODAY = date(2021, 11, 1)


@pytest.fixture
def root(house, unit):
    with house.work() as uow:
        person = create_person(uow, None, login="root", name="管理员", password=PASSWORD)
        appoint(uow, None, person.id, unit, "administrator")
        return person.id


@pytest.fixture
def shop(house, unit, alice):
    with house.work() as uow:
        shop = organisations.add(uow, code="shop", name="一车间", level="unit", parent_id=unit).id
        appoint(uow, None, alice, shop, "union_officer")
        return shop


def test_closing_ends_the_seats_and_lets_nothing_new_begin(house, root, shop, alice, unit) -> None:
    with house.work() as uow:
        tree_keeping.close_organisation(uow, actor(uow, root), shop, TODAY, "机构改革")
    with house.work() as uow:
        assert [s.until_day for s in uow.session.scalars(select(Position).filter_by(organisation_id=shop))] == [TODAY]
        with pytest.raises(Conflict, match="已经撤销"):
            appoint(uow, actor(uow, root), alice, shop, "lead", TODAY + timedelta(days=1))
        with pytest.raises(Invalid):
            tree_keeping.add_organisation(uow, actor(uow, root), shop, code="x", name="班组", level="unit")
        with pytest.raises(Invalid):
            tree_keeping.move_organisation(uow, actor(uow, root), unit, shop)
    house.clock.set(house.clock.now() + timedelta(days=1))
    with house.reading() as uow:
        assert "shop" not in [each.code for each in organisations.of_level(uow, "unit")]


def test_a_unit_with_others_below_it_is_not_closed_and_a_closed_one_comes_back(house, root, shop, unit) -> None:
    with house.work() as uow:
        who = actor(uow, root)
        with pytest.raises(StillHasUnits, match="一车间"):
            tree_keeping.close_organisation(uow, who, unit, TODAY, "撤销")
        with pytest.raises(Invalid):
            tree_keeping.close_organisation(uow, who, shop, TODAY, " ")
        with pytest.raises(Invalid):
            tree_keeping.close_organisation(uow, who, shop, TODAY - timedelta(days=2), "补记")
        tree_keeping.close_organisation(uow, who, shop, TODAY, "撤销")
        tree_keeping.reopen_organisation(uow, who, shop)
        assert organisations.organisation(uow, shop).closed_on is None


def test_a_change_is_told_with_old_and_new(house, root, shop, recorded) -> None:
    with house.work() as uow:
        tree_keeping.change_organisation(uow, actor(uow, root), shop, name="第一车间", kind="车间")
        tree_keeping.change_organisation(uow, actor(uow, root), shop, name="第一车间")
    told = [e.sentence() for e in recorded if e.kind == "OrganisationRenamed"]
    assert told == ["变更单位“第一车间”：名称由“一车间”改为“第一车间”；性质由“”改为“车间”"]


def test_whoever_is_no_administrator_changes_nothing(house, alice, shop, unit) -> None:
    with house.work() as uow:
        who = actor(uow, alice)
        for deed in (
            lambda: tree_keeping.add_organisation(uow, who, unit, code="x", name="x", level="x"),
            lambda: tree_keeping.change_organisation(uow, who, shop, name="x"),
            lambda: tree_keeping.move_organisation(uow, who, shop, None),
            lambda: tree_keeping.close_organisation(uow, who, shop, TODAY, "x"),
            lambda: tree_keeping.reopen_organisation(uow, who, shop),
            lambda: give_password(uow, who, who.id + 1),
        ):
            with pytest.raises(NotAllowed):
                deed()


def test_a_given_password_opens_the_door_once_it_must_be_changed_and_not_for_ever(house, root, alice, recorded) -> None:
    old = knock(house)
    with house.work() as uow:
        given, until = give_password(uow, actor(uow, root), alice)
    with house.reading() as uow, pytest.raises(Exception, match="请先登录"):
        actor_by_key(uow, old)
    with pytest.raises(WrongPassword):
        knock(house)
    key = knock(house, password=given)
    with house.work() as uow:
        who = actor_by_key(uow, key)
        assert who.must_change_password
        change_password(uow, who, who.id, new="四个不相干的词语吧", current=given, key=key)
        assert not actor_by_key(uow, key).must_change_password
    assert given not in "".join(f"{e.facts()}{e.sentence()}" for e in recorded)
    with house.work() as uow:
        given, until = give_password(uow, actor(uow, root), alice)
    house.clock.set(until)
    with pytest.raises(WrongPassword, match="过期"):
        knock(house, password=given)


def test_an_administrator_cannot_get_round_the_own_password(house, root) -> None:
    with house.work() as uow, pytest.raises(NotAllowed, match="当前密码"):
        give_password(uow, actor(uow, root), root)


@pytest.mark.parametrize("bad", ["Password123", "qwertyuiop", "23456789", "hgfedcba", "zzzzzzzz", "short"])
def test_what_everybody_tries_first_is_no_password(house, alice, bad: str) -> None:
    with house.work() as uow, pytest.raises(Invalid):
        change_password(uow, None, alice, new=bad)
    with house.reading() as uow:
        assert uow.session.get(Person, alice).password_hash
