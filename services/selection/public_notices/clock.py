"""Why it ends on this day: the notice's timer, and every day it counts with the reason."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from services import calendar
from services.calendar import DayExplained
from services.casework.deadlines import Deadline
from services.casework.instances import Instance
from services.foundation.clock import last_day, local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry

from ..campaigns import campaign_by_id
from .models import PublicNotice


@dataclass(frozen=True)
class Clock:
    """When the notice ends or ended, how many working days that makes, and each day's reason."""

    ends_at: datetime | None
    working_days: int
    counts_first: bool
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
        return Clock(None, 0, False, 0, provisional, [])
    first, last, today = local_day(notice.posted_at), last_day(ends_at), local_day(uow.now)
    counts_first = counts_first_day(uow, notice)
    counted = days_counted(calendar_now, first, last, counts_first)
    return Clock(
        ends_at=ends_at,
        working_days=counted,
        counts_first=counts_first,
        working_days_left=calendar_now.working_days_between(today, last) if today < last else 0,
        provisional=provisional,
        days=calendar_now.explain(first, counted, counts_first),
    )


def counts_first_day(uow: UnitOfWork, notice: PublicNotice) -> bool:
    """Whether the day of posting counts: the campaign's parameter `count_first_day` (PROCEDURES 0.3)."""
    return campaign_by_id(uow, notice.campaign_id).parameters.get("count_first_day") is True


def days_counted(days: calendar.WorkCalendar, first: date, last: date, counts_first: bool) -> int:
    """How many working days a notice posted on `first` has counted when `last` is over."""
    return days.working_days_in(first, last) if counts_first else days.working_days_between(first, last)


def _timer(uow: UnitOfWork, notice: PublicNotice) -> Deadline | None:
    """The deadline whose element carries `clock_of=public_notice` in the diagram."""
    instance = uow.session.get_one(Instance, notice.instance_id)
    pool = registry.load(uow, instance.version_id).pool(instance.process)
    clocks = [e.id for e in pool.elements.values() if e.properties.get("clock_of") == "public_notice"]
    query = select(Deadline).where(Deadline.instance_id == notice.instance_id, Deadline.element.in_(clocks))
    return uow.session.scalars(query.order_by(Deadline.due_at.desc())).first()
