"""Who does the work: each worker says now and then that it lives, and the claims of the dead are taken back."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import WAITS, Job, Worker
from .queue import release

SILENCE = timedelta(minutes=1)  # a worker that says nothing for so long is taken for dead


def report(uow: UnitOfWork, name: str, at: datetime) -> None:
    """A worker lives; `at` is its machine's own hour, for the house's clock may be turned.

    Whoever has been silent for SILENCE is struck off, and the jobs they held may be taken at once.
    """
    dialect = postgresql if uow.session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(Worker).values(name=name, started_at=at, seen_at=at)
    uow.session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"seen_at": at}))
    if _dead(uow, at - SILENCE):
        _take_back(uow)


def last_seen(uow: UnitOfWork) -> datetime | None:
    """When any worker was last heard of; None when none is at work."""
    return uow.session.scalar(select(func.max(Worker.seen_at)))


def leave(uow: UnitOfWork, name: str) -> int:
    """A worker stops: what it holds is given back, and it is no longer expected. Returns how many jobs it held."""
    uow.session.execute(delete(Worker).where(Worker.name == name))
    return release(uow, name)


def _dead(uow: UnitOfWork, before: datetime) -> bool:
    names = uow.session.scalars(delete(Worker).where(Worker.seen_at < before).returning(Worker.name)).all()
    return bool(names)


def _take_back(uow: UnitOfWork) -> None:
    """What nobody known holds may be taken; it stays marked as left behind, so that the next claim counts a try."""
    left = (
        select(Job.id)
        .where(WAITS, Job.claimed_by.is_not(None), Job.claimed_by.not_in(select(Worker.name)), Job.next_at > uow.now)
        .with_for_update(skip_locked=True)  # a row that is locked is being done after all
        .cte("left_behind")
    )
    uow.session.execute(
        update(Job)
        .where(Job.id.in_(select(left.c.id)))
        .values(next_at=uow.now)
        .execution_options(synchronize_session=False)
    )
