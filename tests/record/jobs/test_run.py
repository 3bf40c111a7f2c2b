"""Due jobs are done once each, failures wait their turn, and nothing is lost when a worker dies."""

import contextlib
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.foundation.clock import SetClock
from services.foundation.errors import Refusal
from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.record import audit, jobs
from services.record.jobs import Job, NotYet, Ran
from tests.record.cast import CASE, Said

BuildHouse = Callable[..., House]


def _say(uow: UnitOfWork, payload: Any) -> None:
    uow.record(Said(subject=CASE, words=str(payload)))


def _turn(house: House, by: timedelta) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.set(house.clock.now() + by)


def _words(house: House) -> list[str]:
    with house.reading() as uow:
        return [e.facts["words"] for e in audit.history(uow, CASE)]


def _only_job(house: House) -> Job:
    with house.reading() as uow:
        return uow.session.scalars(select(Job)).one()


def test_a_due_job_is_done_and_written_off(build_house: BuildHouse) -> None:
    house = build_house(say=_say)
    with house.work() as uow:
        jobs.enqueue(uow, "say", "好", due_at=uow.now + timedelta(hours=1))
    assert jobs.run_due(house) == Ran()
    _turn(house, timedelta(hours=2))
    assert jobs.run_due(house, worker="甲") == Ran(done=1)
    assert jobs.run_due(house) == Ran()
    assert _words(house) == ["好"]
    job = _only_job(house)
    assert job.done_at - job.due_at == timedelta(hours=1), "how late it ran can be told"
    assert (job.claimed_by, job.attempts) == ("甲", 0)


def test_a_failed_job_undoes_its_work_and_waits_longer_each_time(build_house: BuildHouse) -> None:
    def stumble(uow: UnitOfWork, payload: Any) -> None:
        _say(uow, payload)
        raise Refusal("邮件服务器没有应答。")

    house = build_house(say=stumble)
    with house.work() as uow:
        jobs.enqueue(uow, "say", "好", subject=CASE)
    for number, pause in enumerate(jobs.PAUSES, start=1):
        assert jobs.run_due(house) == Ran(failed=1)
        job = _only_job(house)
        assert (job.attempts, job.last_error, job.failed_at) == (number, "邮件服务器没有应答。", None)
        assert job.next_at == house.clock.now() + pause
        assert jobs.run_due(house) == Ran()
        _turn(house, pause)
    assert jobs.run_due(house) == Ran(failed=1)
    assert _words(house) == []
    assert _only_job(house).failed_at == house.clock.now()
    assert jobs.run_due(house) == Ran()
    with house.reading() as uow:
        [incident] = jobs.open_incidents(uow)
        assert incident.sentence == "后台任务“say”未能完成：邮件服务器没有应答。"
        assert (incident.kind, incident.subject_kind, incident.subject_id) == ("job_failed", "case", CASE.id)
        assert "stumble" in incident.details
        assert [e.kind for e in audit.history(uow, ADMINISTRATION)] == ["JobFailed", "IncidentOpened"]
        assert jobs.next_due(uow) is None


def test_a_failure_holds_up_nobody(build_house: BuildHouse) -> None:
    def say(uow: UnitOfWork, payload: Any) -> None:
        if payload == 2:
            raise ZeroDivisionError("张三的身份证号")
        _say(uow, payload)

    house = build_house(say=say)
    with house.work() as uow:
        for number in (1, 2, 3):
            jobs.enqueue(uow, "say", number)
        jobs.enqueue(uow, "unheard of", {})
    assert jobs.run_due(house) == Ran(done=2, failed=2)
    assert _words(house) == ["1", "3"]
    with house.reading() as uow:
        errors = set(uow.session.scalars(select(Job.last_error).where(Job.done_at.is_(None))))
        assert errors == {"程序错误 ZeroDivisionError", "没有办理“unheard of”的程序"}


def test_a_job_that_says_not_yet_waits_without_counting(build_house: BuildHouse) -> None:
    ready: list[bool] = []

    def say(uow: UnitOfWork, payload: Any) -> None:
        _say(uow, payload)
        if not ready:
            raise NotYet(uow.now + timedelta(days=1), "收件的环节还没有开始")

    house = build_house(say=say)
    with house.work() as uow:
        jobs.enqueue(uow, "say", "好")
    for _ in range(jobs.TRIES + 3):
        assert jobs.run_due(house) == Ran(postponed=1)
        _turn(house, timedelta(days=1))
    assert (_only_job(house).attempts, _only_job(house).last_error) == (0, "收件的环节还没有开始")
    ready.append(True)
    assert jobs.run_due(house) == Ran(done=1)
    assert _words(house) == ["好"]


