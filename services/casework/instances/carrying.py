"""A running instance goes on by another version of its procedure; everything that mirrors it follows.

The diagrams decide whether it can (engine.carry); here the row is changed, with its tasks, deadlines and listeners.
The caller holds the lock, and keeps what is needed to go back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from services import calendar
from services.foundation.clock import last_day
from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.registry import Procedure

from ..deadlines import of_instance
from ..tasks import Task
from ..tasks.refitting import refit
from .advance import advance, called, nobody_can, somebody_can, to_mirror
from .counting import Due, Key, due_moments, moved_clocks
from .events import ClocksMoved
from .models import Instance
from .world import world_for


class CannotBeCarried(Conflict):
    """The instance stays on the version it has; the sentence says why."""


@dataclass
class Followed:
    """What a change of version did: tasks opened and closed by it, tasks that read otherwise now, clocks that moved.

    for_good: something followed at once that cannot be undone by going back (an effect, a message, the end).
    """

    opened: list[Task] = field(default_factory=list)
    closed: list[Task] = field(default_factory=list)
    altered: list[Task] = field(default_factory=list)
    moved: list[list[str]] = field(default_factory=list)
    for_good: bool = False


def standing_of(instance: Instance) -> dict[str, Any]:
    """All of an instance that a change of version touches, as JSON, for going back."""
    return {
        "version": instance.version_id,
        "snapshot": instance.snapshot,
        "trail": list(instance.trail),
        "passed": dict(instance.passed),
        "title": instance.title,
        "category": instance.category,
        "lead": instance.lead,
        "before": instance.before,
    }


def carry_over(
    uow: UnitOfWork,
    instance: Instance,
    version_id: int,
    becomes: Mapping[str, str],
    before: engine.Reckoning,
    why: str,
) -> Followed:
    """Go on by another version. `before`: what the old one computes for what is open (engine.reckon).

    Raises CannotBeCarried, Faulty.
    """
    old, new = registry.load(uow, instance.version_id), registry.load(uow, version_id)
    carried = engine.carry(old.pool(instance.process), new.pool(instance.process), instance.snapshot, becomes)
    if carried.snapshot is None:
        raise CannotBeCarried(carried.stays)
    return _switch(uow, instance, version_id, carried.snapshot, before, becomes, why)


def carry_back(uow: UnitOfWork, instance: Instance, standing: Mapping[str, Any], why: str) -> Followed:
    """Go back to how the instance stood (`standing_of`), on the version it stood on."""
    instance.trail, instance.passed = standing["trail"], standing["passed"]
    for name in ("title", "category", "lead"):
        setattr(instance, name, standing[name])
    followed = _switch(uow, instance, standing["version"], standing["snapshot"], {}, {}, why)
    instance.before = standing["before"]
    uow.session.flush()
    return followed


def _switch(
    uow: UnitOfWork,
    instance: Instance,
    version_id: int,
    snapshot: dict[str, Any],
    reckoned: engine.Reckoning,
    becomes: Mapping[str, str],
    why: str,
) -> Followed:
    before = _renamed(due_moments(uow, instance.id), becomes)
    instance.version_id, instance.snapshot = version_id, snapshot
    instance.content_version += 1  # a page that was opened before shows the other version
    moved = advance(uow, instance, engine.Refit(reckoned))
    procedure = registry.load(uow, version_id)
    followed = Followed(moved.opened, moved.closed, for_good=bool(moved.passed or moved.finished))
    if instance.finished_at is None:
        followed.altered = _rows_follow(uow, instance, procedure)
    uow.session.flush()
    clocks = moved_clocks(before, due_moments(uow, instance.id))
    followed.moved = [[m.name, last_day(m.old).isoformat(), last_day(m.new).isoformat()] for m in clocks if m.new]
    if followed.moved:
        uow.record(ClocksMoved(subject=instance.subject, moved=followed.moved, why=why))
    return followed


def _renamed(due: Mapping[Key, Due], becomes: Mapping[str, str]) -> dict[Key, Due]:
    return {(kind, task, becomes.get(element, element)): at for (kind, task, element), at in due.items()}


def _rows_follow(uow: UnitOfWork, instance: Instance, procedure: Procedure) -> list[Task]:
    """Open tasks and running clocks read as the new version calls them. Returns the tasks that changed."""
    pool, days = procedure.pool(instance.process), calendar.load(uow)
    world = world_for(uow, instance, procedure)
    waiting = {task.id: task for task in engine.open_tasks(pool, instance.snapshot, uow.now, world)}
    rows = select(Task).where(Task.instance_id == instance.id, Task.closed_at.is_(None))
    altered = []
    for row in uow.session.scalars(rows.order_by(Task.id)):
        item = to_mirror(uow, instance, procedure, waiting[row.engine_task], days)
        if refit(uow, row, item):
            altered.append(row)
            if not somebody_can(instance, row, item.assigned):
                nobody_can(uow, instance, row)
    for clock in of_instance(uow, instance.id):
        if clock.element in pool.elements:
            clock.name = called(pool, pool.elements[clock.element])
    return altered
