"""Numbers of the register: no doubles, no gaps, whoever allots at the same moment, whatever is undone."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from services.foundation.storage.connection import open_database
from services.foundation.storage.upgrade import upgrade
from services.selection.studios.numbers import allot
from tests.builders import prepare
from tests.foundation.test_migrations import RUNNING, to

PREFIX = "GZS2021-"


def test_many_who_allot_at_once_get_each_their_own(database_url: str) -> None:
    house = prepare(database_url)
    together = threading.Barrier(4)

    def ten(_: int) -> list[str]:
        together.wait()
        numbers = []
        for _ in range(10):
            with house.work() as uow:
                numbers.append(allot(uow, PREFIX))
        return numbers

    with ThreadPoolExecutor(4) as threads:
        given = [number for numbers in threads.map(ten, range(4)) for number in numbers]
    assert sorted(given) == [f"{PREFIX}{n:04d}" for n in range(1, 41)]
    house.engine.dispose()


def test_a_deed_that_is_undone_leaves_no_gap(database_url: str) -> None:
    house = prepare(database_url)
    with house.work() as uow:
        assert allot(uow, PREFIX) == "GZS2021-0001"
    with pytest.raises(RuntimeError), house.work() as uow:
        assert allot(uow, PREFIX) == "GZS2021-0002"
        raise RuntimeError("undone")
    with house.work() as uow:
        assert (allot(uow, PREFIX), allot(uow, "GZS2022-")) == ("GZS2021-0002", "GZS2022-0001")
    house.engine.dispose()


@pytest.fixture
def older(database_url: str) -> Iterator[Engine]:
    """The register as an earlier release left it, with two studios in it."""
    engine = open_database(database_url)
    to(engine, "0009")
    named = (
        "INSERT INTO studio (id, no, organisation_id, name, category, unit, lead, naming_organ, named_on, status,"
        " plaque_no, plaque_at, facts)"
    )
    rows = (
        " VALUES (1, 'GZS2021-0009', 1, '甲', 'staff', '厂', '林', '总工会', '2021-12-01', 'named',"
        " 'PB2021-0009', '2021-12-02 00:00:00', '{}')",
        " VALUES (2, 'GZS2021-0010', 1, '乙', 'staff', '厂', '周', '总工会', '2021-12-01', 'named', NULL, NULL, '{}')",
    )
    with engine.begin() as connection:
        connection.execute(text(RUNNING[0]))
        for row in rows:
            connection.execute(text(named + row))
    yield engine
    engine.dispose()


def test_numbers_and_plaques_of_an_earlier_release_are_carried_on(older: Engine) -> None:
    upgrade(older)
    with older.connect() as connection:
        plaques = connection.execute(text("SELECT studio_id, no, name, returned_at FROM plaque")).all()
        series = dict(connection.execute(text("SELECT prefix, last FROM register_series")).all())
        kept = connection.execute(text("SELECT procedure, members FROM studio ORDER BY id")).all()
    assert [tuple(row) for row in plaques] == [(1, "PB2021-0009", "甲", None)]
    assert series == {"GZS2021-": 10, "PB2021-": 9}
    assert [tuple(row) for row in kept] == [("", "[]"), ("", "[]")]
