"""From tree to closures: every kind of expression has one function in the table at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from decimal import DecimalException
from typing import TYPE_CHECKING, Any

from lark import Token, Tree

from ..errors import FeelError
from ..values import NUMBERS
from . import calls, control, operators, selecting, types, unary
from .functions import BUILTINS
from .scope import Code, Frame
from .temporal import read_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_DEPTH = 80

Node = Tree[Token]


class Compiler:
    """Compiles one text. `free` are the names it looks up outside, `possible` those that may be outside or in the
    items of a filter, `functions` the names it calls."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.free: dict[str, None] = {}
        self.possible: dict[str, None] = {}
        self.functions: dict[str, None] = {}
        self._scopes: list[frozenset[str] | None] = []
        self._depth = 0

    def code(self, node: Node) -> Code:
        """The closure of one expression; raises FeelError where it is nested too deeply."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FeelError("表达式嵌套过深。", text=self.text)
        try:
            return _RULES[node.data](self, node)
        finally:
            self._depth -= 1

    @contextmanager
    def names_in_sight(self, names: Sequence[str] | None) -> Iterator[None]:
        """While it is open, `names` are known; None is the inside of a filter, whose names come from the data."""
        self._scopes.append(None if names is None else frozenset(names))
        try:
            yield
        finally:
            self._scopes.pop()

    def is_declared(self, name: str) -> bool:
        """Whether the text itself introduces the name around here."""
        return any(scope is not None and name in scope for scope in self._scopes)

    def read(self, name: str) -> Code:
        """The closure that reads a name: from the scopes of the text, else from outside."""
        declared = self.is_declared(name)
        if not declared:
            # Inside a filter an unknown name may be an entry of the items: only the data can tell.
            (self.possible if None in self._scopes else self.free)[name] = None
        if declared or None in self._scopes:
            return _scoped(name)
        builtin = BUILTINS.get(name)
        if builtin:
            fallback = builtin.as_value()

            def read_or_builtin(frame: Frame) -> Any:
                found = frame.run.lookup(name)
                return fallback if found is None else found

            return read_or_builtin
        return lambda frame: frame.run.lookup(name)


def _scoped(name: str) -> Code:
    def read(frame: Frame) -> Any:
        here: Frame | None = frame
        while here is not None:
            if name in here.names:
                return here.names[name]
            here = here.parent
        return frame.run.lookup(name)

    return read


def constant(value: Any) -> Code:
    """The closure of a value that never changes."""
    return lambda frame: value


def _number(compiler: Compiler, node: Node) -> Code:
    try:
        return constant(NUMBERS.create_decimal(str(node.children[0])))
    except DecimalException:
        return constant(None)


def _at_literal(compiler: Compiler, node: Node) -> Code:
    token = node.children[0]
    value = read_literal(str(token))
    if value is None:
        # The standard says null; a date that cannot be is a slip of the pen, and the designer should hear of it.
        place = (getattr(token, "line", 1), getattr(token, "column", 1))
        raise FeelError(f'@"{token}" 不是有效的日期、时间或时长。', *place, compiler.text)
    return constant(value)


def _chain(compiler: Compiler, node: Node) -> Code:
    first, *rest = node.children
    operands = [compiler.code(operand) for operand in rest[1::2]]  # type: ignore[arg-type]
    signs = [sign.type for sign in rest[::2]]  # type: ignore[union-attr]
    return operators.chain(compiler.code(first), list(zip(signs, operands, strict=True)))  # type: ignore[arg-type]


def _compare(compiler: Compiler, node: Node) -> Code:
    left, relation, right = node.children
    return operators.compare(compiler.code(left), relation.type, compiler.code(right))  # type: ignore[arg-type,union-attr]


def _every_operand(make: Callable[..., Code]) -> Callable[[Compiler, Node], Code]:
    return lambda compiler, node: make(*(compiler.code(child) for child in node.children))  # type: ignore[arg-type]


def _listed_operands(make: Callable[[list[Code]], Code]) -> Callable[[Compiler, Node], Code]:
    return lambda compiler, node: make([compiler.code(child) for child in node.children])  # type: ignore[arg-type]


_RULES: dict[str, Callable[[Compiler, Node], Code]] = {
    "start": lambda compiler, node: compiler.code(node.children[0]),  # type: ignore[arg-type]
    "number": _number,
    "string": lambda compiler, node: constant(str(node.children[0])),
    "at_literal": _at_literal,
    "true": lambda compiler, node: constant(True),
    "false": lambda compiler, node: constant(False),
    "null": lambda compiler, node: constant(None),
    "name": lambda compiler, node: compiler.read(str(node.children[0])),
    "any_of": _listed_operands(operators.any_of),
    "all_of": _listed_operands(operators.all_of),
    "compare": _compare,
    "between": _every_operand(operators.between),
    "arithmetic": _chain,
    "negate": lambda compiler, node: operators.negate(compiler.code(node.children[1])),  # type: ignore[arg-type]
    "if_else": _every_operand(control.if_else),
    "list": _listed_operands(control.list_of),
    "context": control.context,
    "for_return": control.for_return,
    "some": control.some,
    "every": control.every,
    **{name: control.range_literal(*included) for name, included in control.BRACKETS.items()},
    "path": selecting.path,
    "filter": selecting.filtered,
    "call": calls.call,
    "function": calls.function_definition,
    "instance_of": types.instance_of,
    "within": unary.within_tests,
    "group": unary.group,
    "comparison_test": unary.comparison_range,
    "unary": unary.tests,
    "negated_unary": unary.negated_tests,
}
