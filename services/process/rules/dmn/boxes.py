"""Boxed expressions: every kind of box has one function in the table at the end (decision tables: tables.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..feel.control import NoDomain, items_of
from ..feel.scope import Run
from ..values import Function, Kind, as_number, kind_of
from .compiling import EXPRESSIONS, Compiler, Maker, box_in, literal_box
from .errors import DmnError
from .invoking import invocation_box
from .scope import Box, Scope
from .xml import Element, kind, name_of, part, parts, text_of


def _context(compiler: Compiler, element: Element, owner: str) -> Box:
    entries: list[tuple[str, str | None, Box]] = []
    for entry in parts(element, "contextEntry"):
        variable = part(entry, "variable")
        name = name_of(variable)
        reference = None if variable is None else variable.get("typeRef")
        compiler.known_type(reference, owner)
        entries.append((name, reference, compiler.box(box_in(entry), owner)))

    def run(scope: Scope) -> Any:
        built: dict[str, Any] = {}
        inside = scope.with_names(built)
        for name, reference, box in entries:
            value = compiler.types.coerced(box(inside), reference, scope.run)
            if not name:
                return value
            built[name] = value
        return built

    return run


def _list(compiler: Compiler, element: Element, owner: str) -> Box:
    items = [compiler.box(item, owner) for item in parts(element, *EXPRESSIONS)]
    return lambda scope: [item(scope) for item in items]


def _relation(compiler: Compiler, element: Element, owner: str) -> Box:
    columns = [(name_of(column), column.get("typeRef")) for column in parts(element, "column")]
    rows = [[compiler.box(cell, owner) for cell in parts(row, *EXPRESSIONS)] for row in parts(element, "row")]
    if any(len(row) != len(columns) for row in rows):
        raise DmnError("关系表的行与列数目不符。", owner)

    def run(scope: Scope) -> list[dict[str, Any]]:
        return [
            {
                name: compiler.types.coerced(cell(scope), reference, scope.run)
                for (name, reference), cell in zip(columns, row, strict=True)
            }
            for row in rows
        ]

    return run


def function_box(compiler: Compiler, element: Element, owner: str, result: str | None = None) -> Box:
    """A boxed function, also the logic of a business knowledge model, whose results are of the type `result`."""
    if element.get("kind", "FEEL") != "FEEL":
        raise DmnError("只支持 FEEL 函数；Java 或 PMML 的外部函数不会执行。", owner)
    parameters = [(name_of(p), p.get("typeRef")) for p in parts(element, "formalParameter")]
    for _, reference in parameters:
        compiler.known_type(reference, owner)
    body = compiler.typed(compiler.box(box_in(element), owner), result)
    names = tuple(name for name, _ in parameters)
    if len(set(names)) != len(names):
        raise DmnError("函数的参数名称重复。", owner)

    def define(scope: Scope) -> Function:
        def call(run: Run, *arguments: Any) -> Any:
            given = {
                name: compiler.types.coerced(argument, reference, run)
                for (name, reference), argument in zip(parameters, arguments, strict=True)
            }
            return metered(run, scope.run, lambda: body(scope.with_names(given)))

        return Function(owner, names, call)

    return define


def metered(run: Run, own: Run, work: Callable[[], Any]) -> Any:
    """Do work counted on `own`, on the account of the evaluation that called for it."""
    before = own.calls
    own.steps = max(own.steps, run.steps)
    own.calls = max(before, run.calls)
    try:
        return work()
    finally:
        run.steps = max(run.steps, own.steps)
        own.calls = before


def _conditional(compiler: Compiler, element: Element, owner: str) -> Box:
    condition, yes, no = (compiler.inner(element, name, owner) for name in ("if", "then", "else"))
    return lambda scope: yes(scope) if condition(scope) is True else no(scope)


def _filter(compiler: Compiler, element: Element, owner: str) -> Box:
    source, match = _domain(compiler, element, owner), compiler.inner(element, "match", owner)

    def run(scope: Scope) -> Any:
        kept = []
        items = list(_walked(source(scope), scope))
        for position, item in enumerate(items):
            names = item if kind_of(item) is Kind.CONTEXT else {}
            found = match(scope.with_names({"item": item, **names}))
            if kind_of(found) is Kind.NUMBER:
                # As in FEEL's own filter, a number means the item at that place, counted from the end where negative.
                if as_number(found) in (position + 1, position - len(items)):
                    return item
            elif found is True:
                kept.append(item)
        return None if items and kind_of(found) is Kind.NUMBER else kept

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


def _domain(compiler: Compiler, element: Element, owner: str) -> Box:
    """What is walked through: a collection, or as FEEL's own `for` has it two ends (`1..n`)."""
    holder = part(element, "in")
    inner = None if holder is None else box_in(holder)
    text = "" if inner is None or kind(inner) != "literalExpression" else text_of(inner)
    if ".." in text and not text.startswith(("[", "(", "]")):
        return compiler.feel(f"for __item in {text} return __item", owner)
    return compiler.inner(element, "in", owner)


def _for(compiler: Compiler, element: Element, owner: str) -> Box:
    variable = name_of(element, "iteratorVariable")
    source, result = _domain(compiler, element, owner), compiler.inner(element, "return", owner)

    def run(scope: Scope) -> list[Any]:
        results: list[Any] = []
        for item in _walked(source(scope), scope):
            results.append(result(scope.with_names({variable: item, "partial": list(results)})))
        return results

    return _null_without_domain(run)


def _quantified(decisive: bool) -> Callable[[Compiler, Element, str], Box]:
    def make(compiler: Compiler, element: Element, owner: str) -> Box:
        variable = name_of(element, "iteratorVariable")
        source, condition = _domain(compiler, element, owner), compiler.inner(element, "satisfies", owner)

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
    "literalExpression": literal_box,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "invocation": invocation_box,
    "functionDefinition": function_box,
    "conditional": _conditional,
    "filter": _filter,
    "for": _for,
    "some": _quantified(True),
    "every": _quantified(False),
}
