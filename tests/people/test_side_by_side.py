"""Several people at the same moment, on both databases: everything is counted, nothing becomes a cycle or a double."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy.exc import IntegrityError

from services.foundation.clock import SetClock
from services.foundation.errors import Refusal
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.people import identity, organisations
from services.people.assignment import pool
from services.people.identity import throttle

from .conftest import HOME, NOON


@pytest.fixture
def house(database_url: str) -> Iterator[House]:
    engine = open_database(database_url)
    Base.metadata.create_all(engine)
    yield House(engine, SetClock(NOON), Wiring())
    engine.dispose()


def at_once(house: House, *deeds: Callable) -> list:
    """Do all deeds at the same moment, each in a transaction of its own: what each returned, or why it was refused."""
    start = Barrier(len(deeds))

    def do(deed):
        start.wait()
        try:
            with house.work() as uow:
                return deed(uow)
        except (Refusal, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def test_tries_made_side_by_side_are_all_counted(house):
    outcomes = at_once(house, *[lambda uow: identity.begin_sign_in(uow, "alice", HOME)] * 12)
    assert [knock.refusal is None for knock in outcomes].count(True) == throttle.TRIES_PER_LOGIN


def test_two_moves_that_cross_make_no_cycle(house):
    with house.work() as uow:
        one, two = (organisations.add(uow, code=code, name=code, level="unit").id for code in ("one", "two"))
    outcomes = at_once(
        house, lambda uow: organisations.move(uow, one, two), lambda uow: organisations.move(uow, two, one)
    )
    assert sum(isinstance(outcome, organisations.WouldBeCycle) for outcome in outcomes) == 1
    with house.reading() as uow:
        assert sorted(len(organisations.ancestors(uow, each)) for each in (one, two)) == [1, 2]


def test_what_is_put_below_a_parent_that_moves_at_that_moment_moves_along(house):
    with house.work() as uow:
        old, new = (organisations.add(uow, code=code, name=code, level="unit").id for code in ("old", "new"))
        parent = organisations.add(uow, code="parent", name="parent", level="unit", parent_id=old).id
    child = at_once(
        house,
        lambda uow: organisations.add(uow, code="child", name="child", level="unit", parent_id=parent).id,
        lambda uow: organisations.move(uow, parent, new),
    )[0]
    with house.reading() as uow:
        assert [each.code for each in organisations.ancestors(uow, child)] == ["child", "parent", "new"]


def test_one_login_is_given_to_one_person(house):
    outcomes = at_once(house, *[lambda uow: identity.create_person(uow, None, login="alice", name="爱")] * 4)
    assert sum(isinstance(outcome, identity.Person) for outcome in outcomes) == 1


def test_the_questions_about_people_are_understood_by_both(house):
    with house.work() as uow:
        home = organisations.add(uow, code="home", name="家", level="unit")
        person = identity.create_person(uow, None, login="rare", name="㛃䶮喆堃𠮷", password="long enough")
        identity.appoint(uow, None, person.id, home.id, "inspector")
    with house.work() as uow:
        knock = identity.begin_sign_in(uow, "rare", HOME)
        key = identity.complete_sign_in(uow, knock)
    with house.reading() as uow:
        who = identity.actor_by_key(uow, key)
        assert (who.name, who.holds("inspector", home.id)) == ("㛃䶮喆堃𠮷", True)
        assert [each.login for each in pool(uow, "inspector")] == ["rare"]
        assert pool(uow, "inspector", home.path) == []
