"""Jobs are put in once, taken by one worker at a time, and forgotten when they are old."""

from datetime import timedelta

import pytest
from sqlalchemy import event as listening
from sqlalchemy import func, select

from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.record import jobs
from services.record.jobs import Job
from tests.record.cast import CASE


def _count(uow: UnitOfWork) -> int:
    return uow.session.scalar(select(func.count()).select_from(Job)) or 0


def test_a_job_keeps_what_it_was_given(house: House) -> None:
    with house.work() as uow:
        later = uow.now + timedelta(days=3)
        jobs.enqueue(uow, "remind", {"字": [1, None]}, due_at=later, subject=CASE, key="r-1")
        jobs.enqueue(uow, "mail", {})
    with house.reading() as uow:
        remind, mail = uow.session.scalars(select(Job).order_by(Job.kind.desc())).all()
        assert (remind.payload, remind.due_at, remind.subject_id) == ({"字": [1, None]}, later, CASE.id)
        assert mail.due_at == uow.now, "at once, when no moment is given"
        assert jobs.next_due(uow) == uow.now


@pytest.mark.parametrize("apart", [False, True], ids=["one deed", "two deeds"])
def test_the_same_key_twice_is_one_job(house: House, apart: bool) -> None:
    with house.work() as uow:
        jobs.enqueue(uow, "mail", {"n": 1}, key="m")
        if not apart:
            jobs.enqueue(uow, "mail", {"n": 2}, key="m")
    with house.work() as uow:
        jobs.enqueue(uow, "mail", {"n": 2}, key="m")
        jobs.enqueue(uow, "mail", {"n": 3})
        jobs.enqueue(uow, "mail", {"n": 3})
    with house.reading() as uow:
        assert _count(uow) == 3
        assert uow.session.scalar(select(Job.payload).where(Job.key == "m")) == {"n": 1}


def test_a_deed_that_fails_leaves_no_job(house: House) -> None:
    with pytest.raises(RuntimeError), house.work() as uow:
        jobs.enqueue(uow, "mail", {}, key="m")
        raise RuntimeError
    with house.reading() as uow:
        assert _count(uow) == 0
        assert jobs.next_due(uow) is None


def test_only_due_jobs_are_claimed_the_earliest_first(house: House) -> None:
    with house.work() as uow:
        for hours in (2, -1, -3, -2):
            jobs.enqueue(uow, "mail", hours, due_at=uow.now + timedelta(hours=hours))
    with house.work() as uow:
        assert [job.payload for job in jobs.claim(uow, "甲", 2, 60)] == [-3, -2]
    with house.work() as uow:
        assert [job.payload for job in jobs.claim(uow, "乙", 9, 60)] == [-1]
    with house.work() as uow:
        assert jobs.claim(uow, "丙", 9, 60) == []
        assert jobs.next_due(uow) == uow.now + timedelta(seconds=60), "when the leases end"


def test_a_lease_that_ran_out_counts_as_an_attempt(house: House) -> None:
    with house.work() as uow:
        jobs.enqueue(uow, "mail", {})
    with house.work() as uow:
        [first] = jobs.claim(uow, "甲", 9, 60)
    house.clock.set(house.clock.now() + timedelta(seconds=60))  # type: ignore[attr-defined]
    with house.work() as uow:
        [second] = jobs.claim(uow, "乙", 9, 60)
    assert (first.attempts, second.attempts) == (0, 1)
    assert second.id == first.id


def test_a_worker_that_stops_gives_back_what_it_holds(house: House) -> None:
    with house.work() as uow:
        jobs.enqueue(uow, "mail", 1)
        jobs.enqueue(uow, "mail", 2)
    with house.work() as uow:
        jobs.claim(uow, "甲", 1, 600)
        jobs.claim(uow, "乙", 1, 600)
    with house.work() as uow:
        assert jobs.release(uow, "甲") == 1
    with house.work() as uow:
        [again] = jobs.claim(uow, "丙", 9, 60)
        assert again.attempts == 0, "it was given back, not left behind"


def test_a_withdrawn_job_is_gone_and_its_key_free(house: House) -> None:
    with house.work() as uow:
        jobs.enqueue(uow, "timer", 1, key="t")
    with house.work() as uow:
        assert jobs.withdraw(uow, "t")
        assert not jobs.withdraw(uow, "t")
        jobs.enqueue(uow, "timer", 2, key="t")
    with house.reading() as uow:
        assert uow.session.scalars(select(Job.payload)).all() == [2]


def test_old_jobs_are_forgotten_once_done(build_house) -> None:  # type: ignore[no-untyped-def]
    house = build_house(mail=lambda uow, payload: None)
    with house.work() as uow:
        jobs.enqueue(uow, "mail", 1)
        jobs.enqueue(uow, "mail", 2, due_at=uow.now + timedelta(days=1))
    jobs.run_due(house)
    with house.work() as uow:
        assert jobs.forget_done(uow, uow.now) == 0
        assert jobs.forget_done(uow, uow.now + timedelta(days=2)) == 1
        assert _count(uow) == 1


def test_the_sweep_asks_the_index_of_waiting_jobs(house: House) -> None:
    if house.engine.dialect.name != "sqlite":
        pytest.skip("an empty table says nothing about PostgreSQL's plan")
    asked: list[tuple[str, tuple[object, ...]]] = []
    listening.listen(house.engine, "before_cursor_execute", lambda *a: asked.append((a[2], a[3])))
    with house.work() as uow:
        assert jobs.claim(uow, "甲", 9, 60) == []
        jobs.next_due(uow)
    with house.engine.connect() as connection:
        for statement, values in [one for one in asked if " job" in one[0]]:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert any("INDEX ix_job_waiting" in step[-1] for step in plan), statement
            assert not any(step[-1] == "SCAN job" for step in plan), statement


def test_an_idle_round_writes_nothing(house: House) -> None:
    with house.work() as uow:
        jobs.enqueue(uow, "mail", 1, due_at=uow.now + timedelta(days=1))
    asked: list[str] = []
    listening.listen(house.engine, "before_cursor_execute", lambda *a: asked.append(a[2].split()[0]))
    assert jobs.run_due(house).total == 0
    assert [word for word in asked if word != "BEGIN"] == ["SELECT"]
