"""Rows become exactly the timers that the engine listens for."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

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
            continue
        if row is None:
            row = Deadline(instance_id=instance_id, engine_task=timer.task, element=timer.element)
            uow.session.add(row)
        row.name = names.get(timer.element, timer.element)
        row.due_at, row.armed_at = timer.due, timer.armed_at
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


def of_instance(uow: UnitOfWork, instance_id: int) -> list[Deadline]:
    """The timers of one instance, soonest first."""
    return list(
        uow.session.scalars(select(Deadline).where(Deadline.instance_id == instance_id).order_by(Deadline.due_at))
    )


def forget(uow: UnitOfWork, instance_id: int) -> None:
    """An instance is over: its timers go."""
    uow.session.execute(delete(Deadline).where(Deadline.instance_id == instance_id))


def due_instances(uow: UnitOfWork, limit: int = 100, after: int = 0) -> list[int]:
    """Instances (ids above `after`) with a timer that is due now, in the order of their ids."""
    wanted = (
        select(Deadline.instance_id)
        .where(Deadline.due_at <= uow.now, Deadline.instance_id > after)
        .distinct()
        .order_by(Deadline.instance_id)
        .limit(limit)
    )
    return list(uow.session.scalars(wanted))


def next_due(uow: UnitOfWork) -> datetime | None:
    """The soonest moment to come at which some timer is due; one that is overdue (it failed) hides no other."""
    coming = select(Deadline.due_at).where(Deadline.due_at > uow.now).order_by(Deadline.due_at).limit(1)
    return uow.session.scalar(coming)
