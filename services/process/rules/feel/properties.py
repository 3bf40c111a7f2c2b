"""The properties that dates, times, durations and ranges have (DMN table 65)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from ..far_dates import AnyMoment
from ..values import Kind, YearsMonths
from .temporal_arithmetic import date_of, microseconds

Reader = Callable[[Any], Any]


def _offset(value: AnyMoment | time) -> timedelta | None:
    if isinstance(value, time) and value.tzinfo:
        # A zone by name needs a day to tell its offset: a time of day alone is told by the winter's.
        return value.tzinfo.utcoffset(datetime(2000, 1, 1))
    return value.utcoffset()


def _clock(value: AnyMoment | time) -> time:
    return value if isinstance(value, time) else value.timetz()


def _zone(value: AnyMoment | time) -> str | None:
    return getattr(value.tzinfo, "key", None)


def _part(span: timedelta, unit: int, within: int | None) -> Decimal:
    seconds = abs(microseconds(span)) // 1_000_000 // unit
    seconds = seconds if within is None else seconds % within
    return Decimal(-seconds if span < timedelta() else seconds)


def _months(span: YearsMonths, years: bool) -> Decimal:
    part = abs(span.months) // 12 if years else abs(span.months) % 12
    return Decimal(-part if span.months < 0 else part)


_OF_DATE: dict[str, Reader] = {
    "year": lambda value: Decimal(date_of(value).year),
    "month": lambda value: Decimal(date_of(value).month),
    "day": lambda value: Decimal(date_of(value).day),
    "weekday": lambda value: Decimal(date_of(value).isoweekday()),
}
_OF_TIME: dict[str, Reader] = {
    "hour": lambda value: Decimal(_clock(value).hour),
    "minute": lambda value: Decimal(_clock(value).minute),
    "second": lambda value: Decimal(_clock(value).second),
    "time offset": _offset,
    "timezone": _zone,
}
_OF_RANGE: dict[str, Reader] = {
    "start": lambda span: span.start,
    "end": lambda span: span.end,
    "start included": lambda span: span.start_included,
    "end included": lambda span: span.end_included,
}
PROPERTIES_OF: dict[Kind, dict[str, Reader]] = {
    Kind.DATE: _OF_DATE,
    Kind.TIME: _OF_TIME,
    Kind.MOMENT: _OF_DATE | _OF_TIME,
    Kind.DURATION: {
        "days": lambda span: _part(span, 86_400, None),
        "hours": lambda span: _part(span, 3_600, 24),
        "minutes": lambda span: _part(span, 60, 60),
        "seconds": lambda span: _part(span, 1, 60),
    },
    Kind.MONTHS: {
        "years": lambda span: _months(span, True),
        "months": lambda span: _months(span, False),
    },
    Kind.RANGE: _OF_RANGE,
}
