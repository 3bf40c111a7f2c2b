"""An open task whose version changed: the same row, the same person at work, in the new version's words."""

from sqlalchemy import delete, select

from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.rules.values import to_json

from .mirror import FAR_FUTURE, TaskToMirror
from .models import InboxEntry, Task
from .reminding import climb


def refit(uow: UnitOfWork, row: Task, item: TaskToMirror) -> bool:
    """Bring an open row to what the engine says of its task now. Whoever was handed it keeps it. True if it changed."""
    shown = (row.element, row.name, row.lane, row.form_id, row.properties, row.locals)
    row.element, row.name, row.lane, row.form_id = item.open.element, item.name, item.lane, item.open.form_id
    row.properties = {k: to_json(v) for k, v in item.open.properties.items()}
    row.locals = {k: to_json(v) for k, v in item.open.locals.items()}
    people = list(item.assigned.principals)
    handed = row.desk != people
    if handed and row.office is not None:
        row.office = people
    elif handed:
        _other_people(uow, row, people)
    row.provisional = item.provisional
    changed = handed or shown != (row.element, row.name, row.lane, row.form_id, row.properties, row.locals)
    if changed:
        climb(uow, row, row.rung)
    return changed


def _other_people(uow: UnitOfWork, row: Task, people: list[str]) -> None:
    gone = set(row.principals) - set(people)
    row.principals = people
    mine = InboxEntry.task_id == row.id
    uow.session.execute(delete(InboxEntry).where(mine, InboxEntry.principal.in_(gone)))
    there = set(uow.session.scalars(select(InboxEntry.principal).where(mine)))
    for principal in people:
        if principal not in there:
            uow.session.add(InboxEntry(principal=principal, due_at=row.due_at or FAR_FUTURE, task_id=row.id))
