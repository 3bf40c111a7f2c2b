"""Unary tests: what follows `in`, and what stands in the cells of a decision table (DMN 10.3.2.8 and 7.3.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from lark import Tree

from ..comparing import same, within
from ..errors import FeelError
from ..values import Kind, Range, kind_of
from .operators import RELATIONS
from .scope import Code, Frame, Run

if TYPE_CHECKING:
    from .compiler import Compiler, Node

Test = Callable[[Any, Frame], bool | None]


def tests(compiler: Compiler, node: Node) -> Code:
    """The tests of one cell, any of which may hold of `?`."""
    with compiler.names_in_sight(["?"]):
        each = [_test(compiler, child) for child in node.children]

    def run(frame: Frame) -> bool | None:
        return _any(frame.names["?"], frame, each)

    return run


def negated_tests(compiler: Compiler, node: Node) -> Code:
    """`not(a, b)` in a cell."""
    plain = tests(compiler, node)

    def run(frame: Frame) -> bool | None:
        answer = plain(frame)
        return None if answer is None else not answer

    return run


def within_tests(compiler: Compiler, node: Node) -> Code:
    """`x in test` and `x in (test, test)`."""
    value = compiler.code(node.children[0])  # type: ignore[arg-type]
    target = node.children[1]
    parts = target.children if isinstance(target, Tree) and target.data == "group" else [target]
    each = [_test(compiler, part) for part in parts]

    def run(frame: Frame) -> bool | None:
        return _any(value(frame), frame, each)

    return run


def group(compiler: Compiler, node: Node) -> Code:
    """Parentheses: `(a)`, or `(> 5)`, the range of what is greater than 5."""
    if len(node.children) != 1:
        raise FeelError("括号中有多个值；列表请用方括号 [ ]。", text=compiler.text)
    return compiler.code(node.children[0])  # type: ignore[arg-type]


def comparison_range(compiler: Compiler, node: Node) -> Code:
    """`> 5` as a value: a range with one end."""
    relation, operand = node.children
    sign = relation.type  # type: ignore[union-attr]
    end = compiler.code(operand)  # type: ignore[arg-type]
    if sign == "NE":
        raise FeelError("“!=” 不能单独构成范围。", text=compiler.text)
    closed = sign in ("LE", "GE", "EQ")

    def run(frame: Frame) -> Range | None:
        value = end(frame)
        if value is None:
            return None
        low, high = sign in ("GT", "GE", "EQ"), sign in ("LT", "LE", "EQ")
        return Range(value if low else None, value if high else None, low and closed, high and closed)

    return run


def _any(value: Any, frame: Frame, each: list[Test]) -> bool | None:
    answer: bool | None = False
    for test in each:
        found = test(value, frame)
        if found is True:
            return True
        if found is None:
            answer = None
    return answer


def _test(compiler: Compiler, node: Any) -> Test:
    if node.data == "comparison_test":
        relation = RELATIONS[node.children[0].type]
        operand = compiler.code(node.children[1])
        return lambda value, frame: relation(value, operand(frame))
    code = compiler.code(node)
    if _mentions_input(node):
        return lambda value, frame: _as_answer(code(frame))
    return lambda value, frame: holds(value, code(frame), frame.run)


def _mentions_input(node: Tree[Any]) -> bool:
    return any(found.children[0] == "?" for found in node.find_data("name"))


def _as_answer(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def holds(value: Any, tested: Any, run: Run) -> bool | None:
    """Whether `value` passes a test that gave `tested`: equal to it, in its range, in its list, or it is true."""
    if isinstance(tested, Range):
        # A range equals itself; anything else is asked whether it lies inside.
        return same(value, tested, run) if isinstance(value, Range) else within(value, tested)
    if kind_of(tested) is Kind.LIST:
        return _in_list(value, tested, run)
    if isinstance(tested, bool) and not isinstance(value, bool):
        return tested if value is not None else None
    return same(value, tested, run)


def _in_list(value: Any, items: list[Any], run: Run) -> bool | None:
    if kind_of(value) is Kind.LIST and same(value, items, run):
        return True
    return _first_true(holds(value, item, run) for item in _charged(items, run))


def _charged(items: list[Any], run: Run) -> Iterator[Any]:
    for item in items:
        run.charge()
        yield item


def _first_true(answers: Iterator[bool | None]) -> bool | None:
    # A null among the items is no match rather than "unknown": `3 in [1, null]` is false (DMN table 55).
    return any(answer is True for answer in answers)
