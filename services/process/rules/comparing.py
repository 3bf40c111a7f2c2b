"""Equality, order and membership in three-valued logic: True, False, or None where values cannot be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from operator import ge, gt, le, lt
from typing import Any

from services.foundation.clock import SHANGHAI

from .far_dates import FarMoment, instant
from .limits import Meter
from .values import Kind, Range, as_number, kind_of

_ORDERED = frozenset((Kind.NUMBER, Kind.STRING, Kind.DATE, Kind.TIME, Kind.MOMENT, Kind.DURATION, Kind.MONTHS))


def same(left: Any, right: Any, meter: Meter | None = None) -> bool | None:
    """FEEL's `=` (DMN table 53): null equals null only; values of different kinds are not comparable (None).

    Lists and contexts cost their size on `meter`: a small text can build one that is exponentially large.
    """
    if left is None or right is None:
        return left is right
    kind = kind_of(left)
    if kind is not kind_of(right):
        return None
    nested = _NESTED.get(kind)
    if nested:
        return nested(left, right, meter or Meter())
    compare = _SAME.get(kind)
    return compare(left, right) if compare else left == right


def before(left: Any, right: Any) -> bool | None:
    """FEEL's `<`."""
    return ordered(lt, left, right)


def ordered(relation: Callable[[Any, Any], bool], left: Any, right: Any) -> bool | None:
    """`relation` (lt, le, gt, ge of `operator`) of two values of one ordered kind, else None."""
    kind = kind_of(left)
    if kind is not kind_of(right) or kind not in _ORDERED:
        return None
    if kind is Kind.NUMBER:
        return relation(as_number(left), as_number(right))
    if kind in (Kind.MOMENT, Kind.TIME):
        left, right = _comparable(left, right)
    return relation(left, right)


def within(value: Any, span: Range) -> bool | None:
    """Whether a value lies in a range; an end that is None is infinite."""
    low = True if span.start is None else ordered(ge if span.start_included else gt, value, span.start)
    high = True if span.end is None else ordered(le if span.end_included else lt, value, span.end)
    if low is None or high is None or (span.start is None and span.end is None):
        return None
    return low and high


def since_midnight(clock: time) -> timedelta:
    """Time since midnight UTC of a time of day (may be negative); a time without a zone is Shanghai's.

    A named zone's offset is taken in winter: a time of day has no date that could tell.
    """
    offset = (clock.tzinfo or SHANGHAI).utcoffset(datetime(2000, 1, 1)) or timedelta()
    return timedelta(0, clock.hour * 3600 + clock.minute * 60 + clock.second, clock.microsecond) - offset


def _comparable(left: Any, right: Any) -> tuple[Any, Any]:
    """Two moments (or times) on one scale: where only one bears a zone, the other is Shanghai's."""
    if isinstance(left, FarMoment) or isinstance(right, FarMoment):
        zone = SHANGHAI if left.tzinfo or right.tzinfo else None
        return instant(left, zone), instant(right, zone)
    if isinstance(left, datetime):
        return in_zone(left, right), in_zone(right, left)
    if left.tzinfo is None and right.tzinfo is None:
        return left, right
    return since_midnight(left), since_midnight(right)


def in_zone(moment: datetime, other: datetime) -> datetime:
    """`moment`, given Shanghai's zone if it has none and `other` has one."""
    if moment.tzinfo is None and other.tzinfo is not None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment


def _same_time(left: Any, right: Any) -> bool:
    one, two = _comparable(left, right)
    return bool(one == two)


def _same_list(left: list[Any], right: list[Any], meter: Meter) -> bool | None:
    meter.charge(1 + len(left))
    if len(left) != len(right):
        return False
    return _all(same(one, two, meter) for one, two in zip(left, right, strict=True))


def _same_context(left: dict[str, Any], right: dict[str, Any], meter: Meter) -> bool | None:
    meter.charge(1 + len(left))
    if left.keys() != right.keys():
        return False
    return _all(same(value, right[key], meter) for key, value in left.items())


def _same_range(left: Range, right: Range, meter: Meter) -> bool | None:
    if (left.start_included, left.end_included) != (right.start_included, right.end_included):
        return False
    return _all((same(left.start, right.start, meter), same(left.end, right.end, meter)))


def _all(answers: Iterable[bool | None]) -> bool | None:
    result: bool | None = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            result = None
    return result


_SAME: dict[Kind, Callable[[Any, Any], bool | None]] = {
    Kind.NUMBER: lambda left, right: as_number(left) == as_number(right),
    Kind.MOMENT: _same_time,
    Kind.TIME: _same_time,
    Kind.FUNCTION: lambda left, right: left is right,
    Kind.FOREIGN: lambda left, right: left is right,
}
_NESTED: dict[Kind, Callable[[Any, Any, Meter], bool | None]] = {
    Kind.LIST: _same_list,
    Kind.CONTEXT: _same_context,
    Kind.RANGE: _same_range,
}
