"""What is late in a campaign: its open tasks whose due moment has gone by, with who has them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services import calendar
from services.calendar import WorkCalendar
from services.casework.tasks import Task
from services.foundation.clock import last_day, local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person
from services.people.organisations import Organisation

MOST = 500


@dataclass(frozen=True)
class LateTask:
    """An open task after its due moment. `by`: working days gone by since, today among them; `who`: has it in hand."""

    task_id: int
    name: str
    title: str
    unit: str
    subject_kind: str
    subject_id: int
    due_at: datetime
    by: int
    who: str
    principals: tuple[str, ...]


def late_tasks(uow: UnitOfWork, campaign_id: int) -> list[LateTask]:
    """The late tasks of a campaign by unit, the longest late first; at most MOST, with five questions in all."""
    late = (Task.campaign_id == campaign_id, Task.closed_at.is_(None), Task.due_at < uow.now)
    tasks = list(uow.session.scalars(select(Task).where(*late).order_by(Task.due_at, Task.id).limit(MOST)))
    if not tasks:
        return []
    days, names = calendar.load(uow), _names(uow, {p for task in tasks for p in task.principals})
    found = [_late(task, days, uow.now, names) for task in tasks]
    first = {row.unit: at for at, row in reversed(list(enumerate(found)))}
    return sorted(found, key=lambda row: (first[row.unit], row.due_at, row.task_id))


def _late(task: Task, days: WorkCalendar, now: datetime, names: dict[str, str]) -> LateTask:
    due = task.due_at or now
    by = days.working_days_between(last_day(due), local_day(now)) if last_day(due) < local_day(now) else 0
    who = "、".join(dict.fromkeys(names[p] for p in task.principals if p in names)) or "暂无人可办理"
    about = (task.id, task.name, task.title, task.unit, task.subject_kind, task.subject_id)
    return LateTask(*about, due, by, who, tuple(task.principals))


def _names(uow: UnitOfWork, principals: Iterable[str]) -> dict[str, str]:
    """What a principal is called: the person, or the unit whose office it is."""
    parts = {principal: principal.split(":") for principal in principals}
    people = _called(uow, Person, {int(part[1]) for part in parts.values() if part[0] == "p"})
    units = _called(uow, Organisation, {int(part[1]) for part in parts.values() if part[0] != "p"})
    found = {p: (people if part[0] == "p" else units).get(int(part[1])) for p, part in parts.items()}
    return {principal: name for principal, name in found.items() if name is not None}


def _called(uow: UnitOfWork, model: type[Person] | type[Organisation], numbers: set[int]) -> dict[int, str]:
    query = select(model.id, model.name).where(model.id.in_(numbers))
    return {number: name for number, name in uow.session.execute(query)}
