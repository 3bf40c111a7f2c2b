"""From nodes and flows to BPMN XML in the house's dialect.

Every scope has an input `path`, every instance of a task too, so that an open task says through which it is reached.
"""

from collections.abc import Iterator

from tests.process.engine import bpmn

from .layout import Layout
from .model import Condition, Event, Graph, Many, Node

TAGS = {"user": "userTask", "sub": "subProcess", "call": "callActivity", "catch": "intermediateCatchEvent",
        "boundary": "boundaryEvent", "events": "eventBasedGateway", "exclusive": "exclusiveGateway",
        "parallel": "parallelGateway", "inclusive": "inclusiveGateway", "start": "startEvent", "end": "endEvent",
        "terminate": "endEvent", "error": "endEvent"}  # fmt: skip
ERROR = '<bpmn:error id="Failure" name="Failure" errorCode="F"/>'
FAILS = '<bpmn:errorEventDefinition errorRef="Failure"/>'


def written(layout: Layout) -> bytes:
    """The file of a layout; the pool is `p`."""
    graphs = {graph.id: graph for graph in _reached(layout.top)}
    used = [graph for graph in (layout.top, *layout.called) if graph.id in graphs]
    processes = [bpmn.process(graph.id, *_parts(graph)) for graph in used]
    messages = [bpmn.message(name) for graph in graphs.values() for name in _messages(graph)]
    return bpmn.file(bpmn.pools("p"), *processes, *messages, ERROR)


def _reached(graph: Graph) -> Iterator[Graph]:
    """A graph and what it holds or calls; a process that nobody calls is not drawn."""
    yield graph
    for inside in (*(h.inside for h in graph.handlers), *(n.inside for n in graph.nodes.values())):
        if inside is not None:
            yield from _reached(inside)


def _messages(graph: Graph) -> Iterator[str]:
    yield from (handler.id for handler in graph.handlers)
    yield from (n.id for n in graph.nodes.values() if n.event is not None and n.event.kind == "message")


def _parts(graph: Graph, first: str = "") -> Iterator[bpmn.Node | str]:
    for node in graph.nodes.values():
        if node.id != first:
            yield _node(node)
    for handler in graph.handlers:
        start = next(n.id for n in handler.inside.nodes.values() if n.kind == "start")
        path = f'=path + "/{handler.id}@" + string(n)'
        begin = bpmn.node("startEvent", start, bpmn.io(outputs={"path": path}), bpmn.msg(handler.id),
                          isInterrupting=str(handler.interrupts).lower())  # fmt: skip
        inside = bpmn.body((begin, *_parts(handler.inside, start)))
        yield bpmn.node("subProcess", handler.id, "", inside, triggeredByEvent="true")
    for flow in graph.flows:
        condition = f" if {flow.condition.feel}" if flow.condition else ""
        yield f"{flow.source} > {flow.target}" + (" else" if flow.default else condition)


def _node(node: Node) -> bpmn.Node:
    inner = _event(node.event, node.id) if node.event else ""
    inner += {"terminate": "<bpmn:terminateEventDefinition/>", "error": FAILS}.get(node.kind, "")
    ext, attributes = "", {}
    if node.kind == "boundary":
        attributes = {"attachedToRef": node.host, "cancelActivity": str(node.interrupts).lower()}
    elif node.kind in ("sub", "call"):
        ext = _scope(node)
    elif node.many is not None:
        ext = bpmn.io({"path": '=path + "#" + string(loopCounter)'})
    if node.kind == "sub" and node.inside is not None:
        inner += bpmn.body(tuple(_parts(node.inside)))
    inner += _many(node.many) if node.many is not None else ""
    return bpmn.node(TAGS[node.kind], node.id, ext, inner, **attributes)


def _scope(node: Node) -> str:
    number = ' + "#" + string(loopCounter)' if node.many else ""
    inputs = {"path": f'=path + "/{node.id}"{number}'}
    if node.kind == "sub" or node.inside is None:
        return bpmn.io(inputs)
    data = {name: f"={name}" for name in ("again", "pick")} if node.shares else {}
    return bpmn.z("calledElement", processId=node.inside.id) + bpmn.io(inputs | data, data)


def _many(many: Many) -> str:
    items = "=if pick > 1 then (for i in 1..pick return i) else []"
    if many.size is not None:
        items = f"={list(range(1, many.size + 1))}"
    until = f"=numberOfCompletedInstances >= {many.until}" if many.until else ""
    if isinstance(many.until, Condition):
        until = f"={many.until.feel}"
    return bpmn.each(items, until=until, one_by_one=many.sequential)


def _event(event: Event, name: str) -> str:
    span = f"P{event.days}DT{event.minutes}M"
    match event.kind:
        case "message":
            return bpmn.msg(name)
        case "timer":
            return bpmn.timer(span)
        case "cycle":
            return bpmn.timer(f"R{event.times}/{span}", "timeCycle")
        case _:
            return FAILS
