"""Running clocks are computed again from when they were armed: the calendar changed, or days that do not count.

The old date is kept in the trail (DESIGN 6); what does not move leaves no entry.
"""

from typing import Any

from services import calendar
from services.calendar import CalendarChanged
from services.foundation.clock import last_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.record import jobs

from ..deadlines import of_instance
from ..deadlines.rows import computed
from .advance import advance
from .counting import due_moments, instances_that_count, moved_clocks
from .events import ClocksMoved
from .models import Instance
from .world import lock_instance

CALENDAR_CHANGED = "工作日历有更新"


def recompute_running_clocks(uow: UnitOfWork, event: CalendarChanged) -> None:
    """One job for each instance in which a clock counts working days, in the transaction of the import."""
    for instance_id in instances_that_count(uow):
        key = f"recompute:{event.revision}:{instance_id}"
        jobs.enqueue(uow, "recompute_clocks", {"instance": instance_id}, key=key)


def recompute(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Compute the clocks of one instance again by the calendar in force."""
    instance = lock_instance(uow, payload["instance"])
    if instance.finished_at is None:
        ask_first(uow, instance)
        recompute_clocks(uow, instance)


def recompute_clocks(uow: UnitOfWork, instance: Instance, why: str = CALENDAR_CHANGED) -> None:
    """Compute the clocks of a locked instance again; records what moved, from which day to which, and why."""
    before = due_moments(uow, instance.id)
    advance(uow, instance, engine.Recompute())
    computed(uow, instance.id, calendar.load(uow))
    if moved := moved_clocks(before, due_moments(uow, instance.id)):
        told = [[m.name, last_day(m.old).isoformat(), last_day(m.new).isoformat()] for m in moved if m.new]
        uow.record(ClocksMoved(subject=instance.subject, moved=told, why=why))


def ask_first(uow: UnitOfWork, instance: Instance) -> None:
    """Let everyone speak who may still move a clock of a locked instance, before it fires or is computed."""
    for speak in uow.wiring.before_firing:
        speak(uow, instance)


def out_of_date(uow: UnitOfWork, instance: Instance) -> bool:
    """Whether a due clock of an instance was computed by an earlier calendar than the one in force."""
    revision = calendar.load(uow).revision
    due = [row for row in of_instance(uow, instance.id) if row.due_at <= uow.now]
    return any(row.counts_working_days and row.calendar_revision != revision for row in due)
