"""How the rules see a drawing: nodes with their XML, and each scope as a graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from ..definition import Element, Flow, Problem, Severity
from ..drawing import Drawing
from ..elements import Process

ACTIVITIES = frozenset(
    {
        "task", "manualTask", "userTask", "serviceTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask",
        "subProcess", "callActivity",
    }
)  # fmt: skip
GATEWAYS = frozenset({"exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway"})


@dataclass(frozen=True, eq=False)
class Scope:
    """A process or sub-process: its own nodes and the flows between them."""

    process: Process
    id: str
    nodes: Mapping[str, Element]
    flows: tuple[Flow, ...]

    def out_of(self, node: str) -> list[Flow]:
        """Flows that leave a node."""
        return [flow for flow in self.flows if flow.source == node]

    def into(self, node: str) -> list[Flow]:
        """Flows that enter a node."""
        return [flow for flow in self.flows if flow.target == node]

    def edges(self, node: str) -> list[Element]:
        """Boundary events of an activity."""
        return [e for e in self.nodes.values() if e.attached_to == node]

    def reach(self, starts: Iterable[str], without: str | None = None, back: bool = False) -> set[str]:
        """Nodes that can be reached from some (or from which those can be reached), not passing `without`."""
        seen, todo = set(), [s for s in starts if s != without]
        while todo:
            node = todo.pop()
            if node in seen or node not in self.nodes:
                continue
            seen.add(node)
            todo += [n for n in self._next(node, back) if n != without]
        return seen

    def _next(self, node: str, back: bool) -> Iterator[str]:
        if back:
            yield from (flow.source for flow in self.into(node))
            if self.nodes[node].attached_to:
                yield self.nodes[node].attached_to or ""
        else:
            yield from (flow.target for flow in self.out_of(node))
            yield from (edge.id for edge in self.edges(node))

    def starts(self) -> list[str]:
        """Its start events."""
        return [e.id for e in self.nodes.values() if e.kind == "startEvent"]


def scopes(drawing: Drawing) -> Iterator[Scope]:
    """Every process and sub-process of a drawing."""
    for process in drawing.processes.values():
        inner = [e.id for e in process.elements.values() if e.kind == "subProcess"]
        for scope in (process.id, *inner):
            nodes = {e.id: e for e in process.elements.values() if e.parent == scope}
            flows = tuple(f for f in process.flows if f.source in nodes or f.target in nodes)
            yield Scope(process, scope, nodes, flows)


def nodes(drawing: Drawing) -> Iterator[tuple[Element, etree._Element]]:
    """Every element with its XML."""
    for process in drawing.processes.values():
        for element in process.elements.values():
            yield element, process.nodes[element.id]


def at(element: Element, message: str, severity: Severity = "error") -> Problem:
    """A problem of an element."""
    return Problem(element.file, element.id, message, severity)


def is_event_subprocess(element: Element) -> bool:
    """Whether an element is started by an event."""
    return element.kind == "subProcess" and element.attributes.get("triggeredByEvent") == "true"
