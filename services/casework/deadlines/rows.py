"""Rows become exactly the timers that the engine listens for."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from services.calendar import WorkCalendar
from services.foundation.clock import last_day, local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine

from .models import Deadline


def follow(
    uow: UnitOfWork, instance_id: int, timers: Iterable[engine.Timer], calendar: WorkCalendar, names: dict[str, str]
) -> list[Deadline]:
    """Make the rows of an instance exactly these timers. Returns the rows that are new or moved."""
    rows = {(row.engine_task, row.element): row for row in of_instance(uow, instance_id)}
    changed = []
    for timer in timers:
        row = rows.pop((timer.task, timer.element), None)
        if row is not None and row.due_at == timer.due:
            # The instance has moved since it failed, so what was in its way may be gone.
            row.next_at, row.attempts = row.due_at, 0
            continue
        if row is None:
            row = Deadline(instance_id=instance_id, engine_task=timer.task, element=timer.element)
            uow.session.add(row)
        row.name = names.get(timer.element, timer.element)
        row.due_at, row.armed_at = timer.due, timer.armed_at
        row.next_at, row.attempts = timer.due, 0
        row.calendar_revision = calendar.revision
        row.counts_working_days = timer.working_days
        row.provisional = timer.working_days and not calendar.announced_between(
            local_day(timer.armed_at), last_day(timer.due)
        )
        changed.append(row)
    for row in rows.values():
        uow.session.delete(row)
    if changed or rows:
        uow.session.flush()
    return changed


def computed(uow: UnitOfWork, instance_id: int, calendar: WorkCalendar) -> None:
    """The clocks of an instance have just been computed by this calendar, whether they moved or not."""
    for row in of_instance(uow, instance_id):
        if row.counts_working_days:
            row.calendar_revision = calendar.revision
            row.provisional = not calendar.announced_between(local_day(row.armed_at), last_day(row.due_at))


def of_instance(uow: UnitOfWork, instance_id: int) -> list[Deadline]:
    """The timers of one instance, soonest first."""
    return list(
        uow.session.scalars(select(Deadline).where(Deadline.instance_id == instance_id).order_by(Deadline.due_at))
    )


def forget(uow: UnitOfWork, instance_id: int) -> None:
    """An instance is over: its timers go."""
    uow.session.execute(delete(Deadline).where(Deadline.instance_id == instance_id))


def any_due(uow: UnitOfWork) -> bool:
    """Whether a sweep would find anything: one look at the index."""
    return uow.session.scalar(select(Deadline.instance_id).where(Deadline.next_at <= uow.now).limit(1)) is not None


def put_off(uow: UnitOfWork, instance_id: int, pauses: Sequence[timedelta]) -> bool:
    """The due timers of a locked instance failed: let them rest, longer each time.

    False when none is to be put off any more: another worker has failed at them too, and noted it.
    """
    tried = [row for row in of_instance(uow, instance_id) if row.next_at <= uow.now]
    for row in tried:
        row.attempts += 1
        row.next_at = uow.now + pauses[min(row.attempts, len(pauses)) - 1]
    return bool(tried)


def try_again(uow: UnitOfWork, instance_ids: Iterable[int]) -> None:
    """What was put off may be fired by the next sweep."""
    rested = update(Deadline).where(Deadline.instance_id.in_(list(instance_ids)), Deadline.attempts > 0)
    uow.session.execute(rested.values(next_at=Deadline.due_at, attempts=0))


def next_due(uow: UnitOfWork) -> datetime | None:
    """The soonest moment to come at which a sweep may find a timer due, or tries again one that failed."""
    coming = select(Deadline.next_at).where(Deadline.next_at > uow.now).order_by(Deadline.next_at).limit(1)
    return uow.session.scalar(coming)
