"""The inbox: the first rows of each of my principals, merged by due moment. No case is loaded.

Keyset pages on (due, task): never OFFSET, never `IN (...) ORDER BY` (PERFORMANCE, "the flat inbox").
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_, union_all

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .models import InboxEntry, Task
from .queries import my_principals

PAGE = 50
COUNT_CAP = 1000


@dataclass(frozen=True)
class Inbox:
    """A page of open tasks, soonest due first; `after` leads to the next page, None when there is none."""

    tasks: list[Task]
    after: tuple[datetime, int] | None


def inbox(uow: UnitOfWork, actor: Actor, after: tuple[datetime, int] | None = None, limit: int = PAGE) -> Inbox:
    """The open tasks this person may act on, soonest due first, from just behind `after`."""
    arms = [_arm(principal, after, limit + 1) for principal in my_principals(actor)]
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


def inbox_count(uow: UnitOfWork, actor: Actor) -> int:
    """How many open tasks the person may act on, counted up to COUNT_CAP and one more."""
    arms = [
        select(select(InboxEntry.task_id).where(InboxEntry.principal == p).limit(COUNT_CAP + 1).subquery())
        for p in my_principals(actor)
    ]
    merged = union_all(*arms).subquery()
    distinct = select(merged.c.task_id).distinct().limit(COUNT_CAP + 1).subquery()
    return uow.session.scalar(select(func.count()).select_from(distinct)) or 0


def _arm(principal: str, after: tuple[datetime, int] | None, limit: int) -> Select[datetime, int]:
    rows = select(InboxEntry.due_at, InboxEntry.task_id).where(InboxEntry.principal == principal)
    if after is not None:
        rows = rows.where(tuple_(InboxEntry.due_at, InboxEntry.task_id) > after)
    return rows.order_by(InboxEntry.due_at, InboxEntry.task_id).limit(limit)
