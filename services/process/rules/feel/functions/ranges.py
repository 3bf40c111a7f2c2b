"""Range functions (DMN 10.3.4.9, after Allen): where points and ranges stand to each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import eq, gt, lt
from typing import Any

from ...comparing import ordered, same, within
from ...values import Range, kind_of
from ..control import range_of
from ..temporal import read_date, read_duration, read_literal, read_moment, read_time
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
    return _overlaps_before(two, one)


@builtin("finishes", "range1: range", "range2: range")
def _range_finishes(one: Range, two: Range) -> bool:
    same_end = one.end_included == two.end_included and _is(eq, one.end, two.end)
    return same_end and _either(gt, one.start, two.start, not one.start_included or two.start_included)


@builtin("finishes", "point: any", "range: range")
def _point_finishes(point: Any, span: Range) -> bool:
    return span.end_included and _is(eq, point, span.end)


@builtin("finished by", "range1: range", "range2: range")
def _finished_by_range(one: Range, two: Range) -> bool:
    return _range_finishes(two, one)


@builtin("finished by", "range: range", "point: any")
def _finished_by_point(span: Range, point: Any) -> bool:
    return _point_finishes(point, span)


@builtin("starts", "range1: range", "range2: range")
def _range_starts(one: Range, two: Range) -> bool:
    same_start = one.start_included == two.start_included and _is(eq, one.start, two.start)
    return same_start and _either(lt, one.end, two.end, not one.end_included or two.end_included)


@builtin("starts", "point: any", "range: range")
def _point_starts(point: Any, span: Range) -> bool:
    return span.start_included and _is(eq, point, span.start)


@builtin("started by", "range1: range", "range2: range")
def _started_by_range(one: Range, two: Range) -> bool:
    return _range_starts(two, one)


@builtin("started by", "range: range", "point: any")
def _started_by_point(span: Range, point: Any) -> bool:
    return _point_starts(point, span)


@builtin("includes", "range1: range", "range2: range")
def _includes_range(one: Range, two: Range) -> bool:
    begins = _either(lt, one.start, two.start, one.start_included or not two.start_included)
    return begins and _either(gt, one.end, two.end, one.end_included or not two.end_included)


@builtin("includes", "range: range", "point: any")
def _includes(span: Range, point: Any) -> bool | None:
    return within(point, span)


@builtin("during", "range1: range", "range2: range")
def _during_range(one: Range, two: Range) -> bool:
    return _includes_range(two, one)


@builtin("during", "point: any", "range: range")
def _during(point: Any, span: Range) -> bool | None:
    return within(point, span)


@builtin("coincides", "range1: range", "range2: range")
@builtin("coincides", "point1: any", "point2: any")
def _coincides(one: Any, two: Any) -> bool:
    if kind_of(one) is not kind_of(two):
        raise ValueError("not comparable")
    return _is(eq, one, two)


_RANGE = re.compile(r"\s*([\[(\]])(.*?)\.\.(.*)([\])\[])\s*", re.S)
_CALL = re.compile(r'@\s*"(?P<at>[^"]*)"|(?P<name>[a-z ]+?)\s*\(\s*"(?P<text>[^"]*)"\s*\)')
_READERS: dict[str, Callable[[str], Any]] = {
    "date": read_date,
    "time": read_time,
    "date and time": read_moment,
    "duration": read_duration,
}


@builtin("range", "from: string")
def _range(text: str) -> Range | None:
    """A range that stands in a text; an end that is left out is infinite and its bracket must be open."""
    found = _RANGE.fullmatch(text)
    if not found:
        return None
    opening, low, high, closing = found.groups()
    start, end = _end(low.strip()), _end(high.strip())
    if (start is None and (low.strip() or opening == "[")) or (end is None and (high.strip() or closing == "]")):
        return None
    return range_of(start, end, opening == "[", closing == "]")


def _end(word: str) -> Any:
    """An end of a range as it stands in a text: a number, a quoted string, `@"…"` or `date("…")`; None otherwise."""
    if len(word) > 1 and word[0] == word[-1] == '"' and '"' not in word[1:-1]:
        return word[1:-1]
    call = _CALL.fullmatch(word)
    if not call:
        return read_number(word)
    if call["at"] is not None:
        return read_literal(call["at"])
    read = _READERS.get(call["name"])
    return read(call["text"]) if read else None
