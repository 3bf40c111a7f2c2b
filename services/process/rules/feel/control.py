"""Conditions, lists, contexts, ranges, loops and quantifiers as closures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from operator import ge, le
from typing import TYPE_CHECKING, Any

from ..comparing import ordered
from ..errors import FeelError
from ..far_dates import day_numbered
from ..limits import Meter, sized_list
from ..values import NUMBERS, Kind, Range, as_number, kind_of
from .scope import Code, Frame

if TYPE_CHECKING:
    from .compiler import Compiler, Node


def if_else(condition: Code, yes: Code, no: Code) -> Code:
    """`if c then a else b`; a condition that is not true chooses b."""
    return lambda frame: yes(frame) if condition(frame) is True else no(frame)


def list_of(items: list[Code]) -> Code:
    """`[a, b, ...]`."""
    room = len(items) >> 3

    def run(frame: Frame) -> list[Any]:
        frame.run.charge(room)
        return [item(frame) for item in items]

    return run


BRACKETS = {
    "closed_range": (True, True),
    "right_open_range": (True, False),
    "left_open_range": (False, True),
    "open_range": (False, False),
}
"""Which ends belong to a range, by how it is written."""


def range_literal(start_included: bool, end_included: bool) -> Callable[[Compiler, Node], Code]:
    """How a range with these brackets is compiled; ends that cannot be ordered make it null."""

    def make(compiler: Compiler, node: Node) -> Code:
        low, high = (compiler.code(end) for end in node.children)  # type: ignore[arg-type]

        def run(frame: Frame) -> Range | None:
            return range_of(low(frame), high(frame), start_included, end_included)

        return run

    return make


def range_of(start: Any, end: Any, start_included: bool, end_included: bool) -> Range | None:
    """A range, or null where its ends do not go together or stand the wrong way round."""
    if start is None and end is None:
        return None
    if start is not None and end is not None and not ordered(le, start, end):
        return None
    return Range(start, end, start_included and start is not None, end_included and end is not None)


def context(compiler: Compiler, node: Node) -> Code:
    """`{a: 1, b: a + 1}`: each entry sees those before it."""
    keys = [str(entry.children[0]) for entry in node.children]  # type: ignore[union-attr]
    for position, key in enumerate(keys):
        if key in keys[:position]:
            raise FeelError(f"上下文中的名称“{key}”重复。", text=compiler.text)
        if key.startswith("@"):
            raise FeelError(f"名称“{key}”不能以 @ 开头。", text=compiler.text)
    entries = []
    for position, entry in enumerate(node.children):
        # A function may call itself; any other entry of its own name means what is outside.
        itself = entry.children[1].data == "function"  # type: ignore[union-attr]
        with compiler.names_in_sight(keys[: position + itself]):
            entries.append((keys[position], compiler.code(entry.children[1])))  # type: ignore[union-attr,arg-type]

    room = len(entries) >> 1

    def run(frame: Frame) -> dict[str, Any]:
        frame.run.charge(room)
        built: dict[str, Any] = {}
        inside = Frame(frame.run, frame, built)
        for key, code in entries:
            built[key] = code(inside)
        return built

    return run


Domain = tuple[str, Code, Code | None]


def _iterators(compiler: Compiler, node: Node, stack: ExitStack) -> list[Domain]:
    """The domains of a loop; each variable is in sight of the domains that follow it."""
    domains: list[Domain] = []
    for iterator in node.children[:-1]:
        name, low, *high = iterator.children  # type: ignore[union-attr]
        low_code = _span_to_walk(compiler, low) or compiler.code(low)  # type: ignore[arg-type]
        high_code = compiler.code(high[0]) if high else None  # type: ignore[arg-type]
        domains.append((str(name), low_code, high_code))
        stack.enter_context(compiler.names_in_sight([str(name)]))
    return domains


def _span_to_walk(compiler: Compiler, node: Any) -> Code | None:
    """A range written where a loop begins: it may run downwards, which as a value it may not."""
    included = BRACKETS.get(node.data)
    if included is None:
        return None
    low, high = (compiler.code(end) for end in node.children)
    return lambda frame: Range(low(frame), high(frame), *included)


class NoDomain(Exception):
    """A loop over something that cannot be walked through: the whole is null."""


def _items(frame: Frame, low: Code, high: Code | None) -> Iterable[Any]:
    start = low(frame)
    return items_of(start) if high is None else _walk(start, high(frame))


def items_of(value: Any) -> Iterable[Any]:
    """What a loop over a value walks through; raises NoDomain where it cannot."""
    if isinstance(value, Range):
        return _walk_range(value)
    if value is None:
        raise NoDomain
    return value if kind_of(value) is Kind.LIST else [value]


def _walk_range(span: Range) -> Iterable[Any]:
    if kind_of(span.start) not in (Kind.NUMBER, Kind.DATE) or kind_of(span.end) is not kind_of(span.start):
        raise NoDomain
    step = 1 if ordered(le, span.start, span.end) else -1
    start = span.start if span.start_included else _next(span.start, step)
    end = span.end if span.end_included else _next(span.end, -step)
    return _walk(start, end) if ordered(le if step == 1 else ge, start, end) else []


def _next(value: Any, step: int) -> Any:
    return (
        day_numbered(value.toordinal() + step) if kind_of(value) is Kind.DATE else NUMBERS.add(as_number(value), step)
    )


def _walk(start: Any, end: Any) -> Iterator[Any]:
    """Whole numbers or days from start to end, both counted, upwards or downwards."""
    kind = kind_of(start)
    if kind is not kind_of(end) or kind not in (Kind.NUMBER, Kind.DATE):
        raise NoDomain
    if kind is Kind.DATE:
        return (day_numbered(number) for number in _counting(start.toordinal(), end.toordinal()))
    first, last = as_number(start), as_number(end)
    if first != int(first) or last != int(last):
        raise NoDomain
    return (Decimal(number) for number in _counting(int(first), int(last)))


def _counting(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _turns(frame: Frame, domains: list[Domain]) -> Iterator[Frame]:
    """One frame for each combination of the loop's variables, the last one turning fastest."""
    (name, low, high), *inner = domains
    for item in _items(frame, low, high):
        frame.run.charge()
        inside = Frame(frame.run, frame, {name: item})
        if inner:
            yield from _turns(inside, inner)
        else:
            yield inside


