"""Functions of dates and times (DMN 10.3.4.8): calendar facts, `now` and `today` being the host's."""

from __future__ import annotations

import calendar
from datetime import date
from decimal import Decimal

from ...far_dates import AnyDate, AnyMoment
from ..temporal_arithmetic import date_of
from .builtin import builtin

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _near(value: AnyDate | AnyMoment) -> date:
    """The like day of the years 2000 to 2399, which has the same weekday and the same place in its year."""
    day = date_of(value)
    return date(2000 + day.year % 400, day.month, day.day)


@builtin("day of year", "date: moment")
def _day_of_year(value: AnyDate) -> Decimal:
    return Decimal(_near(value).timetuple().tm_yday)


@builtin("day of week", "date: moment")
def _day_of_week(value: AnyDate) -> str:
    return _DAYS[_near(value).weekday()]


@builtin("month of year", "date: moment")
def _month_of_year(value: AnyDate) -> str:
    return _MONTHS[_near(value).month - 1]


@builtin("week of year", "date: moment")
def _week_of_year(value: AnyDate) -> Decimal:
    return Decimal(_near(value).isocalendar().week)


@builtin("last day of month", "date: moment")
def _last_day(value: AnyDate) -> Decimal:
    near = _near(value)
    return Decimal(calendar.monthrange(near.year, near.month)[1])
