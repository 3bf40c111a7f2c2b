"""Hit policies: what a table answers when one, several or no rules hold (DMN 8.2.10 and 8.2.11).

UNIQUE with two rules and ANY with different results are errors that name the rules: a table never guesses.
Where no rule holds and no default is given, the answer is null (of a count: 0).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..comparing import same
from ..feel import UnaryTests
from ..feel.functions import BUILTINS
from .errors import DmnError
from .scope import Box, Scope


@dataclass(frozen=True, slots=True)
class Output:
    """One output column: its name, its values best first, what is allowed, and what stands where no rule holds."""

    name: str
    order: tuple[Any, ...]
    allowed: UnaryTests | None
    default: Box | None


@dataclass(frozen=True, slots=True)
class Table:
    """The output side of a table; `place` is its id."""

    place: str
    outputs: tuple[Output, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that holds (numbered from 1 as people see it) and the values of its outputs."""

    number: int
    values: tuple[Any, ...]


Policy = Callable[[Table, list[Hit], Scope], Any]


def _answer(table: Table, hit: Hit) -> Any:
    if len(table.outputs) == 1:
        return hit.values[0]
    return {output.name: value for output, value in zip(table.outputs, hit.values, strict=True)}


def _default(table: Table, scope: Scope) -> Any:
    """What a table says when no rule holds; None where no column has a default."""
    if all(output.default is None for output in table.outputs):
        return None
    values = tuple(None if output.default is None else output.default(scope) for output in table.outputs)
    return _answer(table, Hit(0, values))


def _numbers(hits: list[Hit]) -> str:
    return "、".join(str(hit.number) for hit in hits)


def _unique(table: Table, hits: list[Hit], scope: Scope) -> Any:
    if len(hits) > 1:
        raise DmnError(f"只应有一条规则成立，但第 {_numbers(hits)} 条同时成立。", table.place)
    return _answer(table, hits[0]) if hits else _default(table, scope)


def _any(table: Table, hits: list[Hit], scope: Scope) -> Any:
    for hit in hits[1:]:
        if not _say_the_same(hits[0], hit):
            raise DmnError(f"同时成立的规则结果应当一致，但第 {_numbers(hits)} 条结果不同。", table.place)
    return _answer(table, hits[0]) if hits else _default(table, scope)


def _say_the_same(one: Hit, two: Hit) -> bool:
    return all(same(left, right) is True for left, right in zip(one.values, two.values, strict=True))


def _first(table: Table, hits: list[Hit], scope: Scope) -> Any:
    return _answer(table, hits[0]) if hits else _default(table, scope)


def _rank(table: Table, hit: Hit) -> tuple[int, ...]:
    """Where a hit stands by its outputs, column after column; a value that is not listed comes last."""
    ranks = []
    for output, value in zip(table.outputs, hit.values, strict=True):
        if output.order:
            places = (place for place, listed in enumerate(output.order) if same(listed, value) is True)
            ranks.append(next(places, len(output.order)))
    return tuple(ranks)


def _sorted(table: Table, hits: list[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: _rank(table, hit))


def _priority(table: Table, hits: list[Hit], scope: Scope) -> Any:
    return _first(table, _sorted(table, hits), scope)


def _list(table: Table, hits: list[Hit], scope: Scope) -> Any:
    if hits:
        return [_answer(table, hit) for hit in hits]
    default = _default(table, scope)
    return None if default is None else [default]


def _output_order(table: Table, hits: list[Hit], scope: Scope) -> Any:
    return _list(table, _sorted(table, hits), scope)


def _aggregated(function: str) -> Policy:
    def aggregate(table: Table, hits: list[Hit], scope: Scope) -> Any:
        if not hits:
            return _default(table, scope)
        return BUILTINS[function].invoke(scope.run, [[hit.values[0] for hit in hits]])

    return aggregate


def _count(table: Table, hits: list[Hit], scope: Scope) -> Any:
    default = None if hits else _default(table, scope)
    return Decimal(len(hits)) if default is None else default


POLICIES: dict[str, Policy] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "PRIORITY": _priority,
    "FIRST": _first,
    "RULE ORDER": _list,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _list,
    "COLLECT SUM": _aggregated("sum"),
    "COLLECT MIN": _aggregated("min"),
    "COLLECT MAX": _aggregated("max"),
    "COLLECT COUNT": _count,
}
