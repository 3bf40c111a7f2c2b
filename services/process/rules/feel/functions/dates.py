"""Functions of dates and times (DMN 10.3.4.8): calendar facts, `now` and `today` being the host's."""

from __future__ import annotations

import calendar
from datetime import date, datetime
from decimal import Decimal

from .builtin import builtin

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@builtin("day of year", "date: moment")
def _day_of_year(value: date) -> Decimal:
    return Decimal(_day(value).timetuple().tm_yday)


@builtin("day of week", "date: moment")
def _day_of_week(value: date) -> str:
    return _DAYS[_day(value).weekday()]


@builtin("month of year", "date: moment")
def _month_of_year(value: date) -> str:
    return _MONTHS[value.month - 1]


@builtin("week of year", "date: moment")
def _week_of_year(value: date) -> Decimal:
    return Decimal(_day(value).isocalendar().week)


@builtin("last day of month", "date: moment")
def _last_day(value: date) -> Decimal:
    return Decimal(calendar.monthrange(value.year, value.month)[1])
