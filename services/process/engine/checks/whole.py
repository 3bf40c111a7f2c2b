"""Rules about the files as a whole: ids, sizes, which processes there are."""

from collections.abc import Iterator

from ..definition import Problem
from ..drawing import Drawing
from ..source import children, is_bpmn, local
from .seen import nodes

MOST_NODES = 350
"""SpiffWorkflow's parser goes from node to node by recursion and breaks near 450."""
NAMED = ("Task", "Gateway", "Process", "Activity", "Event")
RESERVED = ("StartEventSplit", "StartEventJoin", "Start", "End")
RESERVED_ENDINGS = (".BoundaryEventSplit", ".BoundaryEventJoin", ".EndJoin", " [child]")


def ids_are_unique(drawing: Drawing) -> Iterator[Problem]:
    """Ids name scopes and tasks over all files."""
    for file, name in drawing.repeated:
        yield Problem(file, name, f"编号“{name}”出现了不止一次。")


def ids_can_be_used(drawing: Drawing) -> Iterator[Problem]:
    """Some names belong to the engine."""
    for element, _ in nodes(drawing):
        if element.id in RESERVED or element.id.endswith(RESERVED_ENDINGS):
            yield Problem(element.file, element.id, f"编号“{element.id}”由引擎保留，请换一个。")
    for process in drawing.processes.values():
        for node in process.node.iter():
            if is_bpmn(node) and local(node).endswith(NAMED) and not node.get("id"):
                yield Problem(process.file, process.id, f"流程里有一个没有编号的环节（{local(node)}）。")


def processes_are_small_enough(drawing: Drawing) -> Iterator[Problem]:
    """A very long chain cannot be parsed."""
    for process in drawing.processes.values():
        if len(process.elements) > MOST_NODES:
            yield Problem(process.file, process.id, f"流程有 {len(process.elements)} 个环节，最多 {MOST_NODES} 个。")


def processes_can_run(drawing: Drawing) -> Iterator[Problem]:
    """What is started or called must be executable; what is neither is only looked at."""
    used = {p.id for name in drawing.pools for p in drawing.reached_from(name)}
    for process in drawing.processes.values():
        if process.id not in used:
            yield Problem(process.file, process.id, f"流程“{process.name}”没有泳池，也没有被调用。", "warning")
        elif process.node.get("isExecutable", "true") != "true":
            yield Problem(process.file, process.id, f"流程“{process.name}”没有设为可执行。")
        if not process.elements:
            yield Problem(process.file, process.id, f"流程“{process.name}”是空的。")


def pools_hold_processes(drawing: Drawing) -> Iterator[Problem]:
    """A pool without a process is somebody outside; it cannot be started here."""
    known = {p.id for p in drawing.pools.values()}
    for source in drawing.sources:
        for collaboration in children(source.root, "collaboration"):
            for node in children(collaboration, "participant"):
                if node.get("id") not in known:
                    yield Problem(source.name, node.get("id", ""), "泳池里没有流程，不会执行。", "warning")


RULES = (ids_are_unique, ids_can_be_used, processes_are_small_enough, processes_can_run, pools_hold_processes)