def test_two_workers_do_every_job_once(build_house: BuildHouse) -> None:
    house = build_house(say=_say)
    with house.work() as uow:
        for number in range(120):
            jobs.enqueue(uow, "say", number)
    problems: list[BaseException] = []

    def work(name: str) -> None:
        try:
            while jobs.run_due(house, worker=name, limit=7).total:
                pass
        except BaseException as error:  # the thread's failure is the test's
            problems.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("甲", "乙", "丙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while jobs.run_due(house).total:  # what a worker skipped because another had just locked it
        pass
    assert problems == []
    assert Counter(_words(house)) == Counter(str(n) for n in range(120))
    with house.reading() as uow:
        assert audit.verify(uow).ok


class Killed(BaseException):
    """A worker's sudden death."""


def test_a_killed_worker_loses_and_doubles_nothing(build_house: BuildHouse) -> None:
    dying = [3]

    def say(uow: UnitOfWork, payload: Any) -> None:
        _say(uow, payload)
        if payload in dying:
            dying.clear()
            raise Killed

    house = build_house(say=say)
    with house.work() as uow:
        for number in range(6):
            jobs.enqueue(uow, "say", number, key=f"k{number}")
    with pytest.raises(Killed):
        jobs.run_due(house, worker="甲")
    assert jobs.run_due(house, worker="乙") == Ran(), "the dead worker's lease still runs"
    _turn(house, timedelta(minutes=10))
    for _ in range(3):
        assert jobs.run_due(house, worker="乙") == Ran(done=1), "what a dead worker held is done one by one"
    assert _words(house) == ["0", "1", "2", "3", "4", "5"]


def test_a_job_that_kills_its_workers_is_brought_before_the_operator(build_house: BuildHouse) -> None:
    def die(uow: UnitOfWork, payload: Any) -> None:
        raise Killed

    house = build_house(say=die)
    with house.work() as uow:
        jobs.enqueue(uow, "say", 1)
    for _ in range(jobs.TRIES):
        with pytest.raises(Killed):
            jobs.run_due(house)
        _turn(house, timedelta(minutes=10))
    assert jobs.run_due(house) == Ran(failed=1)
    with house.reading() as uow:
        [incident] = jobs.open_incidents(uow)
        assert "多次中途退出" in incident.sentence


def test_a_job_that_kills_its_workers_drags_no_innocent_job_along(build_house: BuildHouse) -> None:
    def say(uow: UnitOfWork, payload: Any) -> None:
        if payload == 2:
            raise Killed
        _say(uow, payload)

    house = build_house(say=say)
    with house.work() as uow:
        for number in range(6):
            jobs.enqueue(uow, "say", number)
    for _ in range(jobs.TRIES + 6):
        with contextlib.suppress(Killed):
            while jobs.run_due(house).total:
                pass
        _turn(house, timedelta(minutes=10))
    assert sorted(_words(house)) == ["0", "1", "3", "4", "5"]
    with house.reading() as uow:
        [incident] = jobs.open_incidents(uow)
        assert uow.session.get_one(Job, incident.job_id).payload == 2


def test_a_worker_that_is_told_to_stop_gives_back_what_it_has_not_begun(build_house: BuildHouse) -> None:
    ending = threading.Event()

    def say(uow: UnitOfWork, payload: Any) -> None:
        _say(uow, payload)
        ending.set()

    house = build_house(say=say)
    with house.work() as uow:
        for number in range(3):
            jobs.enqueue(uow, "say", number)
    assert jobs.run_due(house, worker="甲", stop=ending.is_set) == Ran(done=1)
    with house.work() as uow:
        assert [job.attempts for job in jobs.claim(uow, "乙", 9, 60)] == [0, 0], "at once, and no try was lost"


def test_a_claim_that_was_overtaken_does_nothing(build_house: BuildHouse) -> None:
    house = build_house(say=_say)
    with house.work() as uow:
        jobs.enqueue(uow, "say", "一次", key="once")

    def steal(uow: UnitOfWork, payload: Any) -> None:
        raise AssertionError("must not run")

    from services.record.jobs.run import _run_one

    with house.work() as uow:
        [slow] = jobs.claim(uow, "慢", 1, 60)
    _turn(house, timedelta(minutes=2))
    assert jobs.run_due(house, worker="快") == Ran(done=1)
    assert _run_one(build_house(say=steal), slow) == "lost"
    assert _words(house) == ["一次"]


def test_the_slow_half_of_a_job_holds_up_nobody_and_is_done_afresh_with_each_try(build_house: BuildHouse) -> None:
    prepared: list[str] = []

    def prepare(uow: UnitOfWork, payload: Any) -> str:
        with house.work() as other:  # on SQLite this would wait for ever inside the job's own transaction
            other.record(Said(subject=CASE, words="旁人"))
        prepared.append(payload)
        if len(prepared) == 1:
            raise Refusal("外面没有应答。")
        return f"{payload}：成"

    house = build_house(print=jobs.InTwoSteps(prepare, lambda uow, payload, made: _say(uow, made)))
    with house.work() as uow:
        jobs.enqueue(uow, "print", "决定")
    assert jobs.run_due(house) == Ran(failed=1)
    assert _words(house) == ["旁人"]
    _turn(house, jobs.PAUSES[0])
    assert jobs.run_due(house) == Ran(done=1)
    assert prepared == ["决定", "决定"]
    assert _words(house) == ["旁人", "旁人", "决定：成"]
