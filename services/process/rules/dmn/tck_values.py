"""The values of the kit's test files (`inputNode`, `expected`): read as FEEL's, and compared with what we say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from ..comparing import same
from ..feel import temporal
from ..feel.names import normal
from ..values import Kind, as_number, kind_of
from .xml import Element, kind, name_of, part, parts

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_CLOSE = Decimal("0.00000001")
"""The kit writes its expected numbers shorter than 34 digits; its own runner compares them this closely."""


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip())
    except InvalidOperation:
        return None


_DURATION = ("duration", "dayTimeDuration", "yearMonthDuration")
_NUMBER = ("decimal", "double", "float", "integer", "int", "long", "short", "byte", "nonNegativeInteger",
           "positiveInteger")  # fmt: skip
_READ: dict[str, Callable[[str], Any]] = {
    "string": str,
    "boolean": lambda text: text.strip() in ("true", "1"),
    "date": lambda text: temporal.read_date(text.strip()),
    "time": lambda text: temporal.read_time(text.strip()),
    "dateTime": lambda text: temporal.read_moment(text.strip()),
    **dict.fromkeys(_DURATION, lambda text: temporal.read_duration(text.strip())),
    **dict.fromkeys(_NUMBER, _number),
}


def value_of(element: Element) -> Any:
    """The value that stands in an `inputNode`, `expected`, `item` or `component`."""
    if _nil(element):
        return None
    components = parts(element, "component")
    if components:
        return {name_of(component): value_of(component) for component in components}
    inner = part(element, "value", "list")
    if inner is None or _nil(inner):
        return None
    if kind(inner) == "list":
        return [value_of(item) for item in parts(inner, "item")]
    name = str(inner.get(_TYPE) or "string").rpartition(":")[2]
    return _READ.get(name, str)("".join(map(str, inner.itertext())))


def _nil(element: Element) -> bool:
    return str(element.get(_NIL)).strip() in ("true", "1")


def alike(expected: Any, got: Any) -> bool:
    """Whether our answer is the kit's: numbers closely, everything else exactly."""
    one, two = kind_of(expected), kind_of(got)
    if one is not two:
        return False
    if one is Kind.NUMBER:
        return bool(abs(Decimal(as_number(expected)) - Decimal(as_number(got))) <= _CLOSE)
    if one is Kind.LIST:
        return len(expected) == len(got) and all(map(alike, expected, got))
    if one is Kind.CONTEXT:
        named = {normal(str(key)): value for key, value in got.items()}
        return expected.keys() == named.keys() and all(alike(expected[key], named[key]) for key in expected)
    return same(expected, got) is True
