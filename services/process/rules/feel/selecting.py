"""Paths (`a.b`) and filters (`list[condition]`, `list[1]`) as closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..limits import Meter
from ..values import Kind, as_number, kind_of
from .properties import PROPERTIES_OF
from .scope import NOTHING, Code, Frame

if TYPE_CHECKING:
    from .compiler import Compiler, Node


def path(compiler: Compiler, node: Node) -> Code:
    """`a.b`: an entry of a context, a property of a date or duration, or that of every item of a list."""
    source = compiler.code(node.children[0])  # type: ignore[arg-type]
    name = str(node.children[1])

    def run(frame: Frame) -> Any:
        value = source(frame)
        if type(value) is dict:
            return value.get(name)
        return part_of(value, name, frame.run)

    return run


def part_of(value: Any, name: str, meter: Meter) -> Any:
    """What `name` means inside a value; null where it means nothing. Never an attribute of a Python object."""
    kind = kind_of(value)
    if kind is Kind.CONTEXT:
        return value.get(name)
    if kind is Kind.LIST:
        meter.charge(len(value))
        return [part_of(item, name, meter) for item in value]
    read = PROPERTIES_OF.get(kind, NOTHING).get(name)
    return read(value) if read else None


def filtered(compiler: Compiler, node: Node) -> Code:
    """`list[c]`: a number counts from 1 (from the end if negative), a condition chooses; `item` is the item."""
    source = compiler.code(node.children[0])  # type: ignore[arg-type]
    with compiler.names_in_sight(["item"]), compiler.names_in_sight(None):
        condition = compiler.code(node.children[1])  # type: ignore[arg-type]

    def run(frame: Frame) -> Any:
        value = source(frame)
        if value is None:
            return None
        items = value if kind_of(value) is Kind.LIST else [value]
        return _choose(frame, items, condition)

    return run


def _choose(frame: Frame, items: list[Any], condition: Code) -> Any:
    chosen = []
    for item in items or [None]:
        frame.run.charge()
        answer = condition(_inside(frame, item))
        if answer is True:
            chosen.append(item)
        elif answer is not False and answer is not None:
            return _at(items, answer)
    return chosen if items else []


def _inside(frame: Frame, item: Any) -> Frame:
    inside = Frame(frame.run, frame, {"item": item})
    return Frame(frame.run, inside, item) if kind_of(item) is Kind.CONTEXT else inside


def _at(items: list[Any], index: Any) -> Any:
    if kind_of(index) is not Kind.NUMBER:
        return None
    number = as_number(index)
    if number != int(number):
        return None
    position = int(number)
    if position == 0 or abs(position) > len(items):
        return None
    return items[position - 1 if position > 0 else position]
