"""Adding, subtracting, multiplying and dividing dates, times and durations (DMN tables 55 to 58)."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..comparing import in_zone, since_midnight
from ..values import NUMBERS, Kind, YearsMonths, as_number

_MICROSECOND = timedelta(microseconds=1)


def microseconds(duration: timedelta) -> int:
    """The length of a days and time duration in microseconds."""
    return duration // _MICROSECOND


def whole_months(number: Decimal | int) -> int:
    """A number of months cut to whole months, towards zero."""
    return int(number)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month (31 January + 1 month = 28 February)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= years <= 9999:
        raise ValueError("beyond the calendar")
    return day.replace(year=years, month=month + 1, day=min(day.day, calendar.monthrange(years, month + 1)[1]))


def add_to_moment(moment: datetime, duration: timedelta) -> datetime:
    """A moment later by a length of real time, told in its own zone."""
    if moment.tzinfo is None:
        return moment + duration
    return (moment.astimezone(UTC) + duration).astimezone(moment.tzinfo)


def _add_to_date(day: date, duration: timedelta) -> date:
    return (datetime.combine(day, time()) + duration).date()


def _add_to_time(clock: time, duration: timedelta) -> time:
    return (datetime.combine(date(2000, 1, 1), clock) + duration % timedelta(days=1)).timetz()


def _between_moments(left: datetime, right: datetime) -> timedelta:
    one, two = in_zone(left, right), in_zone(right, left)
    return one - two if one.tzinfo is None else one.astimezone(UTC) - two.astimezone(UTC)


def _midnight(day: date, other: datetime) -> datetime:
    # A date beside a moment counts as its midnight in UTC (DMN 10.3.2.9.4), or local where the moment has no zone.
    return datetime.combine(day, time(), UTC if other.tzinfo else None)


def _scaled(duration: timedelta, number: Decimal | int) -> timedelta:
    return timedelta(microseconds=int(NUMBERS.to_integral_value(NUMBERS.multiply(microseconds(duration), number))))


def _months_times(duration: YearsMonths, number: Any) -> YearsMonths:
    return YearsMonths(whole_months(NUMBERS.multiply(duration.months, as_number(number))))


def _ratio(left: int, right: int) -> Decimal | None:
    return None if right == 0 else NUMBERS.divide(Decimal(left), Decimal(right))


def _shorter(duration: timedelta, number: Any) -> timedelta | None:
    divisor = as_number(number)
    if divisor == 0:
        return None
    return timedelta(microseconds=int(NUMBERS.to_integral_value(NUMBERS.divide(microseconds(duration), divisor))))


def _fewer_months(duration: YearsMonths, number: Any) -> YearsMonths | None:
    divisor = as_number(number)
    return None if divisor == 0 else YearsMonths(whole_months(NUMBERS.divide(duration.months, divisor)))


_K = Kind
TEMPORAL: dict[tuple[str, Kind, Kind], Callable[[Any, Any], Any]] = {
    ("PLUS", _K.DATE, _K.DURATION): _add_to_date,
    ("PLUS", _K.DATE, _K.MONTHS): lambda day, span: add_months(day, span.months),
    ("PLUS", _K.MOMENT, _K.DURATION): add_to_moment,
    ("PLUS", _K.MOMENT, _K.MONTHS): lambda moment, span: add_months(moment, span.months),
    ("PLUS", _K.TIME, _K.DURATION): _add_to_time,
    ("PLUS", _K.DURATION, _K.DURATION): lambda one, two: one + two,
    ("PLUS", _K.MONTHS, _K.MONTHS): lambda one, two: YearsMonths(one.months + two.months),
    ("PLUS", _K.DURATION, _K.DATE): lambda span, day: _add_to_date(day, span),
    ("PLUS", _K.DURATION, _K.MOMENT): lambda span, moment: add_to_moment(moment, span),
    ("PLUS", _K.DURATION, _K.TIME): lambda span, clock: _add_to_time(clock, span),
    ("PLUS", _K.MONTHS, _K.DATE): lambda span, day: add_months(day, span.months),
    ("PLUS", _K.MONTHS, _K.MOMENT): lambda span, moment: add_months(moment, span.months),
    ("MINUS", _K.DATE, _K.DURATION): lambda day, span: _add_to_date(day, -span),
    ("MINUS", _K.DATE, _K.MONTHS): lambda day, span: add_months(day, -span.months),
    ("MINUS", _K.MOMENT, _K.DURATION): lambda moment, span: add_to_moment(moment, -span),
    ("MINUS", _K.MOMENT, _K.MONTHS): lambda moment, span: add_months(moment, -span.months),
    ("MINUS", _K.TIME, _K.DURATION): lambda clock, span: _add_to_time(clock, -span),
    ("MINUS", _K.DURATION, _K.DURATION): lambda one, two: one - two,
    ("MINUS", _K.MONTHS, _K.MONTHS): lambda one, two: YearsMonths(one.months - two.months),
    ("MINUS", _K.DATE, _K.DATE): lambda one, two: one - two,
    ("MINUS", _K.MOMENT, _K.MOMENT): _between_moments,
    ("MINUS", _K.DATE, _K.MOMENT): lambda day, moment: _between_moments(_midnight(day, moment), moment),
    ("MINUS", _K.MOMENT, _K.DATE): lambda moment, day: _between_moments(moment, _midnight(day, moment)),
    ("MINUS", _K.TIME, _K.TIME): lambda one, two: since_midnight(one) - since_midnight(two),
    ("TIMES", _K.DURATION, _K.NUMBER): lambda span, number: _scaled(span, as_number(number)),
    ("TIMES", _K.NUMBER, _K.DURATION): lambda number, span: _scaled(span, as_number(number)),
    ("TIMES", _K.MONTHS, _K.NUMBER): _months_times,
    ("TIMES", _K.NUMBER, _K.MONTHS): lambda number, span: _months_times(span, number),
    ("DIVIDE", _K.DURATION, _K.NUMBER): _shorter,
    ("DIVIDE", _K.MONTHS, _K.NUMBER): _fewer_months,
    ("DIVIDE", _K.DURATION, _K.DURATION): lambda one, two: _ratio(microseconds(one), microseconds(two)),
    ("DIVIDE", _K.MONTHS, _K.MONTHS): lambda one, two: _ratio(one.months, two.months),
}
