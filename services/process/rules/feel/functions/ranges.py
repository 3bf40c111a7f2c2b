"""Range functions (DMN 10.3.4.9, after Allen): where points and ranges stand to each other."""

from __future__ import annotations

from operator import eq, gt, lt
from typing import Any

from ...comparing import ordered, same, within
from ...values import Range, kind_of
from ..control import range_of
from ..temporal import read_literal
from .builtin import builtin
from .conversion import read_number


def _is(relation: Any, one: Any, two: Any) -> bool:
    answer = same(one, two) if relation is eq else ordered(relation, one, two)
    if answer is None:
        raise ValueError("not comparable")
    return answer


def _either(strict: Any, one: Any, two: Any, touching: bool) -> bool:
    """`one` is strictly on that side of `two`, or they are equal and that is enough."""
    return _is(strict, one, two) or (touching and _is(eq, one, two))


@builtin("before", "range1: range", "range2: range")
def _range_before_range(one: Range, two: Range) -> bool:
    return _either(lt, one.end, two.start, not (one.end_included and two.start_included))


@builtin("before", "point: any", "range: range")
def _point_before_range(point: Any, span: Range) -> bool:
    return _either(lt, point, span.start, not span.start_included)


@builtin("before", "range: range", "point: any")
def _range_before_point(span: Range, point: Any) -> bool:
    return _either(lt, span.end, point, not span.end_included)


@builtin("before", "point1: any", "point2: any")
def _point_before_point(one: Any, two: Any) -> bool:
    return _is(lt, one, two)


@builtin("after", "range1: range", "range2: range")
def _range_after_range(one: Range, two: Range) -> bool:
    return _range_before_range(two, one)


@builtin("after", "point: any", "range: range")
def _point_after_range(point: Any, span: Range) -> bool:
    return _range_before_point(span, point)


@builtin("after", "range: range", "point: any")
def _range_after_point(span: Range, point: Any) -> bool:
    return _point_before_range(point, span)


@builtin("after", "point1: any", "point2: any")
def _point_after_point(one: Any, two: Any) -> bool:
    return _is(gt, one, two)


@builtin("meets", "range1: range", "range2: range")
def _meets(one: Range, two: Range) -> bool:
    return one.end_included and two.start_included and _is(eq, one.end, two.start)


@builtin("met by", "range1: range", "range2: range")
def _met_by(one: Range, two: Range) -> bool:
    return _meets(two, one)


@builtin("overlaps", "range1: range", "range2: range")
def _overlaps(one: Range, two: Range) -> bool:
    reaches = _either(gt, one.end, two.start, one.end_included and two.start_included)
    return reaches and _either(lt, one.start, two.end, one.start_included and two.end_included)


@builtin("overlaps before", "range1: range", "range2: range")
def _overlaps_before(one: Range, two: Range) -> bool:
    begins = _either(lt, one.start, two.start, one.start_included and not two.start_included)
    reaches = _either(gt, one.end, two.start, one.end_included and two.start_included)
    ends = _either(lt, one.end, two.end, not one.end_included or two.end_included)
    return begins and reaches and ends


@builtin("overlaps after", "range1: range", "range2: range")
def _overlaps_after(one: Range, two: Range) -> bool:
    begins = _either(gt, one.start, two.start, two.start_included or not one.start_included)
    reaches = _either(lt, one.start, two.end, one.start_included and two.end_included)
    ends = _either(gt, one.end, two.end, one.end_included and not two.end_included)
    return reaches and ends and begins


@builtin("finishes", "point: any", "range: range")
def _point_finishes(point: Any, span: Range) -> bool:
    return span.end_included and _is(eq, point, span.end)


@builtin("finishes", "range1: range", "range2: range")
def _range_finishes(one: Range, two: Range) -> bool:
    same_end = one.end_included == two.end_included and _is(eq, one.end, two.end)
    return same_end and _either(gt, one.start, two.start, not one.start_included or two.start_included)


@builtin("finished by", "range: range", "point: any")
def _finished_by_point(span: Range, point: Any) -> bool:
    return _range_finishes(point, span) if isinstance(point, Range) else _point_finishes(point, span)


@builtin("starts", "point: any", "range: range")
def _point_starts(point: Any, span: Range) -> bool:
    if isinstance(point, Range):
        return _range_starts(point, span)
    return span.start_included and _is(eq, point, span.start)


def _range_starts(one: Range, two: Range) -> bool:
    same_start = one.start_included == two.start_included and _is(eq, one.start, two.start)
    return same_start and _either(lt, one.end, two.end, not one.end_included or two.end_included)


@builtin("started by", "range: range", "point: any")
def _started_by(span: Range, point: Any) -> bool:
    return _point_starts(point, span)


@builtin("includes", "range: range", "point: any")
def _includes(span: Range, point: Any) -> bool | None:
    if not isinstance(point, Range):
        return within(point, span)
    begins = _either(lt, span.start, point.start, span.start_included or not point.start_included)
    return begins and _either(gt, span.end, point.end, span.end_included or not point.end_included)


@builtin("during", "point: any", "range: range")
def _during(point: Any, span: Range) -> bool | None:
    return _includes(span, point)


@builtin("coincides", "point1: any", "point2: any")
def _coincides(one: Any, two: Any) -> bool:
    if kind_of(one) is not kind_of(two):
        raise ValueError("not comparable")
    return _is(eq, one, two)


@builtin("range", "from: string")
def _range(text: str) -> Range | None:
    stripped = text.strip()
    if len(stripped) < 4 or stripped[0] not in "[(]" or stripped[-1] not in "])[" or ".." not in stripped:
        return None
    low, _, high = stripped[1:-1].partition("..")
    start, end = _end(low), _end(high)
    if (low.strip() and start is None) or (high.strip() and end is None):
        return None
    return range_of(start, end, stripped[0] == "[", stripped[-1] == "]")


def _end(text: str) -> Any:
    """An end of a range as it stands in a text: a number, a quoted string, a date, a time, a duration."""
    word = text.strip()
    if word.startswith('"') and word.endswith('"') and len(word) > 1:
        return word[1:-1]
    inner = word.partition('"')[2].rpartition('"')[0]
    if inner:
        return read_literal(inner)
    number = read_number(word)
    return read_literal(word) if number is None else number
