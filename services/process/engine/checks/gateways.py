"""Rules about gateways: conditions stand where they are asked, joins can count their tokens."""

from collections import Counter
from collections.abc import Iterator

from ..definition import Element, Problem
from ..drawing import Drawing
from .seen import Scope, at, scopes

CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
JOINING = frozenset({"parallelGateway", "inclusiveGateway"})


def conditions_are_asked(drawing: Drawing) -> Iterator[Problem]:
    """A condition on a flow that leaves no choosing gateway is ignored by the engine."""
    for scope in scopes(drawing):
        for flow in scope.flows:
            source = scope.nodes.get(flow.source)
            if flow.condition is not None and source is not None and source.kind not in CHOOSING:
                yield Problem(source.file, flow.id, "只有排他网关和包容网关离开的连线可以带条件。")


def choices_are_complete(drawing: Drawing) -> Iterator[Problem]:
    """Every way has a condition but one, the default, so that a case never stands without a way out."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            if e.kind in CHOOSING:
                yield from _choice(scope, e)


def _choice(scope: Scope, e: Element) -> Iterator[Problem]:
    out, default = scope.out_of(e.id), e.attributes.get("default")
    if len(out) == 1:
        if out[0].condition is not None:
            yield Problem(e.file, out[0].id, "唯一的出口不能带条件。")
        return
    if out and default not in {flow.id for flow in out}:
        yield at(e, "没有默认流：条件都不成立时无路可走。")
    for flow in out:
        if flow.id == default and flow.condition is not None:
            yield Problem(e.file, flow.id, "默认流不能带条件。")
        if flow.id != default and flow.condition is None:
            yield Problem(e.file, flow.id, "这条连线没有条件，也不是默认流。")


def joins_can_count(drawing: Drawing) -> Iterator[Problem]:
    """Tokens are told apart by the node they come from."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            into = scope.into(e.id)
            if e.kind not in JOINING or len(into) < 2:
                continue
            for source, number in Counter(flow.source for flow in into).items():
                if number > 1:
                    yield at(e, f"从“{source}”有 {number} 条连线到这个汇合网关，只能有一条。")


def loops_do_not_enter_joins(drawing: Drawing) -> Iterator[Problem]:
    """A parallel gateway that a way back enters would wait for a token that only it can send."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            into = scope.into(e.id)
            if e.kind != "parallelGateway" or len(into) < 2:
                continue
            before = scope.reach(scope.starts(), without=e.id)
            for flow in into:
                if flow.source in scope.nodes and flow.source not in before:
                    yield at(e, f"来自“{flow.source}”的回路直接进入并行网关，会永远等待；请在前面加一个排他网关汇合。")


RULES = (conditions_are_asked, choices_are_complete, joins_can_count, loops_do_not_enter_joins)
