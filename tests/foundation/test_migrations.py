"""The migrations give exactly the tables that the models describe, on both databases, and run once.

There is no earlier release yet; `test_what_runs_is_carried_over` stands for one: each migration that changes a table
which may hold rows is shown with rows in it.
"""

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

import services
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.upgrade import _config, is_up_to_date, upgrade


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


def to(engine: Engine, revision: str) -> None:
    """The database as an earlier release left it."""
    with engine.connect() as connection:
        command.upgrade(_config(connection), revision)
        connection.commit()


def test_models_and_migrations_agree(engine: Engine) -> None:
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if module.name.endswith(".models"):
            import_module(module.name)
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_an_upgrade_is_harmless_when_repeated(engine: Engine) -> None:
    with engine.connect() as connection:
        assert not is_up_to_date(connection)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO stored_file VALUES ('d', :content)"), {"content": b"\0"})
    upgrade(engine)
    with engine.connect() as connection:
        assert is_up_to_date(connection)
        assert connection.execute(text("SELECT count(*) FROM stored_file")).scalar_one() == 1


def test_what_runs_is_carried_over(engine: Engine) -> None:
    to(engine, "0004")
    with engine.connect() as connection:
        assert not is_up_to_date(connection)
    with engine.begin() as connection:
        for statement in RUNNING:
            connection.execute(text(statement))
    upgrade(engine)
    with engine.connect() as connection:
        row = connection.execute(text("SELECT due_at, next_at, attempts FROM deadline")).one()
        assert (row.next_at, row.attempts) == (row.due_at, 0)


def test_notices_keep_their_numbers_and_those_that_run_are_looked_at(engine: Engine) -> None:
    to(engine, "0007")
    with engine.begin() as connection:
        for statement in (*RUNNING[:3], *NOTICES):
            connection.execute(text(statement))
    upgrade(engine)
    with engine.connect() as connection:
        numbers = connection.execute(text("SELECT year, last FROM public_notice_number ORDER BY year")).all()
        assert [tuple(row) for row in numbers] == [(2020, 1), (2021, 12)]
        looks = connection.execute(text("SELECT kind, payload, key FROM job")).all()
        assert [tuple(row) for row in looks] == [("look_at_notice", '{"notice":3}', "look_at_notice:3")]
        whose = connection.execute(text("SELECT DISTINCT organisation_id FROM public_notice")).all()
        assert [tuple(row) for row in whose] == [(1,)]


def _notice(number: int, no: str, closed: str) -> str:
    return (
        "INSERT INTO public_notice (id, no, campaign_id, instance_id, title, organ, items, digest, posted_at,"
        " closed_at)"
        f" VALUES ({number}, '{no}', 1, 1, 't', 'o', '[]', 'd', '2021-12-01 01\\:00\\:00', {closed})"
    )


NOTICES = (
    "INSERT INTO campaign (id, version_id, procedure, title, year, organisation_id, windows, parameters, opened_at)"
    " VALUES (1, 1, 'hill', 't', 2021, 1, '{}', '{}', '2021-11-02 00\\:00\\:00')",
    _notice(1, "GS2020-001", "'2021-12-10 16\\:00\\:00'"),
    _notice(2, "GS2021-002", "'2021-12-10 16\\:00\\:00'"),
    _notice(3, "GS2021-012", "NULL"),
)
RUNNING = (
    "INSERT INTO organisation (id, code, name, short_name, kind, level, path)"
    " VALUES (1, 'mill', '厂', '厂', '', 'unit', '/1/')",
    "INSERT INTO procedure_version (id, procedure, digest, number, title, deployed_at)"
    " VALUES (1, 'hill', 'd', 1, 't', '2021-11-02 00:00:00')",
    "INSERT INTO instance (id, version_id, process, subject_kind, subject_id, organisation_id, title, category, lead,"
    " unit, snapshot, trail, revision, content_version, started_at)"
    " VALUES (1, 1, 'p', 'case', 1, 1, 't', '', '', '厂', '{}', '[]', 1, 1, '2021-11-02 00:00:00')",
    "INSERT INTO deadline (instance_id, engine_task, element, name, due_at, armed_at, calendar_revision,"
    " counts_working_days, provisional)"
    " VALUES (1, 3, 'L', '申报截止', '2021-11-11 00:00:00', '2021-11-02 00:00:00', 1, false, false)",
)


def test_an_open_task_climbs_on_from_its_first_rung_and_a_closed_one_rests(engine: Engine) -> None:
    to(engine, "0006")
    with engine.begin() as connection:
        for statement in (*RUNNING[:3], *TASKS):
            connection.execute(text(statement))
    to(engine, "0007")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, remind_at = opened_at, rung FROM task ORDER BY id")).all()
        assert [(number, bool(due), rung) for number, due, rung in rows] == [(1, True, 1), (2, False, 0), (3, False, 0)]


TASKS = [
    "INSERT INTO task (id, instance_id, engine_task, element, name, lane, subject_kind, subject_id, title, unit,"
    " category, principals, properties, locals, due_at, provisional, opened_at, closed_at)"
    f" VALUES ({number}, 1, {number}, 'T', 'T', '', 'case', 1, 't', '厂', '', '[]', '{{}}', '{{}}', {due}, false,"
    f" '2021-11-02 00:00:00', {closed})"
    for number, due, closed in (
        (1, "'2021-11-11 00:00:00'", "NULL"),
        (2, "'2021-11-11 00:00:00'", "'2021-11-03 00:00:00'"),
        (3, "NULL", "NULL"),
    )
]
