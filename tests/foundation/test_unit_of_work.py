"""One verb, one transaction: all of it or nothing, and nobody's update is lost."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from services.foundation.clock import SetClock
from services.foundation.events import ADMINISTRATION, Event
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork, Wiring

NOW = datetime(2021, 8, 5, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Counted(Event):
    """A test's own event."""

    number: int

    def sentence(self) -> str:
        return f"数到 {self.number}。"


@pytest.fixture()
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_database(f"sqlite:///{tmp_path / 'a' / 'house.db'}")
    with made.begin() as connection:
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    yield made
    made.dispose()


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT n FROM counter")).scalar_one())


def test_a_failure_undoes_everything_also_what_reactions_did(engine: Engine) -> None:
    def fail(uow: UnitOfWork, event: Counted) -> None:
        uow.session.execute(text("UPDATE counter SET n = n + 100"))
        raise RuntimeError("broken")

    house = House(engine, SetClock(NOW), Wiring(reactions={Event: [fail]}))
    with pytest.raises(RuntimeError), house.work() as uow:
        uow.session.execute(text("UPDATE counter SET n = n + 1"))
        uow.record(Counted(subject=ADMINISTRATION, number=1))
    assert count(engine) == 0


def test_a_class_of_events_answers_for_its_subclasses_in_the_order_of_the_table(engine: Engine) -> None:
    heard: list[str] = []
    table = {
        Event: [lambda _uow, e: heard.append(f"any {e.number}")],
        Counted: [lambda _uow, e: heard.append(e.sentence())],
    }
    with House(engine, SetClock(NOW), Wiring(reactions=table)).work() as uow:
        uow.record(Counted(subject=ADMINISTRATION, number=3))
    assert heard == ["any 3", "数到 3。"]


def test_a_reading_unit_of_work_keeps_nothing(engine: Engine) -> None:
    house = House(engine, SetClock(NOW), Wiring())
    with house.reading() as uow:
        uow.session.execute(text("UPDATE counter SET n = 9"))
    assert count(engine) == 0


def test_of_concurrent_updates_none_is_lost(engine: Engine) -> None:
    house = House(engine, SetClock(NOW), Wiring())

    def add(times: int) -> None:
        for _ in range(times):
            with house.work() as uow:
                n = uow.session.execute(text("SELECT n FROM counter")).scalar_one()
                uow.session.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})

    threads = [threading.Thread(target=add, args=(15,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(engine) == 120


def test_sqlite_is_opened_safe_and_not_only_fast(engine: Engine) -> None:
    with engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in PRAGMAS}
    assert pragmas == PRAGMAS


PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_facts_of_an_event_are_plain_and_leave_out_subject_and_actor() -> None:
    event = Counted(subject=ADMINISTRATION, actor_id=4, number=1)
    assert event.facts() == {"number": 1} and event.kind == "Counted"
