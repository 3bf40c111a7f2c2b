"""A diagram as it was drawn: every element of every process, flows, messages, pools. The checks read this."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .definition import Element, Flow, Lane
from .dialect import Extensions, extensions
from .source import Source, attributes, bpmn, children, is_bpmn, local, text_of

NOT_NODES = frozenset(
    "sequenceFlow laneSet extensionElements documentation textAnnotation association group incoming outgoing "
    "multiInstanceLoopCharacteristics standardLoopCharacteristics ioSpecification dataInputAssociation "
    "dataOutputAssociation property category".split()
)
EVENTS = frozenset("startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent".split())


@dataclass(frozen=True)
class Node:
    """An element with what only the engine cares for. loop: the multi-instance tag; events: event definitions."""

    element: Element
    xml: etree._Element
    scope: str
    events: tuple[etree._Element, ...]

    @property
    def id(self) -> str:
        """Its id in the diagram."""
        return self.element.id

    @property
    def kind(self) -> str:
        """Its BPMN tag."""
        return self.element.kind

    @property
    def loop(self) -> etree._Element | None:
        """Its multi-instance characteristics."""
        return self.xml.find(bpmn("multiInstanceLoopCharacteristics"))

    @property
    def triggered(self) -> bool:
        """Whether it is an event sub-process."""
        return self.kind == "subProcess" and self.xml.get("triggeredByEvent") == "true"


@dataclass(frozen=True)
class Edge:
    """A sequence flow with the scope (process or sub-process) it is drawn in."""

    flow: Flow
    scope: str
    file: str


@dataclass(frozen=True)
class DrawnProcess:
    """A bpmn:process."""

    id: str
    file: str
    name: str
    extensions: Extensions
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Participant:
    """A pool as drawn; process is "" for a black box."""

    id: str
    file: str
    name: str
    process: str
    extensions: Extensions


@dataclass(frozen=True)
class DrawnFlow:
    """A message flow."""

    id: str
    file: str
    source: str
    target: str


@dataclass
class Drawing:
    """All files together. messages: id -> (name, subscription key)."""

    sources: list[Source]
    processes: dict[str, DrawnProcess] = field(default_factory=dict)
    participants: list[Participant] = field(default_factory=list)
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    message_flows: list[DrawnFlow] = field(default_factory=list)
    messages: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    twice: list[tuple[str, str]] = field(default_factory=list)

    def out_of(self, node: str) -> list[Edge]:
        """The flows that leave a node."""
        return [e for e in self.edges if e.flow.source == node]

    def into(self, node: str) -> list[Edge]:
        """The flows that enter a node."""
        return [e for e in self.edges if e.flow.target == node]

    def inside(self, scope: str) -> list[Node]:
        """The nodes directly in a process or sub-process."""
        return [n for n in self.nodes.values() if n.scope == scope]

    def scopes(self) -> list[str]:
        """Every process and every sub-process."""
        return [*self.processes, *(n.id for n in self.nodes.values() if n.kind == "subProcess")]

    def message_of(self, node: Node) -> tuple[str, str | None] | None:
        """The name and key of the message a node throws or catches."""
        holders = [node.xml, *node.events]
        return next((self.messages[ref] for h in holders if (ref := h.get("messageRef")) in self.messages), None)


def draw(sources: list[Source]) -> Drawing:
    """Read all files. Never raises on a readable file; what is drawn twice stands in `twice` as (file, id)."""
    drawing = Drawing(sources)
    for source in sources:
        for message in source.root.iter(bpmn("message")):
            drawing.messages[message.get("id", "")] = (message.get("name") or "", extensions(message).correlation_key)
        for process in source.root.iter(bpmn("process")):
            _process(drawing, source, process)
        _collaboration(drawing, source)
    return drawing


def _collaboration(drawing: Drawing, source: Source) -> None:
    for p in source.root.iter(bpmn("participant")):
        drawing.participants.append(
            Participant(p.get("id", ""), source.name, p.get("name") or "", p.get("processRef") or "", extensions(p))
        )
    for f in source.root.iter(bpmn("messageFlow")):
        drawing.message_flows.append(
            DrawnFlow(f.get("id", ""), source.name, f.get("sourceRef") or "", f.get("targetRef") or "")
        )


def _process(drawing: Drawing, source: Source, xml: etree._Element) -> None:
    name = xml.get("id", "")
    if name in drawing.processes or name in drawing.nodes:
        drawing.twice.append((source.name, name))
        return
    lanes = tuple(_lanes(xml))
    drawing.processes[name] = DrawnProcess(name, source.name, xml.get("name") or "", extensions(xml), lanes)
    _scope(drawing, source, xml, name, name, {e: lane.name for lane in lanes for e in lane.elements})


def _lanes(xml: etree._Element) -> Iterator[Lane]:
    for lane in xml.iter(bpmn("lane")):
        refs = tuple(r.text.strip() for r in lane.findall(bpmn("flowNodeRef")) if r.text)
        yield Lane(lane.get("id", ""), lane.get("name") or "", refs)


def _scope(
    drawing: Drawing, source: Source, xml: etree._Element, process: str, scope: str, lanes: dict[str, str]
) -> None:
    for child in children(xml):
        kind, name = local(child), child.get("id")
        if kind == "sequenceFlow":
            drawing.edges.append(Edge(_flow(child), scope, source.name))
        elif kind not in NOT_NODES and not kind.endswith("EventDefinition") and name:
            if name in drawing.nodes or name in drawing.processes:
                drawing.twice.append((source.name, name))
                continue
            drawing.nodes[name] = _node(source, child, process, scope, lanes)
            if kind in {"subProcess", "transaction", "adHocSubProcess"}:
                inner = {**dict.fromkeys((c.get("id", "") for c in child.iter() if is_bpmn(c)), lanes.get(name, ""))}
                _scope(drawing, source, child, process, name, {**inner, **lanes} if lanes.get(name) else lanes)


def _flow(xml: etree._Element) -> Flow:
    return Flow(
        id=xml.get("id", ""),
        source=xml.get("sourceRef") or "",
        target=xml.get("targetRef") or "",
        name=xml.get("name") or "",
        condition=text_of(xml.find(bpmn("conditionExpression"))),
    )


def _node(source: Source, xml: etree._Element, process: str, scope: str, lanes: dict[str, str]) -> Node:
    found = extensions(xml)
    events = tuple(c for c in children(xml) if local(c).endswith("EventDefinition"))
    name, kind = xml.get("id", ""), local(xml)
    element = Element(
        id=name,
        kind=kind,
        name=" ".join((xml.get("name") or "").split()),
        lane=lanes.get(name),
        process=process,
        parent=scope,
        file=source.name,
        properties=found.properties,
        form_id=found.form_id,
        documentation=text_of(xml.find(bpmn("documentation"))),
        called=found.called_process or found.called_decision,
        event=_event(kind, events),
        attached_to=xml.get("attachedToRef"),
        extensions=found,
        attributes=attributes(xml),
        expressions=tuple(_texts(xml, found, events)),
    )
    return Node(element, xml, scope, events)


def _event(kind: str, events: tuple[etree._Element, ...]) -> str | None:
    if kind in {"sendTask", "receiveTask"}:
        return "message"
    return local(events[0]).removesuffix("EventDefinition") if events else None


def _texts(xml: etree._Element, found: Extensions, events: tuple[etree._Element, ...]) -> Iterator[str]:
    """Every text of an element that is FEEL."""
    plain = [
        *(source for source, _ in (*found.inputs, *found.outputs)), *found.properties.values(),
        found.candidate_groups, found.assignee, found.due, found.follow_up, found.script,
        *(text_of(c) for event in events for c in children(event)),
    ]  # fmt: skip
    loop = xml.find(bpmn("multiInstanceLoopCharacteristics"))
    if loop is not None:
        many = extensions(loop).loop
        plain += [text_of(loop.find(bpmn("completionCondition")))]
        plain += [many.collection, many.output_element] if many else []
    yield from (text.strip() for text in plain if text and text.strip().startswith("="))
