"""Which clocks count working days, and what another calendar would make of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services import calendar
from services.calendar import WorkCalendar
from services.foundation.errors import Faulty
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.rules.feel import compile_expression

from ..deadlines import Deadline, of_instance
from ..tasks import Task
from .models import Instance
from .world import world_for

WORKING_DAYS = frozenset({"add working days", "working days between", "is working day"})
Key = tuple[str, int, str]  # "clock" or "task", the engine's number, the element


@dataclass(frozen=True)
class Due:
    """A due moment that people see: a clock of the diagram, or the date of an open task."""

    name: str
    at: datetime


@dataclass(frozen=True)
class MovedClock:
    """A due moment before and after; `new` is None where the clock would be over at once."""

    name: str
    old: datetime
    new: datetime | None


@dataclass(frozen=True)
class Foreseen:
    """A running clock that another calendar would move, and of what it is."""

    subject: Subject
    title: str
    unit: str
    moved: MovedClock


def instances_that_count(uow: UnitOfWork) -> list[int]:
    """Running instances in which a clock or the date of an open task counts working days."""
    clocks = select(Deadline.instance_id).where(Deadline.counts_working_days).distinct()
    dated = (
        select(Task.instance_id, Task.element, Instance.version_id, Instance.process)
        .join(Instance, Instance.id == Task.instance_id)
        .where(Task.closed_at.is_(None), Task.due_at.is_not(None))
    )
    counting: dict[tuple[int, str], frozenset[str]] = {}
    found = set(uow.session.scalars(clocks))
    for instance_id, element, version, process in uow.session.execute(dated):
        if (version, process) not in counting:
            counting[version, process] = _counting_elements(registry.load(uow, version).pool(process))
        if element in counting[version, process]:
            found.add(instance_id)
    return sorted(found)


def due_moments(uow: UnitOfWork, instance_id: int) -> dict[Key, Due]:
    """Every due moment of an instance as its rows have it."""
    found: dict[Key, Due] = {}
    for row in of_instance(uow, instance_id):
        found["clock", row.engine_task, row.element] = Due(row.name, row.due_at)
    open_tasks = select(Task).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
    for task in uow.session.scalars(open_tasks):
        if task.due_at is not None:
            found["task", task.engine_task, task.element] = Due(task.name, task.due_at)
    return found


def moved_clocks(before: Mapping[Key, Due], after: Mapping[Key, Due]) -> list[MovedClock]:
    """What is due at another moment than before. A step and the clock at its edge are told once, as the clock."""
    moved = [(key, due.name, due.at, after[key].at) for key, due in before.items() if key in after]
    clocks = [MovedClock(name, old, new) for key, name, old, new in moved if key[0] == "clock" and old != new]
    tasks = [MovedClock(name, old, new) for key, name, old, new in moved if key[0] == "task" and old != new]
    return clocks + [t for t in tasks if not any(t.name in c.name and (t.old, t.new) == (c.old, c.new) for c in clocks)]


def foresee(uow: UnitOfWork, days: WorkCalendar) -> list[Foreseen]:
    """What running clocks would be due by another calendar. Computed by the pure step; nothing is stored or locked."""
    found = []
    with calendar.supposing(uow, days):
        for instance_id in instances_that_count(uow):
            instance = uow.session.get_one(Instance, instance_id)
            found += [Foreseen(instance.subject, instance.title, instance.unit, m) for m in _would_move(uow, instance)]
    return found


def _would_move(uow: UnitOfWork, instance: Instance) -> list[MovedClock]:
    procedure = registry.load(uow, instance.version_id)
    pool, before = procedure.pool(instance.process), due_moments(uow, instance.id)
    world = world_for(uow, instance, procedure)
    step = engine.step(pool, instance.snapshot, engine.Recompute(), uow.now, world)
    after: dict[Key, Due] = {("clock", t.task, t.element): Due(t.element, t.due) for t in step.timers}
    after |= {("task", t.id, t.element): Due(t.name, t.due) for t in step.waiting_tasks if t.due is not None}
    over = [MovedClock(due.name, due.at, None) for key, due in before.items() if key not in after and key[0] == "clock"]
    return moved_clocks(before, after) + [clock for clock in over if clock.old > uow.now]


def _counting_elements(pool: engine.Pool) -> frozenset[str]:
    return frozenset(e.id for e in pool.elements.values() if any(_counts(text) for text in e.expressions))


def _counts(text: str) -> bool:
    try:
        return not WORKING_DAYS.isdisjoint(compile_expression(text.strip().removeprefix("=")).functions)
    except Faulty:
        return False
