"""Rules about called processes."""

from collections.abc import Iterator

from ..definition import Problem
from ..drawing import Drawing
from .seen import at, nodes


def calls_lead_somewhere(drawing: Drawing) -> Iterator[Problem]:
    """A called process is named in plain text and is among the files."""
    for e, _ in nodes(drawing):
        if e.kind != "callActivity":
            continue
        called = e.extensions.called_process
        if not called or called.startswith("="):
            yield at(e, "调用活动要直接写明流程编号（zeebe:calledElement processId）。")
        elif called not in drawing.processes:
            yield at(e, f"被调用的流程“{called}”不存在。")
        elif called in drawing.pools:
            yield at(e, f"流程“{called}”是一个泳池，不能被调用。")


def calls_come_to_an_end(drawing: Drawing) -> Iterator[Problem]:
    """A process that calls itself, however far round, would never stop opening."""
    for e, _ in nodes(drawing):
        if e.kind == "callActivity" and e.called in drawing.processes:
            inside = [p.id for p in drawing.reached_from(e.called or "")]
            if e.process in inside:
                yield at(e, f"流程“{e.process}”绕回来调用了自己。")


RULES = (calls_lead_somewhere, calls_come_to_an_end)
