"""What compiling a box needs: the types and names of the model, the makers of each kind, and where problems go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import FeelError
from ..feel import Expression, UnaryTests, compile_expression, compile_unary
from .errors import DmnError
from .grids import Grid
from .scope import Box, Scope
from .spelling import Spelling
from .types import Types
from .xml import Element, kind, part, text_of

EXPRESSIONS = (
    "literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition",
    "conditional", "filter", "for", "some", "every",
)  # fmt: skip
SHOWN = 60


class Compiler:
    """Compiles the boxes of one model: `makers` has one function for each kind of box.

    What is wrong is kept in `problems`, and that box raises when it is used. `grids` are the tables met, `used` the
    names that the texts compiled so far look up.
    """

    def __init__(self, types: Types, names: Iterable[str], makers: Mapping[str, Maker]) -> None:
        self._makers = makers
        self._spelling = Spelling(types)
        self.types = types
        self.names = tuple(names)
        self.problems: list[DmnError] = []
        self.grids: list[Grid] = []
        self.used: set[str] = set()

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
        self.known_type(reference, owner)
        return self.typed(box, reference)

    def known_type(self, reference: str | None, owner: str) -> None:
        """Keep a problem where a type is nowhere defined; a value of it may then be anything."""
        if not self.types.knows(reference):
            self.problems.append(DmnError(f"未知的类型“{reference}”。", owner))

    def typed(self, box: Box, reference: str | None) -> Box:
        """The box with its value made to fit a type."""
        if not reference:
            return box
        return lambda scope: self.types.coerced(box(scope), reference, scope.run)

    def broken(self, problem: DmnError, *more: DmnError) -> Box:
        """A box that says what is wrong with it whenever it is asked."""
        self.problems += [problem, *more]

        def refuse(scope: Scope) -> Any:
            raise problem

        return refuse

    def expression(self, text: str, owner: str) -> Expression:
        """A compiled FEEL text; raises DmnError."""
        try:
            expression = compile_expression(self._spelling.of(text), self.names)
        except FeelError as problem:
            raise _said(problem, text, owner) from problem
        self.used |= {*expression.names, *expression.functions}
        return expression

    def tests(self, text: str, owner: str) -> UnaryTests:
        """Compiled unary tests; raises DmnError."""
        try:
            tests = compile_unary(self._spelling.of(text), self.names)
        except FeelError as problem:
            raise _said(problem, text, owner) from problem
        self.used |= {*tests.names, *tests.functions}
        return tests

    def feel(self, text: str, owner: str) -> Box:
        """The box of a FEEL text."""
        expression = self.expression(text, owner)

        def run(scope: Scope) -> Any:
            try:
                return expression.evaluate_within(scope.run, scope.lookup)
            except FeelError as problem:
                raise DmnError(f"{problem}（{text[:SHOWN]}）", owner) from problem

        return run

    def inner(self, element: Element, name: str, owner: str) -> Box:
        """The box inside a named child: `<if>`, `<return>`, `<in>` ..."""
        holder = part(element, name)
        if holder is None:
            return self.broken(DmnError(f"缺少 {name} 一格。", owner))
        self.known_type(holder.get("typeRef"), owner)
        return self.typed(self.box(box_in(holder), owner), holder.get("typeRef"))


def _said(problem: FeelError, text: str, owner: str) -> DmnError:
    offer = f"，可改为：{problem.repair[:SHOWN]}" if problem.repair else ""
    return DmnError(f"{problem}（{text[:SHOWN]}{offer}）", owner, problem.repair)


Maker = Callable[[Compiler, Element, str], Box]


def box_in(element: Element) -> Element | None:
    """The expression element that an element holds."""
    return part(element, *EXPRESSIONS)


def literal_box(compiler: Compiler, element: Element, owner: str) -> Box:
    """A FEEL text; raises DmnError for another language."""
    language = str(element.get("expressionLanguage") or "feel").lower()
    if "feel" not in language:
        raise DmnError("只支持 FEEL 表达式。", owner)
    text = text_of(element)
    if not text:
        raise DmnError("表达式为空。", owner)
    return compiler.feel(text, owner)