def for_return(compiler: Compiler, node: Node) -> Code:
    """`for x in list, y in 1..3 return e`; `partial` is the list of the results so far."""
    domains, result = _loop(compiler, node, ["partial"])

    def run(frame: Frame) -> list[Any] | None:
        results: list[Any] = []
        try:
            for inside in _turns(Frame(frame.run, frame, _Partial(results, frame.run)), domains):
                results.append(result(inside))
        except NoDomain:
            return None
        return sized_list(results)

    return run


class _Partial(dict[str, Any]):
    """The one name `partial`; a copy is taken (and paid for) when it is read, since the list still grows."""

    def __init__(self, results: list[Any], meter: Meter) -> None:
        super().__init__(partial=results)
        self._meter = meter

    def __getitem__(self, name: str) -> Any:
        results = super().__getitem__(name)
        self._meter.charge(len(results))
        return list(results)


def _loop(compiler: Compiler, node: Node, names: list[str]) -> tuple[list[Domain], Code]:
    with ExitStack() as stack:
        stack.enter_context(compiler.names_in_sight(names))
        domains = _iterators(compiler, node, stack)
        return domains, compiler.code(node.children[-1])  # type: ignore[arg-type]


def some(compiler: Compiler, node: Node) -> Code:
    """`some x in list satisfies c`: the disjunction of all turns."""
    return _quantified(compiler, node, decisive=True)


def every(compiler: Compiler, node: Node) -> Code:
    """`every x in list satisfies c`: the conjunction of all turns."""
    return _quantified(compiler, node, decisive=False)


def _quantified(compiler: Compiler, node: Node, decisive: bool) -> Code:
    domains, condition = _loop(compiler, node, [])

    def run(frame: Frame) -> bool | None:
        answer: bool | None = not decisive
        try:
            for inside in _turns(frame, domains):
                value: object = condition(inside)
                if value is decisive:
                    return decisive
                if not isinstance(value, bool):
                    answer = None
        except NoDomain:
            return None
        return answer

    return run
