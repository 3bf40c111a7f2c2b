"""Decision tables: which rules hold (8.2), and what the hit policy makes of them (8.2.10).

How a table is drawn (rules as rows or columns, crosstab) is a matter of its picture: the file always lists rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..errors import FeelError
from ..feel import UnaryTests, compile_expression
from ..feel.functions.conversion import Writing
from ..values import Kind, kind_of
from .compiling import Compiler
from .errors import DmnError
from .grids import Column, Grid
from .hits import POLICIES, Hit, Output, Policy, Table
from .scope import Box, Scope
from .types import Types
from .xml import Element, name_of, part, parts, text_of

MAX_RULES = 5_000
MAX_CELLS = 100_000


@dataclass(frozen=True, slots=True)
class _Input:
    written: Column
    value: Box
    allowed: UnaryTests | None


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    cells: tuple[UnaryTests, ...]
    outputs: tuple[Box, ...]


def table_box(compiler: Compiler, element: Element, owner: str) -> Box:
    """The box of a `decisionTable`; raises DmnError where rows and columns do not fit or the policy is unknown."""
    place = str(element.get("id") or owner)
    inputs = [_input(compiler, column, place) for column in parts(element, "input")]
    columns = parts(element, "output")
    table = _outputs(compiler, columns, place)
    key, policy = _policy(element, table, place)
    rows = parts(element, "rule")
    if len(rows) > MAX_RULES or len(rows) * (len(inputs) + len(columns)) > MAX_CELLS:
        raise DmnError(f"决策表过大（超过 {MAX_RULES} 条规则或 {MAX_CELLS} 个单元格）。", place)
    reader = _Rows(compiler, [column.written.label for column in inputs], columns, place)
    rules = [reader.rule(number, row) for number, row in enumerate(rows, 1)]
    if reader.problems:
        return compiler.broken(*reader.problems)
    compiler.grids.append(_grid(compiler, element, key, [column.written for column in inputs], place))

    def run(scope: Scope) -> Any:
        values = [_checked(compiler.types, column, scope, place) for column in inputs]
        hits = [
            Hit(rule.number, tuple(output(scope) for output in rule.outputs))
            for rule in rules
            if _holds(rule, values, scope, place)
        ]
        return policy(table, [_allowed(table, hit, scope) for hit in hits], scope)

    return run


def _policy(element: Element, table: Table, place: str) -> tuple[str, Policy]:
    name = " ".join(str(element.get("hitPolicy", "UNIQUE")).upper().split())
    aggregation = element.get("aggregation")
    key = f"COLLECT {aggregation}" if name == "COLLECT" and aggregation else name
    policy = POLICIES.get(key)
    if policy is None:
        raise DmnError(f"未知的命中策略“{key}”。", place)
    if aggregation and name == "COLLECT" and aggregation != "COUNT" and len(table.outputs) > 1:
        raise DmnError("汇总（C+ C< C>）的决策表只能有一个输出列。", place)
    if name in ("PRIORITY", "OUTPUT ORDER") and not any(output.order for output in table.outputs):
        raise DmnError("按优先级取值的决策表须列出输出值的先后次序。", place)
    if len({output.name for output in table.outputs}) != len(table.outputs):
        raise DmnError("输出列的名称重复。", place)
    return key, policy


def _input(compiler: Compiler, column: Element, place: str) -> _Input:
    where = str(column.get("id") or place)
    expression = part(column, "inputExpression")
    text = text_of(expression)
    if not text:
        raise DmnError("输入列没有表达式。", where)
    reference = None if expression is None else expression.get("typeRef")
    compiler.known_type(reference, where)
    allowed = text_of(part(column, "inputValues"))
    label = str(column.get("label") or text)
    try:
        value = compiler.feel(text, where)
        tests = compiler.tests(allowed, where) if allowed else None
    except DmnError as problem:
        raise problem.within(f"输入列“{label}”") from problem
    return _Input(Column(label, text, reference, allowed or compiler.types.listed(reference)), value, tests)


def _checked(types: Types, column: _Input, scope: Scope, place: str) -> Any:
    given, written = column.value(scope), column.written
    value = types.coerced(given, written.type_ref, scope.run)
    if value is None and given is not None:
        # The standard would go on with null, and perhaps no rule would hold: nobody would know why.
        text = Writing().text(given)
        raise DmnError(f"输入“{written.label}”的值 {text} 不是 {written.type_ref} 类型。", place)
    if value is not None and column.allowed:
        found = column.allowed.matches_within(scope.run, value, scope.lookup)
        if found is False:
            raise DmnError(f"输入“{written.label}”的值 {Writing().text(value)} 不在允许的取值之内。", place)
    return value


def _outputs(compiler: Compiler, columns: list[Element], place: str) -> Table:
    if not columns:
        raise DmnError("决策表没有输出列。", place)
    outputs = []
    for column in columns:
        name = name_of(column) or name_of(column, "label")
        if not name and len(columns) > 1:
            raise DmnError("有多个输出列时，每列都须有名称。", place)
        try:
            outputs.append(_output(compiler, column, name, place))
        except DmnError as problem:
            raise problem.within(f"输出列“{_label(column)}”") from problem
    return Table(place, tuple(outputs))


def _output(compiler: Compiler, column: Element, name: str, place: str) -> Output:
    reference = column.get("typeRef")
    compiler.known_type(reference, place)
    allowed = text_of(part(column, "outputValues"))
    default = text_of(part(column, "defaultOutputEntry"))
    return Output(
        name,
        _order(compiler, allowed or compiler.types.listed(reference)),
        compiler.tests(allowed, place) if allowed else None,
        compiler.typed(compiler.feel(default, place), reference) if default else None,
    )


def _label(column: Element) -> str:
    return str(column.get("label") or column.get("name") or "")


def _order(compiler: Compiler, allowed: str) -> tuple[Any, ...]:
    """The listed output values, best first; empty where they are not simply listed (a range, a comparison)."""
    if not allowed:
        return ()
    try:
        values = compile_expression(f"[{allowed}]", compiler.names).evaluate({})
    except FeelError:
        return ()
    return tuple(values) if kind_of(values) is Kind.LIST else ()


class _Rows:
    """The rules of one table being compiled; every wrong cell is a problem that names its rule and its column."""

    def __init__(self, compiler: Compiler, inputs: list[str], outputs: list[Element], place: str) -> None:
        self.problems: list[DmnError] = []
        self._compiler = compiler
        self._inputs = inputs
        self._outputs = outputs
        self._place = place

    def rule(self, number: int, row: Element) -> _Rule:
        """One rule; raises DmnError where it has not one cell for each column."""
        where = str(row.get("id") or self._place)
        cells, entries = parts(row, "inputEntry"), parts(row, "outputEntry")
        if (len(cells), len(entries)) != (len(self._inputs), len(self._outputs)):
            raise DmnError(f"第 {number} 条规则的单元格数与列数不符。", where)
        tests, boxes = [], []
        for label, cell in zip(self._inputs, cells, strict=True):
            with self._told(f"第 {number} 条规则，输入列“{label}”"):
                tests.append(self._compiler.tests(text_of(cell), where))
        for column, entry in zip(self._outputs, entries, strict=True):
            with self._told(f"第 {number} 条规则，输出列“{_label(column)}”"):
                boxes.append(self._entry(column, text_of(entry), where))
        return _Rule(number, tuple(tests), tuple(boxes))

    def _entry(self, column: Element, text: str, where: str) -> Box:
        if text in ("", "-"):
            return lambda scope: None
        return self._compiler.typed(self._compiler.feel(text, where), column.get("typeRef"))

    @contextmanager
    def _told(self, cell: str) -> Iterator[None]:
        try:
            yield
        except DmnError as problem:
            self.problems.append(problem.within(cell))


def _holds(rule: _Rule, values: list[Any], scope: Scope, place: str) -> bool:
    scope.run.charge()
    try:
        return all(
            cell.matches_within(scope.run, value, scope.lookup) is True
            for cell, value in zip(rule.cells, values, strict=True)
        )
    except FeelError as problem:
        raise DmnError(f"第 {rule.number} 条规则：{problem}", place) from problem


def _allowed(table: Table, hit: Hit, scope: Scope) -> Hit:
    for output, value in zip(table.outputs, hit.values, strict=True):
        if value is None or output.allowed is None:
            continue
        if output.allowed.matches_within(scope.run, value, scope.lookup) is False:
            text = Writing().text(value)
            raise DmnError(f"第 {hit.number} 条规则的输出 {text} 不在允许的取值之内。", table.place)
    return hit


def _grid(compiler: Compiler, element: Element, policy: str, columns: list[Column], place: str) -> Grid:
    rows = parts(element, "rule")
    return Grid(
        place,
        policy,
        tuple(columns),
        tuple(tuple(text_of(cell) for cell in parts(row, "inputEntry")) for row in rows),
        tuple(tuple(text_of(cell) for cell in parts(row, "outputEntry")) for row in rows),
        any(text_of(part(column, "defaultOutputEntry")) for column in parts(element, "output")),
        compiler.names,
    )
