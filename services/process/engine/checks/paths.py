"""Rules about ways through a scope: every node is reached, every way ends."""

from collections.abc import Iterator

from ..definition import Problem
from ..drawing import Drawing
from .seen import GATEWAYS, Scope, at, is_event_subprocess, scopes


def flows_stay_in_their_scope(drawing: Drawing) -> Iterator[Problem]:
    """A sequence flow joins two nodes of one scope."""
    for process in drawing.processes.values():
        for flow in process.flows:
            ends = [process.elements.get(flow.source), process.elements.get(flow.target)]
            if ends[0] is None or ends[1] is None or ends[0].parent != ends[1].parent:
                yield Problem(process.file, flow.id, "连线的两端不在同一层，或缺少一端。")


def every_node_is_reached(drawing: Drawing) -> Iterator[Problem]:
    """An island is never executed and nobody would notice."""
    for scope in scopes(drawing):
        reached = scope.reach(scope.starts())
        for e in scope.nodes.values():
            if e.id not in reached and not is_event_subprocess(e):
                yield at(e, "没有路径通到这个环节。")


def every_way_ends(drawing: Drawing) -> Iterator[Problem]:
    """From every node an end event can be reached."""
    for scope in scopes(drawing):
        ends = [e.id for e in scope.nodes.values() if e.kind == "endEvent"]
        if not ends:
            yield Problem(scope.process.file, scope.id, "没有结束事件。")
            continue
        ending = scope.reach(ends, back=True)
        for e in scope.nodes.values():
            if e.id not in ending and not is_event_subprocess(e):
                yield at(e, "从这里没有路径通到结束事件。")
        yield from _ways_out(scope)


def _ways_out(scope: Scope) -> Iterator[Problem]:
    for e in scope.nodes.values():
        out = scope.out_of(e.id)
        if e.kind == "endEvent" and out:
            yield at(e, "结束事件不能有离开的连线。")
        if e.kind == "startEvent" and scope.into(e.id):
            yield at(e, "开始事件不能有进入的连线。")
        if e.kind == "boundaryEvent" and not out:
            yield at(e, "边界事件没有离开的连线。")
        if len(out) > 1 and e.kind not in GATEWAYS:
            yield at(e, "有多条离开的连线，请用网关写明是并行还是选择。")


RULES = (flows_stay_in_their_scope, every_node_is_reached, every_way_ends)
