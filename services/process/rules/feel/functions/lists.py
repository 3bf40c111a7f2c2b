"""List functions (DMN 10.3.4.4). Positions count from 1; -1 is the last."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from typing import Any

from ...comparing import ordered, same
from ...limits import Meter, size_allowed, sized_list, sized_text
from ...values import NUMBERS, Function, Kind, as_number, kind_of
from ..calling import invoke
from ..operators import arithmetic
from ..scope import Run
from .builtin import builtin

_plus, _times, _divided = arithmetic("PLUS"), arithmetic("TIMES"), arithmetic("DIVIDE")
_SUMMED = (Kind.NUMBER, Kind.DURATION, Kind.MONTHS)


def _of_items(body: Callable[[list[Any]], Any]) -> Callable[..., Any]:
    return lambda *items: body(list(items))


def _aggregate(name: str, body: Callable[[list[Any]], Any]) -> None:
    """A function of one list, or of its items one by one."""
    builtin(name, "list: list")(body)
    builtin(name, "item: any", "items: any*")(_of_items(body))


def _extreme(relation: Callable[[Any, Any], bool]) -> Callable[[list[Any]], Any]:
    def find(items: list[Any]) -> Any:
        best = items[0] if items else None
        for item in items:
            better = ordered(relation, item, best)
            if better is None:
                return None
            best = item if better else best
        return best

    return find


def _numbers(items: list[Any]) -> list[Decimal] | None:
    if not items or any(kind_of(item) is not Kind.NUMBER for item in items):
        return None
    return [Decimal(as_number(item)) for item in items]


def total(items: list[Any]) -> Any:
    """The sum of numbers or of durations of one kind; null for an empty list."""
    if not items or kind_of(items[0]) not in _SUMMED or any(kind_of(i) is not kind_of(items[0]) for i in items):
        return None
    return reduce(_plus, items)


def _mean(items: list[Any]) -> Any:
    return _divided(total(items), Decimal(len(items))) if items else None


def _product(items: list[Any]) -> Any:
    numbers = _numbers(items)
    return reduce(_times, numbers) if numbers else None


def _median(items: list[Any]) -> Decimal | None:
    numbers = sorted(_numbers(items) or [])
    if not numbers:
        return None
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else NUMBERS.divide(numbers[middle - 1] + numbers[middle], Decimal(2))


def _stddev(items: list[Any]) -> Decimal | None:
    numbers = _numbers(items)
    if numbers is None or len(numbers) < 2:
        return None
    mean = NUMBERS.divide(reduce(NUMBERS.add, numbers), len(numbers))
    squares = [NUMBERS.power(NUMBERS.subtract(number, mean), 2) for number in numbers]
    return NUMBERS.sqrt(NUMBERS.divide(reduce(NUMBERS.add, squares), len(numbers) - 1))


def _mode(items: list[Any]) -> list[Decimal] | None:
    if not items:
        return []
    numbers = _numbers(items)
    if numbers is None:
        return None
    counts: dict[Decimal, int] = {}
    for number in numbers:
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)


def _conjunction(items: list[Any]) -> bool | None:
    answers = _truths(items)
    return False if False in answers else (None if None in answers else True)


def _disjunction(items: list[Any]) -> bool | None:
    answers = _truths(items)
    return True if True in answers else (None if None in answers else False)


def _truths(items: list[Any]) -> set[bool | None]:
    """Which of true, false and null there are; what is no boolean counts as null."""
    return {item if isinstance(item, bool) else None for item in items}


_aggregate("min", _extreme(lambda one, two: one < two))
_aggregate("max", _extreme(lambda one, two: one > two))
_aggregate("sum", total)
_aggregate("mean", _mean)
_aggregate("product", _product)
_aggregate("median", _median)
_aggregate("stddev", _stddev)
_aggregate("mode", _mode)
_aggregate("all", _conjunction)
_aggregate("any", _disjunction)


@builtin("count", "list: list")
def _count(items: list[Any]) -> Decimal:
    return Decimal(len(items))


@builtin("list contains", "list: list", "element: any", metered=True)
def _contains(meter: Meter, items: list[Any], element: Any) -> bool:
    return any(same(item, element, meter) is True for item in _each(items, meter))


def _each(items: list[Any], meter: Meter) -> list[Any]:
    meter.charge(len(items) >> 2)
    return items


@builtin("sublist", "list: list", "start position: number", "length: number?")
def _sublist(items: list[Any], start: Any, length: Any = None) -> list[Any] | None:
    first = position(start, len(items))
    if first is None:
        return None
    if length is None:
        return items[first:]
    wanted = int(as_number(length))
    return items[first : first + wanted] if wanted >= 1 and first + wanted <= len(items) else None


def position(number: Any, size: int) -> int | None:
    """A FEEL position as Python counts, or None where there is no such place."""
    place = int(as_number(number))
    if place == 0 or abs(place) > size:
        return None
    return place - 1 if place > 0 else size + place


@builtin("append", "list: list!", "item: any", "items: any*")
def _append(items: list[Any] | None, *added: Any) -> list[Any]:
    return sized_list([*([None] if items is None else items), *added])


@builtin("concatenate", "list: list", "lists: list*")
def _concatenate(*lists: list[Any]) -> list[Any]:
    return sized_list([item for items in lists for item in sized_list(items)])


@builtin("insert before", "list: list", "position: number", "newItem: any")
def _insert(items: list[Any], place: Any, item: Any) -> list[Any] | None:
    where = position(place, len(items))
    return None if where is None else sized_list([*items[:where], item, *items[where:]])


@builtin("remove", "list: list", "position: number")
def _remove(items: list[Any], place: Any) -> list[Any] | None:
    where = position(place, len(items))
    return None if where is None else [*items[:where], *items[where + 1 :]]


@builtin("list replace", "list: list", "position: number", "newItem: any")
def _replace(items: list[Any], place: Any, item: Any) -> list[Any] | None:
    where = position(place, len(items))
    return None if where is None else [*items[:where], item, *items[where + 1 :]]


@builtin("list replace", "list: list", "match: function", "newItem: any", metered=True)
def _replace_matching(run: Run, items: list[Any], match: Function, new: Any) -> list[Any] | None:
    answers = [invoke(run, match, [item, new]) for item in items]
    if any(not isinstance(answer, bool) for answer in answers):
        return None
    return [new if answer else item for item, answer in zip(items, answers, strict=True)]


@builtin("reverse", "list: list")
def _reverse(items: list[Any]) -> list[Any]:
    return items[::-1]


@builtin("index of", "list: list", "match: any", metered=True)
def _index_of(meter: Meter, items: list[Any], match: Any) -> list[Decimal]:
    found = enumerate(_each(items, meter), 1)
    return [Decimal(place) for place, item in found if same(item, match, meter) is True]


def _distinct(meter: Meter, items: list[Any]) -> list[Any]:
    kept: list[Any] = []
    for item in items:
        if not _contains(meter, kept, item):
            kept.append(item)
    return kept


builtin("distinct values", "list: list", metered=True)(_distinct)


@builtin("duplicate values", "list: list", metered=True)
def _duplicates(meter: Meter, items: list[Any]) -> list[Any]:
    return _distinct(meter, [item for item in items if len(_index_of(meter, items, item)) > 1])


@builtin("union", "list: list", "lists: list*", metered=True)
def _union(meter: Meter, *lists: list[Any]) -> list[Any]:
    return _distinct(meter, _concatenate(*lists))


@builtin("flatten", "list: list", metered=True)
def _flatten(meter: Meter, items: list[Any]) -> list[Any]:
    flat: list[Any] = []
    for item in items:
        meter.charge()
        flat.extend(_flatten(meter, item)) if kind_of(item) is Kind.LIST else flat.append(item)
    return sized_list(flat)


@builtin("partition", "list: list", "size: number")
def _partition(items: list[Any], size: Any) -> list[list[Any]] | None:
    wide = int(as_number(size))
    return [items[first : first + wide] for first in range(0, len(items), wide)] if wide > 0 else None


@builtin("string join", "list: list", "delimiter: string?", "prefix: string?", "suffix: string?")
def _join(items: list[Any], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None) -> Any:
    if any(item is not None and not isinstance(item, str) for item in items):
        return None
    words = [item for item in items if item is not None]
    size_allowed(sum(map(len, words)) + len(delimiter or "") * len(words))
    return sized_text((prefix or "") + (delimiter or "").join(words) + (suffix or ""))


@builtin("is", "value1: any", "value2: any", metered=True)
def _is(meter: Meter, one: Any, two: Any) -> bool:
    if kind_of(one) is not kind_of(two):
        return False
    zones = getattr(one, "tzinfo", None) is None, getattr(two, "tzinfo", None) is None
    return zones[0] == zones[1] and same(one, two, meter) is True
