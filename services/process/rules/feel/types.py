"""Types: `x instance of T`, and the types of a function's parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lark import Token, Tree

from ..errors import FeelError
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
    wanted = sum(1 for child in node.children if isinstance(child, Tree)) - 1

    def check(value: Any, meter: Meter) -> bool:
        return isinstance(value, Function) and (value.names is None or len(value.names) == wanted)

    return check


_TYPES: dict[str, Callable[[Any], Check]] = {
    "named_type": _named,
    "element_type": _of_elements,
    "context_type": _of_context,
    "function_type": _of_function,
}
