"""The calendar changed: every running clock that counts working days is computed again from when it was armed.

The old date is kept in the trail (DESIGN 6); what does not move leaves no entry.
"""

from typing import Any

from sqlalchemy import select

from services.calendar import CalendarChanged
from services.foundation.clock import last_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.record import jobs

from ..deadlines import Deadline, of_instance
from .advance import advance
from .events import ClocksMoved
from .world import lock_instance


def recompute_running_clocks(uow: UnitOfWork, event: CalendarChanged) -> None:
    """One job for each instance in which a clock counts working days, in the transaction of the import."""
    running = select(Deadline.instance_id).where(Deadline.counts_working_days).distinct()
    for instance_id in uow.session.scalars(running.order_by(Deadline.instance_id)):
        key = f"recompute:{event.revision}:{instance_id}"
        jobs.enqueue(uow, "recompute_clocks", {"instance": instance_id}, key=key)


def recompute(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Compute the clocks of one instance again; says what moved, from which day to which."""
    instance = lock_instance(uow, payload["instance"])
    if instance.finished_at is not None:
        return
    before = {(row.engine_task, row.element): row.due_at for row in of_instance(uow, instance.id)}
    advance(uow, instance, engine.Recompute())
    moved = [
        (row.name, before[row.engine_task, row.element], row.due_at)
        for row in of_instance(uow, instance.id)
        if before.get((row.engine_task, row.element), row.due_at) != row.due_at
    ]
    if moved:
        told = [[name, last_day(old).isoformat(), last_day(new).isoformat()] for name, old, new in moved]
        uow.record(ClocksMoved(subject=instance.subject, moved=told))
