"""Why it ends on this day: the notice's timer, and every day it counts with the reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from services import calendar
from services.calendar import DayExplained
from services.casework.deadlines import Deadline
from services.casework.instances import Instance
from services.foundation.clock import last_day, local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry

from .models import PublicNotice


@dataclass(frozen=True)
class Clock:
    """When the notice ends or ended, how many working days that makes, and each day's reason."""

    ends_at: datetime | None
    working_days: int
    working_days_left: int
    provisional: bool
    days: list[DayExplained]


def clock_of(uow: UnitOfWork, notice: PublicNotice) -> Clock:
    """The clock of a notice now. `ends_at` is None only while its timer is not armed."""
    calendar_now = calendar.load(uow)
    ends_at, provisional = notice.closed_at, False
    if ends_at is None:
        row = _timer(uow, notice)
        ends_at, provisional = (row.due_at, row.provisional) if row else (None, False)
    if ends_at is None:
        return Clock(None, 0, 0, provisional, [])
    first, last, today = local_day(notice.posted_at), last_day(ends_at), local_day(uow.now)
    return Clock(
        ends_at=ends_at,
        working_days=calendar_now.working_days_between(first, last),
        working_days_left=calendar_now.working_days_between(today, last) if today < last else 0,
        provisional=provisional,
        days=calendar_now.explain(first, calendar_now.working_days_between(first, last)),
    )


def _timer(uow: UnitOfWork, notice: PublicNotice) -> Deadline | None:
    """The deadline whose element carries `clock_of=public_notice` in the diagram."""
    instance = uow.session.get_one(Instance, notice.instance_id)
    pool = registry.load(uow, instance.version_id).pool(instance.process)
    clocks = [e.id for e in pool.elements.values() if e.properties.get("clock_of") == "public_notice"]
    query = select(Deadline).where(Deadline.instance_id == notice.instance_id, Deadline.element.in_(clocks))
    return uow.session.scalars(query.order_by(Deadline.due_at.desc())).first()
