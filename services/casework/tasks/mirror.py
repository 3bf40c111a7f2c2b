"""Open rows become exactly what the engine waits for. Nothing else opens or closes a task."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import Assigned
from services.process import engine
from services.process.rules.values import to_json

from .models import InboxEntry, Task
from .reminding import climb, first_word, last_word

FAR_FUTURE = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class TaskToMirror:
    """An open task of the engine with who may do it and the words its row shows."""

    open: engine.OpenTask
    assigned: Assigned
    name: str
    lane: str
    provisional: bool


@dataclass(frozen=True)
class Shown:
    """What every row of an instance says of its subject."""

    subject: Subject
    campaign_id: int | None
    title: str
    unit: str
    category: str


def mirror(
    uow: UnitOfWork,
    instance_id: int,
    waiting: Iterable[engine.OpenTask],
    shown: Shown,
    closed_by: int | None,
    details: Callable[[engine.OpenTask], TaskToMirror],
) -> tuple[list[Task], list[Task]]:
    """Make the open rows of an instance exactly these. Returns the rows opened and the rows closed now.

    `details` is asked only for a task that has no row yet, or is due at another moment than its row says.
    """
    query = select(Task).where(Task.instance_id == instance_id, Task.closed_at.is_(None))
    rows = {row.engine_task: row for row in uow.session.scalars(query)}
    opened = []
    for item in waiting:
        row = rows.pop(item.id, None)
        if row is None:
            opened.append(_open(uow, instance_id, details(item), shown, closed_by))
            continue
        if row.due_at != item.due:
            _due_at_another_moment(uow, row, details(item))
        if (row.title, row.category) != (shown.title, shown.category):
            row.title, row.category = shown.title, shown.category
    for row in rows.values():
        row.closed_at, row.closed_by = uow.now, closed_by
        last_word(uow, row)
    if rows:
        gone = [row.id for row in rows.values()]
        uow.session.execute(delete(InboxEntry).where(InboxEntry.task_id.in_(gone)))
    return opened, list(rows.values())


def _open(uow: UnitOfWork, instance_id: int, item: TaskToMirror, shown: Shown, by: int | None) -> Task:
    task = Task(
        instance_id=instance_id,
        engine_task=item.open.id,
        element=item.open.element,
        name=item.name,
        lane=item.lane,
        form_id=item.open.form_id,
        subject_kind=shown.subject.kind,
        subject_id=shown.subject.id,
        campaign_id=shown.campaign_id,
        title=shown.title,
        unit=shown.unit,
        category=shown.category,
        principals=list(item.assigned.principals),
        properties={k: to_json(v) for k, v in item.open.properties.items()},
        locals={k: to_json(v) for k, v in item.open.locals.items()},
        due_at=item.open.due,
        provisional=item.provisional,
        opened_at=uow.now,
    )
    first_word(uow, task, by)
    uow.session.add(task)
    uow.session.flush()
    _into_inboxes(uow, task)
    return task


def _due_at_another_moment(uow: UnitOfWork, row: Task, item: TaskToMirror) -> None:
    """The calendar changed: the same task, with the same people, at another place in their inboxes."""
    row.due_at, row.provisional = item.open.due, item.provisional
    climb(uow, row, row.rung)
    # Whoever was asked about it has it in the inbox, too: the entries move, whosever they are.
    uow.session.execute(update(InboxEntry).where(InboxEntry.task_id == row.id).values(due_at=row.due_at or FAR_FUTURE))


def _into_inboxes(uow: UnitOfWork, task: Task) -> None:
    for principal in task.principals:
        uow.session.add(InboxEntry(principal=principal, due_at=task.due_at or FAR_FUTURE, task_id=task.id))
