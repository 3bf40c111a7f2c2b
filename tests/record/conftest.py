"""A house for the record's tests: only its own tables, on either database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from services.foundation.clock import SetClock
from services.foundation.events import Event
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.record import audit

MORNING = datetime(2021, 12, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database with every table of the record."""
    engine = open_database(database_url)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


BuildHouse = Callable[..., House]


@pytest.fixture
def build_house(engine: Engine) -> BuildHouse:
    """A function that builds a house on the test's database, with handlers for the kinds of job named."""

    def build(**handlers: Callable[..., None]) -> House:
        return House(engine, SetClock(MORNING), Wiring(reactions={Event: [audit.append]}, jobs=handlers))

    return build


@pytest.fixture
def house(build_house: BuildHouse) -> House:
    """A house in which every deed leaves a trace and nobody handles jobs."""
    return build_house()
