"""The table of recurring work: what is due is done, two tables side by side do not quarrel, the end is clean."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app import scheduler
from app.scheduler import Shift
from services.foundation.clock import local_day
from services.foundation.storage.connection import open_database
from services.record import audit, jobs
from services.record.jobs import Job
from tests.builders import Town, moment
from tests.hosts.dying import wiring
from tests.hosts.machines import until
from tests.record.cast import CASE, Said


@pytest.fixture
def shift(either_town: Town) -> Shift:
    return Shift(either_town.house, "甲")


def test_a_worker_does_what_is_due_and_leaves_nothing_behind(either_town: Town, tmp_path: Path) -> None:
    town = either_town
    case = town.open_case()
    town.house.wiring = wiring()
    with town.house.work() as uow:
        jobs.enqueue(uow, "tell", {"key": "a", "place": str(tmp_path / "world")})
    town.clock.set(moment("2021-11-11 00:00"))
    running = scheduler.start(town.house, "甲")
    try:
        until(lambda: town.instance("case", case.id).ended_at == "A_expired" and town.rows(Job)[0].done_at is not None)
        with town.house.reading() as uow:
            assert jobs.last_seen(uow) is not None
    finally:
        running.stop()
    with town.house.reading() as uow:
        assert jobs.last_seen(uow) is None
        assert (tmp_path / "world").read_text() == "a\n"


def test_a_worker_that_starts_again_takes_back_what_it_held(shift: Shift) -> None:
    with shift.house.work() as uow:
        jobs.enqueue(uow, "mail", 1)
    with shift.house.work() as uow:
        assert jobs.claim(uow, "甲", 9, 3600)
    running = scheduler.start(shift.house, "甲")
    running.stop()
    with shift.house.reading() as uow:
        assert uow.session.scalars(select(Job.claimed_by)).all() == [None]


def test_a_worker_that_ends_begins_nothing_more(shift: Shift) -> None:
    with shift.house.work() as uow:
        jobs.enqueue(uow, "mail", 1)
    shift.ending.set()
    scheduler.do_due_jobs(shift)
    scheduler.fire_due_deadlines(shift)
    with shift.house.reading() as uow:
        assert uow.session.scalars(select(Job.attempts)).all() == [0]


def test_more_jobs_than_one_batch_holds_are_done_in_one_round(shift: Shift, tmp_path: Path) -> None:
    shift.house.wiring = wiring()
    with shift.house.work() as uow:
        for number in range(150):
            jobs.enqueue(uow, "tell", {"key": str(number), "place": str(tmp_path / "world")})
    scheduler.do_due_jobs(shift)
    assert len((tmp_path / "world").read_text().split()) == 150


def test_workers_that_seal_the_day_at_once_leave_one_seal(either_town: Town) -> None:
    town = either_town
    town.clock.set(town.clock.now() + timedelta(days=1))
    with town.house.work() as uow:
        uow.record(Said(subject=CASE, words="好"))
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(scheduler.seal_yesterday, [Shift(town.house, str(n)) for n in range(4)]))
    with town.house.reading() as uow:
        last = audit.latest_seal(uow)
        assert last is not None and (last.number, last.day) == (1, local_day(uow.now) - timedelta(days=1))


def test_a_process_forked_off_opens_connections_of_its_own(database_url: str) -> None:
    engine = open_database(database_url)
    with engine.connect() as connection:
        mine = connection.connection.dbapi_connection
        connection.execute(text("SELECT 1"))
    child = os.fork()
    if child == 0:
        with engine.connect() as connection:
            os._exit(connection.connection.dbapi_connection is mine)
    assert os.waitpid(child, 0)[1] == 0
    with engine.connect() as connection:
        assert connection.connection.dbapi_connection is mine, "and ours is still whole"
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()
