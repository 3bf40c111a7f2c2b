"""Adding, subtracting, multiplying and dividing dates, times and durations (DMN tables 55 to 58)."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from services.foundation.clock import SHANGHAI

from ..comparing import since_midnight
from ..far_dates import AnyDate, AnyMoment, FarMoment, day_numbered, day_of, instant, later, moment_of
from ..values import NUMBERS, Kind, YearsMonths, as_number

_MICROSECOND = timedelta(microseconds=1)


def microseconds(duration: timedelta) -> int:
    """The length of a days and time duration in microseconds."""
    return duration // _MICROSECOND


def whole_months(number: Decimal | int) -> int:
    """A number of months cut to whole months, towards zero."""
    return int(number)


def add_months(day: AnyDate, months: int) -> AnyDate:
    """The same day `months` later, or the last of that month (31 January + 1 month = 28 February)."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    # Python's calendar of months ends at 9999; every 400 years are alike.
    last = calendar.monthrange(2000 + years % 400, month + 1)[1]
    return day_of(years, month + 1, min(day.day, last))


def date_of(value: AnyDate | FarMoment) -> AnyDate:
    """The day of a date or of a date and time."""
    return value.date() if isinstance(value, datetime | FarMoment) else value


def _months_later(moment: AnyMoment, months: int) -> AnyMoment:
    return moment_of(add_months(date_of(moment), months), moment.timetz())


def _add_to_date(day: AnyDate, duration: timedelta) -> AnyDate:
    return day_numbered(day.toordinal() + duration // timedelta(days=1))


def _add_to_time(clock: time, duration: timedelta) -> time:
    return (datetime.combine(datetime(2000, 1, 1), clock) + duration % timedelta(days=1)).timetz()


def _days_between(left: AnyDate, right: AnyDate) -> timedelta:
    return timedelta(days=left.toordinal() - right.toordinal())


def _between_moments(left: AnyMoment, right: AnyMoment) -> timedelta:
    zone = SHANGHAI if left.tzinfo or right.tzinfo else None
    return timedelta(microseconds=instant(left, zone) - instant(right, zone))


def _midnight(day: AnyDate, other: AnyMoment) -> AnyMoment:
    # A date beside a moment counts as its midnight in UTC (DMN 10.3.2.9.4), or local where the moment has no zone.
    return moment_of(day, time(tzinfo=UTC if other.tzinfo else None))


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
    ("PLUS", _K.MOMENT, _K.DURATION): later,
    ("PLUS", _K.MOMENT, _K.MONTHS): lambda moment, span: _months_later(moment, span.months),
    ("PLUS", _K.TIME, _K.DURATION): _add_to_time,
    ("PLUS", _K.DURATION, _K.DURATION): lambda one, two: one + two,
    ("PLUS", _K.MONTHS, _K.MONTHS): lambda one, two: YearsMonths(one.months + two.months),
    ("PLUS", _K.DURATION, _K.DATE): lambda span, day: _add_to_date(day, span),
    ("PLUS", _K.DURATION, _K.MOMENT): lambda span, moment: later(moment, span),
    ("PLUS", _K.DURATION, _K.TIME): lambda span, clock: _add_to_time(clock, span),
    ("PLUS", _K.MONTHS, _K.DATE): lambda span, day: add_months(day, span.months),
    ("PLUS", _K.MONTHS, _K.MOMENT): lambda span, moment: _months_later(moment, span.months),
    ("MINUS", _K.DATE, _K.DURATION): lambda day, span: _add_to_date(day, -span),
    ("MINUS", _K.DATE, _K.MONTHS): lambda day, span: add_months(day, -span.months),
    ("MINUS", _K.MOMENT, _K.DURATION): lambda moment, span: later(moment, -span),
    ("MINUS", _K.MOMENT, _K.MONTHS): lambda moment, span: _months_later(moment, -span.months),
    ("MINUS", _K.TIME, _K.DURATION): lambda clock, span: _add_to_time(clock, -span),
    ("MINUS", _K.DURATION, _K.DURATION): lambda one, two: one - two,
    ("MINUS", _K.MONTHS, _K.MONTHS): lambda one, two: YearsMonths(one.months - two.months),
    ("MINUS", _K.DATE, _K.DATE): _days_between,
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
