"""A house whose calendar is seeded, and that calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.calendar import WorkCalendar, load, seed
from services.foundation.clock import SetClock
from services.foundation.events import Event
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.record import audit

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


def _house(url: str) -> House:
    engine = open_database(url)
    Base.metadata.create_all(engine)
    return House(engine, SetClock(NOW), Wiring(reactions={Event: [audit.append]}))


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """A house nobody has given a calendar."""
    house = _house(f"sqlite:///{tmp_path}/calendar.db")
    yield house
    house.engine.dispose()


@pytest.fixture
def house(empty_house: House) -> House:
    """A house with the calendar that ships with the product."""
    with empty_house.work() as uow:
        seed(uow)
    return empty_house


@pytest.fixture(scope="session")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> WorkCalendar:
    """The calendar that ships with the product."""
    house = _house(f"sqlite:///{tmp_path_factory.mktemp('calendar')}/shipped.db")
    with house.work() as uow:
        seed(uow)
    with house.reading() as uow:
        calendar = load(uow)
    house.engine.dispose()
    return calendar
