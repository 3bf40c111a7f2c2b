"""The diagram as it was drawn: elements, flows, lanes, messages, read straight from the XML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .definition import Element, Flow, Lane
from .dialect import Extensions, extensions
from .source import Source, attributes, bpmn, children, is_bpmn, local, text_of

NOT_NODES = frozenset({"sequenceFlow", "laneSet", "extensionElements", "documentation", "textAnnotation",
                       "association", "group", "category", "incoming", "outgoing",
                       "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"})  # fmt: skip
SCOPES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
EVENTS = {
    "timerEventDefinition": "timer", "messageEventDefinition": "message", "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation", "conditionalEventDefinition": "conditional",
    "terminateEventDefinition": "terminate", "signalEventDefinition": "signal", "linkEventDefinition": "link",
    "compensateEventDefinition": "compensation", "cancelEventDefinition": "cancel",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Process:
    """One bpmn:process: its nodes with those of its sub-processes, its flows and lanes."""

    id: str
    name: str
    file: str
    node: etree._Element
    elements: Mapping[str, Element]
    nodes: Mapping[str, etree._Element]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


def processes_of(source: Source) -> Iterator[Process]:
    """Every process of a file."""
    for node in children(source.root, "process"):
        lanes = tuple(_lanes(node))
        elements, nodes, flows = {}, {}, []
        for parent, child in _nodes(node):
            if local(child) == "sequenceFlow":
                flows.append(_flow(child))
                continue
            name = child.get("id", "")
            elements[name] = _element(source, node, parent, child, _lane_of(lanes, child))
            nodes[name] = child
        yield Process(
            str(node.get("id", "")), node.get("name") or str(node.get("id", "")), source.name, node, elements, nodes,
            tuple(flows), lanes, extensions(node).properties,
        )  # fmt: skip


def _nodes(scope: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    for child in children(scope):
        if local(child) == "sequenceFlow":
            yield scope, child
        elif local(child) not in NOT_NODES and child.get("id") and local(child) not in EVENTS:
            yield scope, child
            if local(child) in SCOPES:
                yield from _nodes(child)


def _element(
    source: Source, process: etree._Element, parent: etree._Element, node: etree._Element, lane: str | None
) -> Element:
    own = extensions(node)
    return Element(
        id=node.get("id", ""),
        kind=local(node),
        name=node.get("name", ""),
        lane=lane,
        process=process.get("id", ""),
        parent=parent.get("id", ""),
        file=source.name,
        properties=own.properties,
        form_id=own.form_id,
        documentation=text_of(node.find(bpmn("documentation"))),
        called=own.called_process or own.called_decision,
        event=event_of(node),
        attached_to=node.get("attachedToRef"),
        extensions=_with_loop(own, node),
        attributes=attributes(node),
        expressions=tuple(text for _, text, _ in expressions_of(node)),
    )


def event_of(node: etree._Element) -> str | None:
    """What an event waits for or throws; tasks that send or receive stand for their message."""
    definitions = [EVENTS[local(child)] for child in children(node) if local(child) in EVENTS]
    if definitions:
        return definitions[0]
    return "message" if local(node) in ("sendTask", "receiveTask") else None


def loop_of(node: etree._Element) -> etree._Element | None:
    """The multi-instance marker of a node."""
    return node.find(bpmn("multiInstanceLoopCharacteristics"))


def _with_loop(own: Extensions, node: etree._Element) -> Extensions:
    marker = loop_of(node)
    if marker is None:
        return own
    values = {name: getattr(own, name) for name in own.__dataclass_fields__}
    return Extensions(**{**values, "loop": extensions(marker).loop})


def expressions_of(node: etree._Element) -> Iterator[tuple[str, str, bool]]:
    """Every text of a node that may be FEEL: (where it stands, the text, whether it is FEEL without '=' too).

    Plain texts of places where both are allowed are left out.
    """
    for where, text, always in _texts(node):
        if text and text.strip() and (always or text.lstrip().startswith("=")):
            yield where, text.strip(), always


def _texts(node: etree._Element) -> Iterator[tuple[str, str | None, bool]]:
    own = extensions(node)
    yield from (("候选组", own.candidate_groups, False), ("办理人", own.assignee, False))
    yield from (("办理期限", own.due, False), ("跟进日期", own.follow_up, False), ("脚本", own.script, True))
    yield from (("输入", source, False) for source, _ in own.inputs)
    yield from (("输出", source, False) for source, _ in own.outputs)
    yield from ((f"属性 {name}", value, False) for name, value in own.properties.items())
    marker = loop_of(node)
    if marker is not None:
        loop = extensions(marker).loop
        if loop is not None:
            yield from (("多实例集合", loop.collection, True), ("多实例输出", loop.output_element, True))
        yield "完成条件", text_of(marker.find(bpmn("completionCondition"))), True
    for definition in children(node):
        if local(definition) == "timerEventDefinition":
            yield from (("时间", text_of(t), False) for t in children(definition))
        elif local(definition) == "conditionalEventDefinition":
            yield "条件", text_of(definition.find(bpmn("condition"))), True


def _flow(node: etree._Element) -> Flow:
    return Flow(
        node.get("id", ""), node.get("sourceRef", ""), node.get("targetRef", ""), node.get("name", ""),
        text_of(node.find(bpmn("conditionExpression"))),
    )  # fmt: skip


def _lanes(process: etree._Element) -> Iterator[Lane]:
    for node in process.iter(bpmn("lane")):
        refs = tuple(text_of(ref) or "" for ref in children(node, "flowNodeRef"))
        yield Lane(node.get("id", ""), node.get("name", ""), refs)


def _lane_of(lanes: tuple[Lane, ...], node: etree._Element | None) -> str | None:
    """The innermost lane: nested lanes follow their parents, and what is inside a sub-process lies where that lies."""
    while node is not None and is_bpmn(node):
        names = [lane.name for lane in lanes if node.get("id") in lane.elements]
        if names:
            return names[-1]
        attached = node.get("attachedToRef")
        around = node.getparent()
        hosts = [n for n in around if n.get("id") == attached] if attached and around is not None else []
        node = hosts[0] if hosts else around
    return None
