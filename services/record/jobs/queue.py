"""The queue: put a job in, take what is due, see what comes next."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, case, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import WAITS, Job


@dataclass(frozen=True)
class Claimed:
    """A job in a worker's hands until `until`; `worker` and `until` together are the right to do it."""

    id: int
    kind: str
    payload: Any
    due_at: datetime
    subject: Subject | None
    attempts: int
    worker: str
    until: datetime
    awaits: str | None = None


def enqueue(
    uow: UnitOfWork,
    kind: str,
    payload: Any,
    *,
    due_at: datetime | None = None,
    subject: Subject | None = None,
    key: str | None = None,
) -> None:
    """Have something done at a moment (at once, when none is given), in the transaction of the deed that wants it.

    `kind` names the function in the wiring, `payload` is JSON. A second job with the same `key` is ignored,
    also when the first is done: the key says that the effect happens once.
    """
    due = due_at or uow.now
    row = {
        "kind": kind,
        "payload": payload,
        "due_at": due,
        "next_at": due,
        "subject_kind": subject.kind if subject else None,
        "subject_id": subject.id if subject else None,
        "key": key,
        "attempts": 0,
        "created_at": uow.now,
    }
    if key is None:
        uow.session.add(Job(**row))  # many of one deed go to the database together
        return
    dialect = postgresql if uow.session.get_bind().dialect.name == "postgresql" else sqlite
    uow.session.execute(dialect.insert(Job).values(row).on_conflict_do_nothing(index_elements=["key"]))


def withdraw(uow: UnitOfWork, key: str) -> bool:
    """Take back a job that is not done, by its key; False when it is done or unknown. The key is free again."""
    return changed(uow, delete(Job).where(Job.key == key, Job.done_at.is_(None))) == 1


def claim(uow: UnitOfWork, worker: str, limit: int, lease_seconds: int) -> list[Claimed]:
    """Take up to `limit` due jobs for some seconds; no two workers ever hold the same one.

    A job whose lease ran out was left by a worker that died: that counts as an attempt, or a job
    that kills its worker would be tried for ever. Such a suspect is taken last, and one at a time:
    its next victim holds nothing else that would be suspected with it.
    """
    until = uow.now + timedelta(seconds=lease_seconds)
    due = uow.session.execute(
        select(Job.id, Job.claimed_by)
        .where(WAITS, Job.next_at <= uow.now)
        .order_by(Job.next_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer at a time anyway
    ).all()
    if not due:
        return []
    suspects = [row.id for row in due if row.claimed_by is not None][:1]
    fresh = [row.id for row in due if row.claimed_by is None]
    rows = uow.session.execute(
        update(Job)
        .where(Job.id.in_(fresh + suspects))
        .values(
            claimed_by=worker,
            next_at=until,
            attempts=case((Job.claimed_by.is_not(None), Job.attempts + 1), else_=Job.attempts),
        )
        .returning(
            Job.id, Job.kind, Job.payload, Job.due_at, Job.subject_kind, Job.subject_id, Job.attempts, Job.awaits
        )
        .execution_options(synchronize_session=False)
    )
    taken = [
        Claimed(
            r.id,
            r.kind,
            r.payload,
            r.due_at,
            _subject(r.subject_kind, r.subject_id),
            r.attempts,
            worker,
            until,
            r.awaits,
        )
        for r in rows
    ]
    return sorted(taken, key=lambda job: (job.id in suspects, job.due_at, job.id))


def release(uow: UnitOfWork, worker: str) -> int:
    """Give back everything a worker holds: when it stops, and when it starts again under its old name."""
    mine = update(Job).where(WAITS, Job.claimed_by == worker).values(claimed_by=None, next_at=uow.now)
    return changed(uow, mine)


def next_due(uow: UnitOfWork, besides: Collection[str] = ()) -> datetime | None:
    """The earliest moment at which a job, besides some kinds, may be taken (past when one is overdue); None: never."""
    return uow.session.scalar(select(func.min(Job.next_at)).where(WAITS, Job.kind.not_in(list(besides))))


def forget_done(uow: UnitOfWork, before: datetime) -> int:
    """Remove jobs done before a moment, whose keys nobody will use again; returns how many."""
    return changed(uow, delete(Job).where(Job.done_at < before))


def mark_done(uow: UnitOfWork, job: Claimed) -> bool:
    """Write a job off as done, if the claim still holds; the row stays locked until the transaction ends."""
    return changed(uow, held(job).values(done_at=uow.now, last_error=None)) == 1


def put_back(uow: UnitOfWork, job: Claimed, at: datetime, attempts: int, error: str) -> bool:
    """Let a job wait until a moment, if the claim still holds."""
    return changed(uow, held(job).values(next_at=at, attempts=attempts, claimed_by=None, last_error=error)) == 1


def give_up(uow: UnitOfWork, job: Claimed, attempts: int, error: str) -> bool:
    """Take a job out of the queue as failed, if the claim still holds."""
    failed = held(job).values(failed_at=uow.now, attempts=attempts, claimed_by=None, last_error=error)
    return changed(uow, failed) == 1


def held(job: Claimed) -> Any:
    """An update of a job that changes it only while the claim holds."""
    return update(Job).where(Job.id == job.id, WAITS, Job.claimed_by == job.worker, Job.next_at == job.until)


def changed(uow: UnitOfWork, statement: Any) -> int:
    """Send an update or delete; how many rows it changed."""
    result = uow.session.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", result).rowcount


def _subject(kind: str | None, number: int | None) -> Subject | None:
    return None if kind is None or number is None else Subject(kind, number)
