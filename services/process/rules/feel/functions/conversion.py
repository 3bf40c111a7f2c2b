"""Conversion functions (DMN 10.3.4.1) and `not` (10.3.4.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, time, timedelta
from decimal import Decimal
from typing import Any

from services.foundation.clock import SHANGHAI

from ...errors import FeelTooLarge
from ...far_dates import AnyDate, AnyMoment, day_of, moment_of, told_in
from ...limits import MAX_CHARACTERS, Meter
from ...values import NUMBERS, Kind, Range, YearsMonths, as_number, kind_of
from .. import temporal
from ..temporal_arithmetic import date_of
from .builtin import builtin

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?", re.A)


@builtin("not", "negand: boolean")
def _not(value: bool) -> bool:
    return not value


@builtin("number", "from: string")
def read_number(text: str) -> Decimal | None:
    """A number as FEEL writes it, else None."""
    return NUMBERS.create_decimal(text) if _NUMBER.fullmatch(text) and len(text) < 1000 else None


@builtin("number", "from: string", "grouping separator: string!", "decimal separator: string!")
def _grouped_number(text: str, grouping: str | None, point: str | None) -> Decimal | None:
    if grouping not in (None, " ", ",", ".") or point not in (None, ".", ","):
        return None
    if grouping is not None and grouping == point:
        return None
    plain = text.replace(grouping, "") if grouping else text
    return read_number(plain.replace(point, ".") if point else plain)


@builtin("string", "from: any", metered=True)
def _string(meter: Meter, value: Any) -> str | None:
    if value is None:
        return None
    text = Writing().text(value, False)
    meter.charge(len(text) >> 3)
    return text


@builtin("date", "from: string")
def _date(text: str) -> AnyDate | None:
    return temporal.read_date(text)


@builtin("date", "from: moment")
def _date_of(moment: AnyDate | AnyMoment) -> AnyDate:
    return date_of(moment)


@builtin("date", "year: number", "month: number", "day: number")
def _date_from(year: Any, month: Any, day: Any) -> AnyDate:
    return day_of(whole(year), whole(month), whole(day))


@builtin("time", "from: string")
def _time(text: str) -> time | None:
    return temporal.read_time(text)


@builtin("time", "from: time")
def _same_time(clock: time) -> time:
    return clock


@builtin("time", "from: date and time")
def _time_of(moment: AnyMoment) -> time:
    return moment.timetz()


@builtin("time", "from: date")
def _midnight(day: AnyDate) -> time:
    return time(tzinfo=UTC)


@builtin("time", "hour: number", "minute: number", "second: number", "offset: days and time duration?")
def _time_from(hour: Any, minute: Any, second: Any, offset: timedelta | None = None) -> time:
    seconds = Decimal(as_number(second))
    micro = int((seconds - int(seconds)) * 1_000_000)
    zone = None if offset is None else temporal.zone_at(offset)
    return time(whole(hour), whole(minute), int(seconds), micro, zone)


@builtin("date and time", "from: string")
def _moment(text: str) -> AnyMoment | None:
    return temporal.read_moment(text)


@builtin("date and time", "from: moment")
def _moment_of(value: AnyDate | AnyMoment) -> AnyMoment:
    return value if kind_of(value) is Kind.MOMENT else moment_of(date_of(value), time(tzinfo=UTC))  # type: ignore[return-value]


@builtin("date and time", "date: moment", "time: time")
def _moment_from(day: AnyDate | AnyMoment, clock: time) -> AnyMoment:
    return moment_of(date_of(day), clock)


@builtin(
    "date and time", "year: number", "month: number", "day: number", "hour: number", "minute: number", "second: number"
)
def _moment_of_parts(year: Any, month: Any, day: Any, hour: Any, minute: Any, second: Any) -> AnyMoment:
    return moment_of(_date_from(year, month, day), _time_from(hour, minute, second))


@builtin("date and time", "date: date and time", "timezone: string")
def _moment_in_zone(moment: AnyMoment, name: str) -> AnyMoment:
    zone = temporal.zone_named(name if name in ("Z", "z") or name[:1] in "+-" else "@" + name) or UTC
    here = moment if moment.tzinfo else moment_of(moment.date(), moment.timetz().replace(tzinfo=SHANGHAI))
    return told_in(here, zone)


@builtin("duration", "from: string")
def _duration(text: str) -> timedelta | YearsMonths | None:
    return temporal.read_duration(text)


@builtin("duration", "from: duration")
def _same_duration(span: timedelta | YearsMonths) -> timedelta | YearsMonths:
    return span


@builtin("years and months duration", "from: moment", "to: moment")
def _months_between(start: AnyDate | AnyMoment, end: AnyDate | AnyMoment) -> YearsMonths:
    one, two = date_of(start), date_of(end)
    months = (two.year - one.year) * 12 + two.month - one.month
    if months > 0 and two.day < one.day:
        months -= 1
    elif months < 0 and two.day > one.day:
        months += 1
    return YearsMonths(months)


def whole(value: Any) -> int:
    """A number as one of the parts of a date: its fraction does not count."""
    number = Decimal(as_number(value))
    if abs(number) >= 10**10:
        raise ValueError("beyond the calendar")
    return int(number)


def number_text(value: Any) -> str:
    """A number as FEEL prints it: plain digits, no exponent, no needless zeros."""
    number = as_number(value)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class Writing:
    """One value being written as text; counts so that a value that holds itself many times does not explode."""

    def __init__(self) -> None:
        self._room = MAX_CHARACTERS

    def text(self, value: Any, quoted: bool = True) -> str:
        """The text of a value; strings inside lists and contexts are quoted."""
        kind = kind_of(value)
        if kind is Kind.STRING:
            written = _quoted(value) if quoted else value
        elif kind is Kind.LIST:
            written = "[" + ", ".join(self.text(item) for item in value) + "]"
        elif kind is Kind.CONTEXT:
            written = "{" + ", ".join(f"{_key(key)}: {self.text(item)}" for key, item in value.items()) + "}"
        elif kind is Kind.RANGE:
            written = self._range(value)
        else:
            write = _TEXTS.get(kind)
            written = write(value) if write else f"<{kind.value}>"
        self._room -= len(written) + 1
        if self._room < 0:
            raise FeelTooLarge("文字过长，已停止计算。")
        return str(written)

    def _range(self, span: Range) -> str:
        start = "" if span.start is None else self.text(span.start)
        end = "" if span.end is None else self.text(span.end)
        return f"{'[' if span.start_included else '('}{start}..{end}{']' if span.end_included else ')'}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _key(key: str) -> str:
    return key if re.fullmatch(r"[\w ]+", key) else _quoted(key)


_TEXTS: dict[Kind, Callable[[Any], str]] = {
    Kind.NULL: lambda value: "null",
    Kind.BOOLEAN: lambda value: "true" if value else "false",
    Kind.NUMBER: number_text,
    Kind.DATE: temporal.write_date,
    Kind.TIME: temporal.write_time,
    Kind.MOMENT: temporal.write_moment,
    Kind.DURATION: temporal.write_duration,
    Kind.MONTHS: temporal.write_months,
}
