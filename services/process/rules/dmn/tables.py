"""Decision tables: which rules hold (8.2), and what the hit policy makes of them (8.2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..errors import FeelError
from ..feel import UnaryTests, compile_expression
from ..feel.functions.conversion import Writing
from ..values import Kind, kind_of
from .boxes import Compiler
from .errors import DmnError
from .hits import POLICIES, Hit, Output, Table
from .scope import Box, Scope
from .types import Types
from .xml import Element, part, parts, text_of


@dataclass(frozen=True, slots=True)
class _Input:
    label: str
    value: Box
    type_ref: str | None
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
    table = _outputs(compiler, element, place)
    rules = [
        _rule(compiler, number, rule, (len(inputs), len(table.outputs)), place)
        for number, rule in enumerate(parts(element, "rule"), 1)
    ]
    policy = _policy(element, table, place)

    def run(scope: Scope) -> Any:
        values = [_checked(compiler.types, column, scope, place) for column in inputs]
        hits = [
            Hit(rule.number, tuple(output(scope) for output in rule.outputs))
            for rule in rules
            if _holds(rule, values, scope, place)
        ]
        return policy(table, [_allowed(table, hit, scope) for hit in hits], scope)

    return run


def _policy(element: Element, table: Table, place: str) -> Any:
    name = str(element.get("hitPolicy", "UNIQUE")).upper()
    aggregation = element.get("aggregation")
    key = f"COLLECT {aggregation}" if name == "COLLECT" and aggregation else name
    policy = POLICIES.get(key)
    if policy is None:
        raise DmnError(f"未知的命中策略“{key}”。", place)
    if aggregation and name == "COLLECT" and aggregation != "COUNT" and len(table.outputs) > 1:
        raise DmnError("汇总（C+ C< C>）的决策表只能有一个输出列。", place)
    if name in ("PRIORITY", "OUTPUT ORDER") and not any(output.order for output in table.outputs):
        raise DmnError("按优先级取值的决策表须列出输出值的先后次序。", place)
    return policy


def _input(compiler: Compiler, column: Element, place: str) -> _Input:
    expression = part(column, "inputExpression")
    text = text_of(expression)
    if not text:
        raise DmnError("输入列没有表达式。", str(column.get("id") or place))
    reference = None if expression is None else expression.get("typeRef")
    allowed = text_of(part(column, "inputValues"))
    return _Input(
        str(column.get("label") or text),
        compiler.feel(text, str(column.get("id") or place)),
        reference,
        compiler.tests(allowed, place) if allowed else None,
    )


def _checked(types: Types, column: _Input, scope: Scope, place: str) -> Any:
    given = column.value(scope)
    value = types.coerced(given, column.type_ref, scope.run)
    if value is None and given is not None:
        # The standard would go on with null, and perhaps no rule would hold: nobody would know why.
        raise DmnError(f"输入“{column.label}”的值 {Writing().text(given)} 不是 {column.type_ref} 类型。", place)
    if value is not None and column.allowed:
        found = column.allowed.matches_within(scope.run, value, scope.lookup)
        if found is False:
            raise DmnError(f"输入“{column.label}”的值 {Writing().text(value)} 不在允许的取值之内。", place)
    return value


def _outputs(compiler: Compiler, element: Element, place: str) -> Table:
    columns = parts(element, "output")
    if not columns:
        raise DmnError("决策表没有输出列。", place)
    outputs = []
    for column in columns:
        name = str(column.get("name") or column.get("label") or "")
        if not name and len(columns) > 1:
            raise DmnError("有多个输出列时，每列都须有名称。", place)
        allowed = text_of(part(column, "outputValues"))
        default = text_of(part(column, "defaultOutputEntry"))
        outputs.append(
            Output(
                name,
                _order(compiler, allowed, place),
                compiler.tests(allowed, place) if allowed else None,
                compiler.feel(default, place) if default else None,
            )
        )
    return Table(place, tuple(outputs))


def _order(compiler: Compiler, allowed: str, place: str) -> tuple[Any, ...]:
    """The listed output values, best first; empty where they are not simply listed (a range, a comparison)."""
    if not allowed:
        return ()
    try:
        values = compile_expression(f"[{allowed}]", compiler.names).evaluate({})
    except FeelError:
        return ()
    return tuple(values) if kind_of(values) is Kind.LIST else ()


def _rule(compiler: Compiler, number: int, rule: Element, shape: tuple[int, int], place: str) -> _Rule:
    where = str(rule.get("id") or f"{place} 第 {number} 条规则")
    cells, entries = parts(rule, "inputEntry"), parts(rule, "outputEntry")
    if (len(cells), len(entries)) != shape:
        raise DmnError(f"第 {number} 条规则的单元格数与列数不符。", where)
    tests = []
    for cell in cells:
        try:
            tests.append(compiler.tests(text_of(cell), where))
        except DmnError as problem:
            raise DmnError(f"第 {number} 条规则：{problem.sentence}", where) from problem
    return _Rule(number, tuple(tests), tuple(_entry(compiler, entry, number, where) for entry in entries))


def _entry(compiler: Compiler, entry: Element, number: int, where: str) -> Box:
    text = text_of(entry)
    if text in ("", "-"):
        return lambda scope: None
    try:
        return compiler.feel(text, where)
    except DmnError as problem:
        raise DmnError(f"第 {number} 条规则：{problem.sentence}", where) from problem


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
