"""Boxed expressions: every kind of box has one function in the table at the end (decision tables: tables.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import FeelError
from ..feel import Expression, UnaryTests, compile_expression, compile_unary
from ..feel.calling import invoke
from ..feel.control import NoDomain, items_of
from ..feel.scope import Run
from ..values import Function, Kind, kind_of
from .errors import DmnError
from .scope import Box, Scope
from .types import Types
from .xml import Element, kind, part, parts, text_of

EXPRESSIONS = (
    "literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
    "conditional", "filter", "for", "some", "every",
)  # fmt: skip


class Compiler:
    """Compiles the boxes of one model: `makers` has one function for each kind of box.

    What is wrong is kept in `problems`, and that box raises when it is used.
    """

    def __init__(self, types: Types, names: Iterable[str], makers: Mapping[str, Maker]) -> None:
        self._makers = makers
        self.types = types
        self.names = tuple(names)
        self.problems: list[DmnError] = []

    def box(self, element: Element | None, owner: str) -> Box:
        """The box of an expression element; `owner` is the id of what holds it."""
        if element is None:
            return self.broken(DmnError("没有决策逻辑。", owner))
        make = self._makers.get(kind(element))
        if make is None:
            return self.broken(DmnError(f"不支持的表达式类型 {kind(element)}。", owner))
        try:
            box = make(self, element, owner)
        except DmnError as problem:
            return self.broken(problem)
        reference = element.get("typeRef")
        if not self.types.knows(reference):
            return self.broken(DmnError(f"未知的类型“{reference}”。", owner))
        return self.typed(box, reference)

    def typed(self, box: Box, reference: str | None) -> Box:
        """The box with its value made to fit a type."""
        if not reference:
            return box
        return lambda scope: self.types.coerced(box(scope), reference, scope.run)

    def broken(self, problem: DmnError) -> Box:
        """A box that says what is wrong with it whenever it is asked."""
        self.problems.append(problem)

        def refuse(scope: Scope) -> Any:
            raise problem

        return refuse

    def expression(self, text: str, owner: str) -> Expression:
        """A compiled FEEL text; raises DmnError."""
        try:
            return compile_expression(text, self.names)
        except FeelError as problem:
            raise DmnError(f"{problem}（{text[:60]}）", owner) from problem

    def tests(self, text: str, owner: str) -> UnaryTests:
        """Compiled unary tests; raises DmnError."""
        try:
            return compile_unary(text, self.names)
        except FeelError as problem:
            raise DmnError(f"{problem}（{text[:60]}）", owner) from problem

    def feel(self, text: str, owner: str) -> Box:
        """The box of a FEEL text."""
        expression = self.expression(text, owner)

        def run(scope: Scope) -> Any:
            try:
                return expression.evaluate_within(scope.run, scope.lookup)
            except FeelError as problem:
                raise DmnError(f"{problem}（{text[:60]}）", owner) from problem

        return run

    def inner(self, element: Element, name: str, owner: str) -> Box:
        """The box inside a named child: `<if>`, `<return>`, `<in>` ..."""
        holder = part(element, name)
        return self.box(None if holder is None else box_in(holder), owner)


Maker = Callable[[Compiler, Element, str], Box]


def box_in(element: Element) -> Element | None:
    """The expression element that an element holds."""
    return part(element, *EXPRESSIONS)


def _literal(compiler: Compiler, element: Element, owner: str) -> Box:
    language = str(element.get("expressionLanguage") or "feel").lower()
    if "feel" not in language:
        raise DmnError("只支持 FEEL 表达式。", owner)
    text = text_of(element)
    if not text:
        raise DmnError("表达式为空。", owner)
    return compiler.feel(text, owner)


def _context(compiler: Compiler, element: Element, owner: str) -> Box:
    entries: list[tuple[str | None, str | None, Box]] = []
    for entry in parts(element, "contextEntry"):
        variable = part(entry, "variable")
        name = None if variable is None else str(variable.get("name"))
        reference = None if variable is None else variable.get("typeRef")
        entries.append((name, reference, compiler.box(box_in(entry), owner)))

    def run(scope: Scope) -> Any:
        built: dict[str, Any] = {}
        inside = scope.with_names(built)
        for name, reference, box in entries:
            value = compiler.types.coerced(box(inside), reference, scope.run)
            if name is None:
                return value
            built[name] = value
        return built

    return run


def _list(compiler: Compiler, element: Element, owner: str) -> Box:
    items = [compiler.box(item, owner) for item in parts(element, *EXPRESSIONS)]
    return lambda scope: [item(scope) for item in items]


def _relation(compiler: Compiler, element: Element, owner: str) -> Box:
    columns = [str(column.get("name")) for column in parts(element, "column")]
    rows = [[compiler.box(cell, owner) for cell in parts(row, *EXPRESSIONS)] for row in parts(element, "row")]
    if any(len(row) != len(columns) for row in rows):
        raise DmnError("关系表的行与列数目不符。", owner)
    return lambda scope: [{name: cell(scope) for name, cell in zip(columns, row, strict=True)} for row in rows]


def _invocation(compiler: Compiler, element: Element, owner: str) -> Box:
    called = compiler.box(box_in(element), owner)
    bindings: list[tuple[str, Box]] = []
    for binding in parts(element, "binding"):
        parameter = part(binding, "parameter")
        name = "" if parameter is None else str(parameter.get("name"))
        bindings.append((name, compiler.box(box_in(binding), owner)))

    def run(scope: Scope) -> Any:
        function = called(scope)
        if not isinstance(function, Function):
            return None
        values = [box(scope) for _, box in bindings]
        return invoke(scope.run, function, values, tuple(name for name, _ in bindings))

    return run


def function_box(compiler: Compiler, element: Element, owner: str) -> Box:
    """A boxed function, also the logic of a business knowledge model."""
    if element.get("kind", "FEEL") != "FEEL":
        raise DmnError("只支持 FEEL 函数。", owner)
    parameters = [(str(p.get("name")), p.get("typeRef")) for p in parts(element, "formalParameter")]
    body = compiler.box(box_in(element), owner)
    names = tuple(name for name, _ in parameters)

    def define(scope: Scope) -> Function:
        def call(run: Run, *arguments: Any) -> Any:
            given = {
                name: compiler.types.coerced(argument, reference, run)
                for (name, reference), argument in zip(parameters, arguments, strict=True)
            }
            return metered(run, scope, lambda: body(scope.with_names(given)))

        return Function(owner, names, call)

    return define


def metered(run: Run, scope: Scope, work: Callable[[], Any]) -> Any:
    """Do work of `scope` on the account of the evaluation that called for it."""
    before = scope.run.calls
    scope.run.steps = max(scope.run.steps, run.steps)
    scope.run.calls = max(before, run.calls)
    try:
        return work()
    finally:
        run.steps = max(run.steps, scope.run.steps)
        scope.run.calls = before


def _conditional(compiler: Compiler, element: Element, owner: str) -> Box:
    condition, yes, no = (compiler.inner(element, name, owner) for name in ("if", "then", "else"))
    return lambda scope: yes(scope) if condition(scope) is True else no(scope)


def _filter(compiler: Compiler, element: Element, owner: str) -> Box:
    source, match = compiler.inner(element, "in", owner), compiler.inner(element, "match", owner)

    def run(scope: Scope) -> Any:
        kept = []
        for item in _walked(source(scope), scope):
            names = item if kind_of(item) is Kind.CONTEXT else {}
            if match(scope.with_names({"item": item, **names})) is True:
                kept.append(item)
        return kept

    return _null_without_domain(run)


def _walked(value: Any, scope: Scope) -> Iterable[Any]:
    for item in items_of(value):
        scope.run.charge()
        yield item


def _null_without_domain(box: Box) -> Box:
    def run(scope: Scope) -> Any:
        try:
            return box(scope)
        except NoDomain:
            return None

    return run


def _for(compiler: Compiler, element: Element, owner: str) -> Box:
    variable = str(element.get("iteratorVariable"))
    source, result = compiler.inner(element, "in", owner), compiler.inner(element, "return", owner)

    def run(scope: Scope) -> list[Any]:
        results: list[Any] = []
        for item in _walked(source(scope), scope):
            results.append(result(scope.with_names({variable: item, "partial": list(results)})))
        return results

    return _null_without_domain(run)


def _quantified(decisive: bool) -> Callable[[Compiler, Element, str], Box]:
    def make(compiler: Compiler, element: Element, owner: str) -> Box:
        variable = str(element.get("iteratorVariable"))
        source, condition = compiler.inner(element, "in", owner), compiler.inner(element, "satisfies", owner)

        def run(scope: Scope) -> bool | None:
            answer: bool | None = not decisive
            for item in _walked(source(scope), scope):
                value: object = condition(scope.with_names({variable: item}))
                if value is decisive:
                    return decisive
                if not isinstance(value, bool):
                    answer = None
            return answer

        return _null_without_domain(run)

    return make


BOXES: dict[str, Maker] = {
    "literalExpression": _literal,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": _invocation,
    "functionDefinition": function_box,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _quantified(True),
    "every": _quantified(False),
}
