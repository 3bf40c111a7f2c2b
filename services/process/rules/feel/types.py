"""Types: `x instance of T`, and the types of a function's parameters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, time
from typing import TYPE_CHECKING, Any

from lark import Token, Tree

from ..errors import FeelError
from ..far_dates import moment_of
from ..limits import Meter
from ..values import Function, Kind, Range, kind_of
from .scope import Code

if TYPE_CHECKING:
    from .compiler import Compiler, Node

Check = Callable[[Any, Meter], bool]
"""Whether a value is of a type; large values are paid for on the meter."""

KINDS_BY_NAME = {
    "number": Kind.NUMBER,
    "string": Kind.STRING,
    "boolean": Kind.BOOLEAN,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "date and time": Kind.MOMENT,
    "dateTime": Kind.MOMENT,
    "days and time duration": Kind.DURATION,
    "dayTimeDuration": Kind.DURATION,
    "years and months duration": Kind.MONTHS,
    "yearMonthDuration": Kind.MONTHS,
    "list": Kind.LIST,
    "context": Kind.CONTEXT,
    "range": Kind.RANGE,
    "function": Kind.FUNCTION,
    "Null": Kind.NULL,
}


def instance_of(compiler: Compiler, node: Node) -> Code:
    """`x instance of T`; null is an instance of Null alone."""
    value = compiler.code(node.children[0])  # type: ignore[arg-type]
    check = compile_type(node.children[1])
    return lambda frame: check(value(frame), frame.run)


def compile_type(node: Any) -> Check:
    """The test whether a value is of a type; raises FeelError for a type nobody knows."""
    return _TYPES[node.data](node)


def _named(node: Tree[Token]) -> Check:
    name = ".".join(str(part) for part in node.children)
    if name == "Any":
        return lambda value, meter: value is not None
    if name == "duration":
        return lambda value, meter: kind_of(value) in (Kind.DURATION, Kind.MONTHS)
    kind = KINDS_BY_NAME.get(name)
    if kind is None:
        token = node.children[0]
        line, column = getattr(token, "line", 1), getattr(token, "column", 1)
        raise FeelError(f"未知的类型“{name}”。", line or 1, column or 1)
    return lambda value, meter: kind_of(value) is kind


def _of_elements(node: Tree[Token]) -> Check:
    name, inner = str(node.children[0]), compile_type(node.children[2])
    if name == "list":
        return list_of(inner)
    if name == "range":
        return lambda value, meter: (
            isinstance(value, Range) and all(end is None or inner(end, meter) for end in (value.start, value.end))
        )
    raise FeelError(f"类型“{name}”不能带尖括号。")


def list_of(inner: Check) -> Check:
    """The type of lists whose items are of a type; null may be an item of any list."""

    def check(value: Any, meter: Meter) -> bool:
        if kind_of(value) is not Kind.LIST:
            return False
        meter.charge(1 + (len(value) >> 2))
        return all(item is None or inner(item, meter) for item in value)

    return check


def context_of(entries: list[tuple[str, Check]]) -> Check:
    """The type of contexts that have all these entries, if only as null; others may stand beside them."""

    def check(value: Any, meter: Meter) -> bool:
        if kind_of(value) is not Kind.CONTEXT:
            return False
        meter.charge(1 + len(entries))
        return all(key in value and (value[key] is None or test(value[key], meter)) for key, test in entries)

    return check


def _of_context(node: Tree[Token]) -> Check:
    parts = node.children[2:-1]
    entries = [(str(key), compile_type(kind)) for key, kind in zip(parts[::2], parts[1::2], strict=True)]
    return context_of(entries)


def _of_function(node: Tree[Token]) -> Check:
    wanted = [written(child) for child in node.children if isinstance(child, Tree)][:-1]

    def check(value: Any, meter: Meter) -> bool:
        if not isinstance(value, Function):
            return False
        return value.names is None or (len(value.names) == len(wanted) and _takes(value, wanted))

    return check


def _takes(function: Function, wanted: list[str]) -> bool:
    """Whether arguments of these types may be given to it; a parameter without a type takes anything."""
    return all(kind in (None, "Any", given) for kind, given in zip(function.types or wanted, wanted, strict=True))


def written(node: Any) -> str:
    """A type as one text, equal for equal types."""
    parts = [written(part) if isinstance(part, Tree) else str(part) for part in node.children]
    return ("." if node.data == "named_type" else " ").join(parts)


def conversions(value: Any) -> list[Any]:
    """What a value may become where it is not of the type asked for (DMN 10.3.2.9.4): the one item of a list,
    a list of the value, the midnight (UTC) of a date."""
    kind = kind_of(value)
    if kind is Kind.LIST:
        return [value[0]] if len(value) == 1 else []
    return [moment_of(value, time(tzinfo=UTC)), [value]] if kind is Kind.DATE else [[value]]


_TYPES: dict[str, Callable[[Any], Check]] = {
    "named_type": _named,
    "element_type": _of_elements,
    "context_type": _of_context,
    "function_type": _of_function,
}
