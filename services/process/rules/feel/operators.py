"""Arithmetic, comparison and three-valued logic as closures (DMN 10.3.2.7 and tables 50 to 58)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, DecimalException
from operator import ge, gt, le, lt
from typing import Any

from ..comparing import ordered, same
from ..limits import paid, sized_text
from ..values import NUMBERS, Kind, as_number, kind_of
from .scope import Code, Frame
from .temporal_arithmetic import TEMPORAL

Relation = Callable[[Any, Any], Any]
_EXACT = frozenset((Decimal, int))


def _divide(left: Any, right: Any) -> Decimal | None:
    return None if right == 0 else NUMBERS.divide(left, right)


_NUMERIC: dict[str, Callable[[Any, Any], Any]] = {
    "PLUS": NUMBERS.add,
    "MINUS": NUMBERS.subtract,
    "TIMES": NUMBERS.multiply,
    "DIVIDE": _divide,
    "POWER": NUMBERS.power,
}


def arithmetic(sign: str) -> Callable[[Any, Any], Any]:
    """The function that computes one of + - * / **; null for kinds that do not go together."""
    numeric = _NUMERIC[sign]

    def compute(left: Any, right: Any) -> Any:
        if type(left) in _EXACT and type(right) in _EXACT:
            try:
                return numeric(left, right)
            except DecimalException:
                return None
        return _compute_others(sign, left, right)

    return compute


def _compute_others(sign: str, left: Any, right: Any) -> Any:
    kinds = (kind_of(left), kind_of(right))
    try:
        if kinds == (Kind.NUMBER, Kind.NUMBER):
            return _NUMERIC[sign](as_number(left), as_number(right))
        if kinds == (Kind.STRING, Kind.STRING):
            return sized_text(left + right) if sign == "PLUS" else None
        rule = TEMPORAL.get((sign, *kinds))
        return rule(left, right) if rule else None
    except (ArithmeticError, ValueError):
        # Out of the calendar (year 1 to 9999) or of the durations' range.
        return None


def chain(first: Code, rest: Sequence[tuple[str, Code]]) -> Code:
    """`first` and then each sign with its operand, from the left."""
    if len(rest) == 1:
        sign, operand = rest[0]
        compute = arithmetic(sign)
        return lambda frame: paid(compute(first(frame), operand(frame)), frame.run)
    steps = [(arithmetic(sign), operand) for sign, operand in rest]

    def run(frame: Frame) -> Any:
        value = first(frame)
        for compute, operand in steps:
            value = paid(compute(value, operand(frame)), frame.run)
        return value

    return run


def negate(operand: Code) -> Code:
    """Unary minus of numbers and durations."""

    def run(frame: Frame) -> Any:
        value = operand(frame)
        kind = kind_of(value)
        if kind is Kind.NUMBER:
            return NUMBERS.minus(as_number(value))
        if kind in (Kind.DURATION, Kind.MONTHS):
            return _compute_others("TIMES", value, -1)
        return None

    return run


def _different(left: Any, right: Any) -> bool | None:
    answer = same(left, right)
    return None if answer is None else not answer


def _by_order(relation: Relation) -> Relation:
    def compare(left: Any, right: Any) -> bool | None:
        if type(left) in _EXACT and type(right) in _EXACT:
            return relation(left, right)
        return ordered(relation, left, right)

    return compare


RELATIONS: dict[str, Relation] = {
    "EQ": same,
    "NE": _different,
    "LT": _by_order(lt),
    "LE": _by_order(le),
    "GT": _by_order(gt),
    "GE": _by_order(ge),
}


def compare(left: Code, sign: str, right: Code) -> Code:
    """One of = != < <= > >=."""
    relation = RELATIONS[sign]
    if sign not in ("EQ", "NE"):
        return lambda frame: relation(left(frame), right(frame))

    def run(frame: Frame) -> bool | None:
        one, two = left(frame), right(frame)
        if type(one) is str and type(two) is str:
            return (one == two) is (sign == "EQ")
        answer = same(one, two, frame.run)
        return answer if answer is None or sign == "EQ" else not answer

    return run


def between(value: Code, low: Code, high: Code) -> Code:
    """`x between a and b`: both ends count."""
    at_least, at_most = RELATIONS["GE"], RELATIONS["LE"]

    def run(frame: Frame) -> bool | None:
        found = value(frame)
        return both(at_least(found, low(frame)), at_most(found, high(frame)))

    return run


def both(left: Any, right: Any) -> bool | None:
    """Three-valued conjunction of two values (what is not a boolean counts as null)."""
    if left is False or right is False:
        return False
    return True if left is True and right is True else None


def all_of(operands: Sequence[Code]) -> Code:
    """`a and b and ...`; stops at the first false."""

    def run(frame: Frame) -> bool | None:
        answer: bool | None = True
        for operand in operands:
            value = operand(frame)
            if value is False:
                return False
            if value is not True:
                answer = None
        return answer

    return run


def any_of(operands: Sequence[Code]) -> Code:
    """`a or b or ...`; stops at the first true."""

    def run(frame: Frame) -> bool | None:
        answer: bool | None = False
        for operand in operands:
            value = operand(frame)
            if value is True:
                return True
            if value is not False:
                answer = None
        return answer

    return run
