"""The words that diagrams use about time: host functions for FEEL, by their FEEL names.

As FEEL wants it, an argument of the wrong kind, or a period beyond the calendar, gives null and no error.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.foundation.clock import SHANGHAI, end_of_day, last_day, local, local_day, start_of_day

from .work_calendar import MOST_DAYS, OutOfRange, WorkCalendar


def library(calendar: WorkCalendar, now: datetime) -> dict[str, Callable[..., Any]]:
    """The functions, with the calendar and the hour (aware) they answer from.

    `add working days(from, n[, count first[, except]])` of a date is a date; of a date and time it is 24:00 in
    Shanghai of the last day. `except` lists days that do not count though they are worked (a public notice was off
    line); null is none. `working days between(a, b)` counts the days after a up to and including b; a moment b at
    00:00 belongs to the day that ends with it. Moments come back as Shanghai's wall clock shows them.
    """

    def add_working_days(start: Any, n: Any, count_first: Any = False, without: Any = None) -> date | datetime | None:
        day, number, excepted = _first_day(start), _whole(n), _each_day(without)
        if day is None or number is None or excepted is None or not isinstance(count_first, bool):
            return None
        last = calendar.add_working_days(day, number, count_first, excepted)
        return local(end_of_day(last)) if isinstance(start, datetime) else last

    def working_days_between(a: Any, b: Any) -> Decimal | None:
        first, last = _first_day(a), _reached_day(b)
        return None if first is None or last is None else Decimal(calendar.working_days_between(first, last))

    def is_working_day(value: Any) -> bool | None:
        day = _first_day(value)
        return None if day is None else calendar.is_working_day(day)

    def start(value: Any) -> datetime | None:
        day = _first_day(value)
        return None if day is None else local(start_of_day(day))

    def end(value: Any) -> datetime | None:
        day = _first_day(value)
        return None if day is None else local(end_of_day(day))

    return {
        "now": lambda: local(now),
        "today": lambda: local_day(now),
        "add working days": _null_beyond(add_working_days),
        "working days between": _null_beyond(working_days_between),
        "is working day": _null_beyond(is_working_day),
        "start of day": _null_beyond(start),
        "end of day": _null_beyond(end),
    }


def _null_beyond(function: Callable[..., Any]) -> Callable[..., Any]:
    def careful(*values: Any) -> Any:
        try:
            return function(*values)
        except (OutOfRange, OverflowError):
            return None

    return careful


def _first_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return local_day(_aware(value))
    return value if isinstance(value, date) else None


def _each_day(values: Any) -> frozenset[date] | None:
    """Days of a list; a single day is a list of one, null an empty one. None where something is no day."""
    if values is None:
        return frozenset()
    days = [_first_day(value) for value in (values if isinstance(values, list) else [values])]
    return None if None in days else frozenset(day for day in days if day is not None)


def _reached_day(value: Any) -> date | None:
    return last_day(_aware(value)) if isinstance(value, datetime) else _first_day(value)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _whole(n: Any) -> int | None:
    if isinstance(n, bool) or not isinstance(n, (int, Decimal)):
        return None
    if abs(Decimal(n)) > MOST_DAYS:  # before int(): 1E+999999 would be a number of a million digits
        raise OutOfRange
    return int(n) if n == int(n) else None
