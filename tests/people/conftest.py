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

NOON = datetime(2021, 11, 1, 4, tzinfo=UTC)


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
