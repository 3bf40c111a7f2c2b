"""What the cells of one input column tell apart: sample values, one for each region that no cell divides further.

Only cells made of comparisons, ranges and literals are understood; whatever else a cell says is left open. Null is not
among the samples: what a table says of an input that is missing is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from ..errors import FeelError
from ..feel import compile_expression, compile_unary
from ..values import Kind, YearsMonths, as_number, kind_of

_LITERAL = (
    r'-?(?:\d+(?:\.\d+)?|\.\d+)|"(?:[^"\\]|\\.)*"|true|false|null|@"[^"]*"|'
    r'(?:date|date and time|duration)\(\s*"[^"]*"\s*\)'
)
_POINT = re.compile(rf"(?P<sign><=|>=|!=|<|>|=)?\s*(?P<literal>{_LITERAL})")
_RANGE = re.compile(rf"[\[\](]\s*(?P<low>{_LITERAL})\s*\.\.\s*(?P<high>{_LITERAL})\s*[\[\])]")
_SEPARATOR = re.compile(r"\s*(,|$)\s*")
_NOT = re.compile(r"not\s*\((.*)\)", re.S)
_STEPS: dict[Kind, Any] = {
    Kind.NUMBER: Decimal(1),
    Kind.DATE: timedelta(1),
    Kind.MOMENT: timedelta(1),
    Kind.DURATION: timedelta(1),
    Kind.MONTHS: YearsMonths(1),
}
MAX_SAMPLES = 400


def constants(text: str) -> list[Any] | None:
    """The values a cell compares its input with; None where the cell is more than comparisons with literals."""
    text = text.strip()
    if text in ("", "-"):
        return []
    negated = _NOT.fullmatch(text)
    rest, found = negated.group(1).strip() if negated else text, []
    position = 0
    while position < len(rest):
        piece = _RANGE.match(rest, position) or _POINT.match(rest, position)
        ended = _SEPARATOR.match(rest, piece.end()) if piece else None
        values = _values(piece) if piece and ended else None
        if values is None or ended is None:
            return None
        found += values
        position = ended.end()
    return found


def _values(piece: re.Match[str]) -> list[Any] | None:
    parts = piece.groupdict()
    texts = [parts["literal"]] if "literal" in parts else [parts["low"], parts["high"]]
    try:
        values = [compile_expression(text).evaluate({}) for text in texts]
    except FeelError:
        return None
    if any(value is None and text != "null" for value, text in zip(values, texts, strict=True)):
        return None
    in_order = "low" in parts or parts.get("sign") in ("<", ">", "<=", ">=")
    if in_order and any(kind_of(value) not in _STEPS for value in values):
        return None
    return [value for value in values if value is not None]


def samples(values: Iterable[Any], allowed: str, whole: bool, others: bool) -> list[Any] | None:
    """One value of each region that `values` divide: the values, what lies between them, below and above.

    `allowed` (unary tests, may be empty) leaves out what cannot be given; `whole` means natural numbers only; `others`
    that texts beside those listed are given, too. None where the values are of different kinds, of a kind without
    order, or too many.
    """
    limits = constants(allowed)
    if limits is None:
        return None
    critical = [*values, *limits]
    kinds = {kind_of(value) for value in critical}
    if len(kinds) != 1:
        return None
    (kind,) = kinds
    if kind is Kind.BOOLEAN:
        found: list[Any] = [True, False]
    elif kind is Kind.STRING:
        found = list(dict.fromkeys(critical))
        found += [_another(found)] if others else []
    elif kind in _STEPS:
        found = _spread(critical, kind, whole) or []
    else:
        return None
    if allowed:
        tests = compile_unary(allowed)
        found = [value for value in found if tests.matches(value, {}) is True]
    return found if 0 < len(found) <= MAX_SAMPLES else None


def _another(texts: list[str]) -> str:
    other = "其他"
    while other in texts:
        other += "…"
    return other


def _spread(critical: list[Any], kind: Kind, whole: bool) -> list[Any] | None:
    if kind is Kind.NUMBER:
        critical = [as_number(value) for value in critical]
    if kind is Kind.MOMENT and len({value.tzinfo is None for value in critical}) > 1:
        return None
    ends = sorted(set(critical))
    step = _STEPS[kind]
    try:
        found = [_less(ends[0], step)]
        for low, high in zip(ends, [*ends[1:], None], strict=True):
            found += [low, _more(low, step) if high is None else _between(low, high, kind, whole)]
    except (ArithmeticError, ValueError):
        return None
    found = [value for value in dict.fromkeys(found) if value is not None]
    return [value for value in found if value >= 0 and value == int(value)] if whole else found


def _more(value: Any, step: Any) -> Any:
    return YearsMonths(value.months + 1) if isinstance(value, YearsMonths) else value + step


def _less(value: Any, step: Any) -> Any:
    return YearsMonths(value.months - 1) if isinstance(value, YearsMonths) else value - step


def _between(low: Any, high: Any, kind: Kind, whole: bool) -> Any:
    """A value between two others, or None where there is none."""
    if kind is Kind.MONTHS:
        return YearsMonths(low.months + 1) if high.months - low.months > 1 else None
    if whole or (kind is Kind.DATE and not isinstance(low, datetime) and isinstance(low, date)):
        after = _more(low, _STEPS[kind])
        return after if after < high else None
    return low + (high - low) / 2
