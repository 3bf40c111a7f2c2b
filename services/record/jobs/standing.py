"""How the queue stands, for whoever watches over it: what waits, what is late, what was given up, who works."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import WAITS, Job, Worker


@dataclass(frozen=True)
class Standing:
    """The queue at a moment. `oldest`: since when the longest overdue job ought to have been done."""

    waiting: int
    overdue: int
    oldest: datetime | None
    failed: int


def standing(uow: UnitOfWork) -> Standing:
    """How many jobs wait, are overdue and failed for good. A job that waits for somebody is not overdue."""
    late = WAITS & (Job.due_at <= uow.now) & (Job.next_at <= uow.now)
    waiting = uow.session.scalar(select(func.count()).select_from(Job).where(WAITS))
    overdue, oldest = uow.session.execute(select(func.count(), func.min(Job.due_at)).where(late)).one()
    failed = uow.session.scalar(select(func.count()).select_from(Job).where(Job.failed_at.is_not(None)))
    return Standing(int(waiting or 0), int(overdue), oldest, int(failed or 0))


def next_jobs(uow: UnitOfWork, count: int) -> list[Job]:
    """The jobs that are done next."""
    return list(uow.session.scalars(select(Job).where(WAITS).order_by(Job.next_at, Job.id).limit(count)))


def at_work(uow: UnitOfWork) -> list[Worker]:
    """Who is at work, by name."""
    return list(uow.session.scalars(select(Worker).order_by(Worker.name)))
