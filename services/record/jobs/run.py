"""Doing what is due: every job in a transaction of its own, done and written off together."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from services.foundation.errors import Faulty, Refusal
from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import House, UnitOfWork

from .events import JobFailed
from .incidents import open_incident
from .queue import Claimed, claim, give_up, mark_done, next_due, put_back, release
from .waking import Awaited, sign_up

LEASE_SECONDS = 300

# How long a job rests after its first, second … failure; after the last one the operator is called.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(days=1),
)
TRIES = len(PAUSES) + 1

_DETAILS = 8000  # characters of a traceback worth keeping
_REASON = 300


class NotYet(Exception):
    """Raised by a job: what it waits for is not there; to be tried again at `until` without counting as a failure.

    With `awaited` it is tried sooner: when somebody calls `wake` for it.
    """

    def __init__(self, until: datetime, sentence: str, awaited: Awaited | None = None) -> None:
        self.until = until
        self.sentence = sentence
        self.awaited = awaited
        super().__init__(sentence)


class WorkerDied(Faulty):
    """The workers that took this job never came back."""


@dataclass(frozen=True)
class InTwoSteps:
    """An entry of the table of jobs whose slow half (a page set in type, a call to the outside) holds up nobody.

    `prepare(uow, payload)` runs before the transaction that writes the job off, on a unit of work that only reads;
    `finish(uow, payload, prepared)` writes down what came of it. A job that is tried again is prepared again.
    """

    prepare: Callable[[UnitOfWork, Any], Any]
    finish: Callable[[UnitOfWork, Any, Any], None]


@dataclass(frozen=True)
class Ran:
    """How a round went, in jobs."""

    done: int = 0
    failed: int = 0
    postponed: int = 0

    @property
    def total(self) -> int:
        """How many were taken up; 0 means that nothing was due."""
        return self.done + self.failed + self.postponed


def run_due(
    house: House,
    worker: str = "worker",
    limit: int = 100,
    lease_seconds: int = LEASE_SECONDS,
    stop: Callable[[], bool] = lambda: False,
) -> Ran:
    """Take up to `limit` due jobs and do them one after the other; call again until `total` is 0.

    A job that fails holds up nobody: its transaction is undone, the error noted, the next one done.
    When `stop` says so, what is not begun is given back.
    """
    with house.reading() as uow:
        earliest = next_due(uow)
        if earliest is None or earliest > uow.now:
            return Ran()  # an idle round takes no write lock
    with house.work() as uow:
        taken = claim(uow, worker, limit, lease_seconds)
    outcomes = []
    for job in taken:
        if stop():
            with house.work() as uow:
                release(uow, worker)
            break
        outcomes.append(_run_one(house, job))
    return Ran(outcomes.count("done"), outcomes.count("failed"), outcomes.count("postponed"))


def _run_one(house: House, job: Claimed) -> str:
    try:
        if job.attempts >= TRIES:
            raise WorkerDied("办理此任务的工作进程多次中途退出")
        handle = _handler(house, job)
        with house.work() as uow:
            # Written off first: the locked row keeps everybody away until this transaction ends,
            # also when the work takes longer than the lease.
            if not mark_done(uow, job):
                return "lost"
            handle(uow, job.payload)
        return "done"
    except NotYet as wait:
        if wait.awaited is not None and job.awaits != str(wait.awaited):
            # What it waits for may have come since it looked: it looks once more when it can be woken.
            with house.work() as uow:
                signed = sign_up(uow, job, wait.awaited)
            return _run_one(house, replace(job, awaits=str(wait.awaited))) if signed else "lost"
        with house.work() as uow:
            put_back(uow, job, wait.until, job.attempts, wait.sentence)
        return "postponed"
    except Exception as error:
        with house.work() as uow:
            _note_failure(uow, job, error)
        return "failed"


def _handler(house: House, job: Claimed) -> Callable[[UnitOfWork, Any], None]:
    """Who does the job; where it has two steps, the first is done when this returns."""
    handler: Any = house.wiring.jobs.get(job.kind)
    if handler is None:
        raise Faulty(f"没有办理“{job.kind}”的程序")
    if not isinstance(handler, InTwoSteps):
        found: Callable[[UnitOfWork, Any], None] = handler
        return found
    with house.reading() as uow:
        prepared = handler.prepare(uow, job.payload)
    return lambda uow, payload: handler.finish(uow, payload, prepared)


def _note_failure(uow: UnitOfWork, job: Claimed, error: Exception) -> None:
    attempts, reason = job.attempts + 1, _reason(error)
    if attempts < TRIES:
        put_back(uow, job, uow.now + PAUSES[attempts - 1], attempts, reason)
        return
    attempts = min(attempts, TRIES)
    if not give_up(uow, job, attempts, reason):
        return
    about = str(job.subject) if job.subject else ""
    uow.record(
        JobFailed(
            subject=ADMINISTRATION, job_id=job.id, job_kind=job.kind, about=about, attempts=attempts, error=reason
        )
    )
    open_incident(
        uow,
        "job_failed",
        f"后台任务“{job.kind}”未能完成：{reason}",
        subject=job.subject,
        element=str(getattr(error, "element", "") or ""),
        details="".join(traceback.format_exception(error))[-_DETAILS:],
        job_id=job.id,
    )


def _reason(error: Exception) -> str:
    if isinstance(error, (Refusal, Faulty)):
        return str(error)[:_REASON]
    # The text of a foreign error may hold what people wrote; it goes to the details, not into the trail.
    return f"程序错误 {type(error).__name__}"
