"""The inbox: the first rows of each of my principals, merged by due moment. No case is loaded.

Keyset pages on (due, task): never OFFSET, never `IN (...) ORDER BY` (PERFORMANCE, "the flat inbox"). A filter looks at
the rows of these principals alone, in that order, and stops when the page is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, union_all

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import own_principals
from services.people.identity import Actor

from .models import InboxEntry, Task

PAGE = 50
COUNT_CAP = 1000


@dataclass(frozen=True)
class Inbox:
    """A page of open tasks, soonest due first; `after` leads to the next page, None when there is none."""

    tasks: list[Task]
    after: tuple[datetime, int] | None


@dataclass(frozen=True)
class Narrowed:
    """What an inbox is narrowed to; what is empty does not narrow. `cases`: ids of cases whose number was asked for."""

    campaign_id: int | None = None
    lane: str = ""
    element: str = ""
    category: str = ""
    due_from: datetime | None = None
    due_before: datetime | None = None
    words: str = ""
    cases: tuple[int, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """For the rows of tasks and of inboxes."""
        same = ((Task.campaign_id, self.campaign_id), (Task.lane, self.lane), (Task.element, self.element))
        found: list[ColumnElement[bool]] = [column == value for column, value in same if value]
        if self.category:
            found.append(Task.category == self.category)
        if self.due_from is not None:
            found.append(InboxEntry.due_at > self.due_from)
        if self.due_before is not None:
            found.append(InboxEntry.due_at <= self.due_before)
        if self.words:
            found.append(or_(*(column.icontains(self.words, autoescape=True) for column in _READ), self._of_cases()))
        return found

    def _of_cases(self) -> ColumnElement[bool]:
        return and_(Task.subject_kind == "case", Task.subject_id.in_(self.cases))


_READ = (Task.title, Task.unit, Task.name)
EVERYTHING = Narrowed()


def inbox(
    uow: UnitOfWork,
    actor: Actor,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
    narrowed: Narrowed = EVERYTHING,
    principals: Sequence[str] | None = None,
) -> Inbox:
    """The open tasks this person may act on in their own name (or for `principals`), soonest due first."""
    mine = own_principals(actor) if principals is None else principals
    if not mine:
        return Inbox([], None)
    arms = [_arm(principal, after, limit + 1, narrowed.conditions()) for principal in mine]
    merged = union_all(*(select(arm.subquery()) for arm in arms)).subquery()
    keys = uow.session.execute(
        select(merged.c.due_at, merged.c.task_id)
        .distinct()
        .order_by(merged.c.due_at, merged.c.task_id)
        .limit(limit + 1)
    ).all()
    page = keys[:limit]
    rows = {t.id: t for t in uow.session.scalars(select(Task).where(Task.id.in_([k.task_id for k in page])))}
    more = (page[-1].due_at, page[-1].task_id) if len(keys) > limit else None
    return Inbox([rows[k.task_id] for k in page], more)


def inbox_count(uow: UnitOfWork, actor: Actor, principals: Sequence[str] | None = None) -> int:
    """How many open tasks stand in that inbox, counted up to COUNT_CAP and one more."""
    mine = own_principals(actor) if principals is None else principals
    if not mine:
        return 0
    merged = _entries(mine).subquery()
    distinct = select(merged.c.task_id).distinct().limit(COUNT_CAP + 1).subquery()
    return uow.session.scalar(select(func.count()).select_from(distinct)) or 0


def inbox_choices(uow: UnitOfWork, actor: Actor, principals: Sequence[str] | None = None) -> list[tuple[object, ...]]:
    """What an inbox may be narrowed by: (campaign, lane, element, name, category) of what stands in it, each once."""
    mine = own_principals(actor) if principals is None else principals
    if not mine:
        return []
    merged = _entries(mine).subquery()
    columns = (Task.campaign_id, Task.lane, Task.element, Task.name, Task.category)
    query = select(*columns).where(Task.id.in_(select(merged.c.task_id))).distinct()
    return sorted((tuple(row) for row in uow.session.execute(query)), key=lambda row: str(row))


def _entries(principals: Sequence[str]) -> Select[int]:
    """The tasks of each principal's inbox, so many of each as are ever counted."""
    arms = [
        select(select(InboxEntry.task_id).where(InboxEntry.principal == p).limit(COUNT_CAP + 1).subquery())
        for p in principals
    ]
    return select(union_all(*arms).subquery())


def _arm(
    principal: str, after: tuple[datetime, int] | None, limit: int, conditions: Sequence[ColumnElement[bool]]
) -> Select[datetime, int]:
    rows = select(InboxEntry.due_at, InboxEntry.task_id).where(InboxEntry.principal == principal)
    if after is not None:
        rows = rows.where(tuple_(InboxEntry.due_at, InboxEntry.task_id) > after)
    if conditions:
        rows = rows.join(Task, Task.id == InboxEntry.task_id).where(*conditions)
    return rows.order_by(InboxEntry.due_at, InboxEntry.task_id).limit(limit)
