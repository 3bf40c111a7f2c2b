"""Numeric functions (DMN 10.3.4.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from ...values import NUMBERS, YearsMonths, as_number
from .builtin import builtin

_SCALES = (-6111, 6176)


def _rounded(rounding: str) -> Callable[..., Decimal | None]:
    def compute(value: Any, scale: Any = Decimal(0)) -> Decimal | None:
        if scale is None:
            return None
        number, digits = Decimal(as_number(value)), int(as_number(scale))
        if not _SCALES[0] <= digits <= _SCALES[1]:
            return None
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent <= digits:
            return number
        return number.quantize(Decimal((0, (1,), -digits)), rounding=rounding, context=NUMBERS).normalize(NUMBERS) + 0

    return compute


for _name, _rounding in (
    ("decimal", ROUND_HALF_EVEN),
    ("round up", ROUND_UP),
    ("round down", ROUND_DOWN),
    ("round half up", ROUND_HALF_UP),
    ("round half down", ROUND_HALF_DOWN),
):
    builtin(_name, "n: number", "scale: number")(_rounded(_rounding))
builtin("round half even", "n: number", "scale: number")(_rounded(ROUND_HALF_EVEN))
for _name, _rounding in (("floor", ROUND_FLOOR), ("ceiling", ROUND_CEILING)):
    builtin(_name, "n: number", "scale: number?")(_rounded(_rounding))


@builtin("abs", "n: number")
def _abs(value: Any) -> Decimal:
    return NUMBERS.abs(Decimal(as_number(value)))


@builtin("abs", "n: days and time duration")
def _abs_duration(value: timedelta) -> timedelta:
    return abs(value)


@builtin("abs", "n: years and months duration")
def _abs_months(value: YearsMonths) -> YearsMonths:
    return YearsMonths(abs(value.months))


@builtin("modulo", "dividend: number", "divisor: number")
def _modulo(dividend: Any, divisor: Any) -> Decimal | None:
    left, right = Decimal(as_number(dividend)), Decimal(as_number(divisor))
    if right == 0:
        return None
    # The result takes the divisor's sign: dividend - divisor * floor(dividend / divisor).
    remainder = NUMBERS.remainder(left, right)
    return remainder if remainder == 0 or remainder.is_signed() == right.is_signed() else NUMBERS.add(remainder, right)


@builtin("sqrt", "number: number")
def _sqrt(value: Any) -> Decimal | None:
    number = Decimal(as_number(value))
    return None if number < 0 else NUMBERS.sqrt(number)


@builtin("log", "number: number")
def _log(value: Any) -> Decimal | None:
    number = Decimal(as_number(value))
    return None if number <= 0 else NUMBERS.ln(number)


@builtin("exp", "number: number")
def _exp(value: Any) -> Decimal:
    return NUMBERS.exp(Decimal(as_number(value)))


@builtin("odd", "number: number")
def _odd(value: Any) -> bool:
    return abs(NUMBERS.remainder(Decimal(as_number(value)), Decimal(2))) == 1


@builtin("even", "number: number")
def _even(value: Any) -> bool:
    return NUMBERS.remainder(Decimal(as_number(value)), Decimal(2)) == 0
