"""A house on a fresh SQLite file, a clock that stands still, and a list of what was recorded."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import services.people.assignment  # noqa: F401  (its tables)
from services.foundation.clock import SetClock
from services.foundation.events import Event
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork, Wiring
from services.people import identity, organisations

NOON = datetime(2021, 11, 1, 4, tzinfo=UTC)
PASSWORD = "锤子-与-镰刀 1921"
HOME = "192.0.2.1"


@pytest.fixture
def clock() -> SetClock:
    return SetClock(NOON)


@pytest.fixture
def recorded() -> list[Event]:
    return []


@pytest.fixture
def house(tmp_path: Path, clock: SetClock, recorded: list[Event]) -> Iterator[House]:
    engine = open_database(f"sqlite:///{tmp_path}/people.db")
    Base.metadata.create_all(engine)
    yield House(engine, clock, Wiring(reactions={Event: [lambda _uow, event: recorded.append(event)]}))
    engine.dispose()


@pytest.fixture
def uow(house: House) -> Iterator[UnitOfWork]:
    with house.work() as work:
        yield work


@pytest.fixture
def unit(house):
    with house.work() as uow:
        return organisations.add(uow, code="unit", name="云帆", level="unit").id


@pytest.fixture
def alice(house, unit):
    with house.work() as uow:
        return identity.create_person(uow, None, login="alice", name="爱丽丝", password=PASSWORD).id


def knock(house, login="alice", password=PASSWORD, address=HOME):
    """One try at the door as the edge makes it: the key, or the refusal raised."""
    with house.work() as uow:
        tried = identity.begin_sign_in(uow, login, address)
    if tried.refusal:
        raise tried.refusal
    if not identity.password_fits(tried, password):
        raise identity.WrongPassword()
    with house.work() as uow:
        return identity.complete_sign_in(uow, tried)
