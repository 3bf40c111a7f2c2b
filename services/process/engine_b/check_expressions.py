"""Every FEEL text is compiled here, so that none fails only when somebody's case reaches it."""

from collections.abc import Callable, Iterator
from typing import Any

from services.foundation.errors import Faulty
from services.process.rules.feel import HOST_NAMES, Expression, compile_expression
from services.process.rules.feel.functions import BUILTINS

from .check_elements import problem
from .definition import Problem
from .dialect import extensions
from .drawing import Drawing, Node
from .faults import ExpressionFailed
from .moments import cycle, duration, moment
from .source import bpmn, local, text_of

READERS: dict[str, Callable[[Any, str], Any]] = {"timeDate": moment, "timeDuration": duration, "timeCycle": cycle}


def check_expressions(drawing: Drawing) -> Iterator[Problem]:
    """All expressions of elements, of flows and of message subscriptions."""
    for node in drawing.nodes.values():
        for text in dict.fromkeys(node.element.expressions):
            yield from (problem(node, message) for message in _faults(text))
        yield from (problem(node, message) for message in _plain(node))
    for edge in drawing.edges:
        if edge.flow.condition:
            for message in [*_faults(edge.flow.condition), *_must_compute(edge.flow.condition, "条件")]:
                yield Problem(edge.file, edge.flow.id, message)
    for source in drawing.sources:
        for drawn in source.root.iter(bpmn("message")):
            key = extensions(drawn).correlation_key
            for message in _faults(key or ""):
                yield Problem(source.name, drawn.get("id") or "", message)


def _faults(text: str) -> Iterator[str]:
    if text.startswith("="):
        try:
            yield from _unknown_functions(compile_expression(text[1:]))
        except Faulty as error:
            yield f"表达式“{text}”有误：{error}"


def _unknown_functions(expression: Expression) -> Iterator[str]:
    if "function(" in expression.text.replace(" ", ""):
        return  # it defines some of its own
    for name in expression.functions:
        if name not in BUILTINS and name not in HOST_NAMES:
            yield f"表达式“{expression.text}”用了没有的函数“{name}”。"


def _must_compute(text: str | None, what: str) -> Iterator[str]:
    if text and not text.startswith("="):
        yield f"{what}“{text}”须是以“=”开头的表达式。"


def _plain(node: Node) -> Iterator[str]:
    """Texts that must be expressions but lack the sign of one."""
    given = node.element.extensions
    yield from _must_compute(given.script, "脚本")
    if node.loop is not None:
        many = extensions(node.loop).loop
        yield from _must_compute(text_of(node.loop.find(bpmn("completionCondition"))), "完成条件")
        yield from _must_compute(many.output_element if many else None, "结果元素")
    for event in node.events:
        yield from _must_compute(text_of(event.find(bpmn("condition"))), "条件")


def check_times(drawing: Drawing) -> Iterator[Problem]:
    """Moments and durations that can be known already are read already."""
    for node in drawing.nodes.values():
        for event in node.events:
            for child in event:
                if local(child) in READERS:
                    yield from _unreadable(node, text_of(child), READERS[local(child)])
        given = node.element.extensions
        for text in (given.due, given.follow_up):
            yield from _unreadable(node, text, moment)


def _unreadable(node: Node, text: str | None, read: Callable[[Any, str], Any]) -> Iterator[Problem]:
    if not text:
        return
    try:
        known, value = _known(text)
        if known:
            read(value, node.id)
    except ExpressionFailed as error:
        yield problem(node, error.sentence)
    except Faulty:
        return  # said already by the check of expressions


def _known(text: str) -> tuple[bool, Any]:
    """Whether a text has one value whatever the case is, and that value."""
    if not text.startswith("="):
        return True, text
    expression: Expression = compile_expression(text[1:])
    if expression.names or expression.possible_names or not HOST_NAMES.isdisjoint(expression.functions):
        return False, None
    return True, expression.evaluate({})
