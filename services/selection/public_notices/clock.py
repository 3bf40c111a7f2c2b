"""Why it ends on this day: the notice's timer, every day of the ledger with its reason, and both readings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from services import calendar
from services.calendar import WorkCalendar
from services.foundation.clock import end_of_day, last_day, local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from .ledger import counts_first_day
from .models import COUNTED, NOT_COUNTED, NOT_WORKING, OFF_LINE, NoticeDay, PublicNotice
from .queries import days_judged, looks_by_day, timer_of

COMING = "coming"  # not over yet: it will count if it is worked and the page is there


@dataclass(frozen=True)
class LedgerDay:
    """A day of a notice. `status` as in the ledger, or `coming`; `number`: its place in the count, None if it has none.

    `announced` is False where nobody has settled yet whether it is worked.
    """

    day: date
    is_working: bool
    status: str
    number: int | None
    reason: str
    source: str
    announced: bool
    looks_ok: int
    looks_failed: int

    @property
    def counted(self) -> bool:
        """Whether it counts, or will if nothing happens."""
        return self.number is not None


@dataclass(frozen=True)
class Reading:
    """The end of the period if the day of posting counts, or does not (PROCEDURES 0.3); one of them is in force."""

    counts_first: bool
    ends_on: date
    in_force: bool


@dataclass(frozen=True)
class Clock:
    """When the notice ends or ended, how many working days that makes, and each day with its reason.

    `least_days`, `planned_end`: what the end is the later of, where the diagram told; without them no `readings`.
    """

    ends_at: datetime | None
    working_days: int
    counts_first: bool
    working_days_left: int
    provisional: bool
    days: list[LedgerDay]
    least_days: int | None = None
    planned_end: date | None = None
    readings: tuple[Reading, ...] = ()


def clock_of(uow: UnitOfWork, notice: PublicNotice) -> Clock:
    """The clock of a notice now. `ends_at` is None only while its timer is not armed."""
    days, ends_at = calendar.load(uow), _ends_at(uow, notice)
    if ends_at is None:
        return Clock(None, 0, False, 0, False, [])
    first, last, today = local_day(notice.posted_at), last_day(ends_at), local_day(uow.now)
    counts_first, seen = counts_first_day(uow, notice), looks_by_day(uow, notice)
    rows = {row.day: row for row in days_judged(uow, notice)}
    plain = [_Plain(day, rows.get(day), *seen.get(day, (0, 0))) for day in _days(first, last)]
    ledger = _ledger(days, plain, counts_first, notice.closed_at is not None)
    return Clock(
        ends_at=ends_at,
        working_days=sum(day.counted for day in ledger),
        counts_first=counts_first,
        working_days_left=0 if notice.closed_at else sum(day.counted for day in ledger if day.day > today),
        provisional=notice.closed_at is None and not days.announced_between(first, last),
        days=ledger,
        least_days=notice.least_days,
        planned_end=notice.planned_end,
        readings=_readings(days, notice, rows, counts_first),
    )


def _ends_at(uow: UnitOfWork, notice: PublicNotice) -> datetime | None:
    if notice.last_day is not None:
        return end_of_day(notice.last_day)
    if notice.closed_at is not None:
        return notice.closed_at
    timer = timer_of(uow, notice)
    return timer.due_at if timer else None


class _Plain(NamedTuple):
    day: date
    row: NoticeDay | None
    looks_ok: int
    looks_failed: int


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def _ledger(days: WorkCalendar, plain: list[_Plain], counts_first: bool, closed: bool) -> list[LedgerDay]:
    found, number = [], 0
    for day, row, looks_ok, looks_failed in plain:
        waits = day == plain[0].day and not counts_first
        status = row.status if row else _expected(days, day, waits, closed)
        works = row.is_working if row else days.is_working_day(day)
        counts = status == COUNTED or (status == COMING and works)
        number += counts
        found.append(
            LedgerDay(
                day=day,
                is_working=works,
                status=status,
                number=number if counts else None,
                reason=row.why if row else _reason(days, day, status),
                source=row.source if row else days.source(day),
                announced=closed or days.is_announced(day),
                looks_ok=looks_ok,
                looks_failed=looks_failed,
            )
        )
    return found


def _expected(days: WorkCalendar, day: date, waits: bool, closed: bool) -> str:
    """What a day that was not judged is taken for: of a notice that is closed it was counted without a ledger."""
    if not days.is_working_day(day):
        return NOT_WORKING
    if waits:
        return NOT_COUNTED
    return COUNTED if closed else COMING


def _reason(days: WorkCalendar, day: date, status: str) -> str:
    return f"{days.reason(day)}，发布当日不计入" if status == NOT_COUNTED else days.reason(day)


def _readings(
    days: WorkCalendar, notice: PublicNotice, rows: dict[date, NoticeDay], in_force: bool
) -> tuple[Reading, ...]:
    if notice.least_days is None:
        return ()
    first, lost = local_day(notice.posted_at), [day for day, row in rows.items() if row.status == OFF_LINE]
    ends = {which: days.add_working_days(first, notice.least_days, which, lost) for which in (False, True)}
    planned = notice.planned_end or first
    return tuple(Reading(which, max(planned, end), which is in_force) for which, end in ends.items())
