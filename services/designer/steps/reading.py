"""A diagram as a table of steps: in the order in which a case passes them, pool by pool."""

from collections.abc import Iterator
from dataclasses import dataclass

from .source import BPMN, ZEEBE, Node, Source

KINDS = {
    "startEvent": "开始",
    "endEvent": "结束",
    "intermediateCatchEvent": "等待",
    "intermediateThrowEvent": "发出",
    "boundaryEvent": "边界事件",
    "userTask": "人工环节",
    "serviceTask": "系统办理",
    "businessRuleTask": "业务规则",
    "scriptTask": "计算",
    "sendTask": "发送",
    "receiveTask": "接收",
    "manualTask": "手工任务",
    "task": "任务",
    "callActivity": "调用模块",
    "subProcess": "子流程",
    "exclusiveGateway": "分支（择一）",
    "inclusiveGateway": "分支（可多选）",
    "parallelGateway": "并行",
    "eventBasedGateway": "先到先走",
}
GATEWAYS = frozenset(kind for kind in KINDS if kind.endswith("Gateway"))
TIMES = ("timeDate", "timeDuration", "timeCycle")


@dataclass(frozen=True)
class Way:
    """A line that leaves a step: its id, its name, and where it leads."""

    id: str
    name: str
    target: str
    target_name: str


@dataclass(frozen=True)
class Step:
    """One row: what stands in the panel of the element, as written. Empty where nothing is written.

    depth: how many sub-processes it is inside. attached_to: of a boundary event, the step it hangs on.
    """

    id: str
    kind: str
    name: str
    lane: str
    depth: int
    attached_to: str
    groups: str
    assignee: str
    due: str
    timer: str
    reminders: str
    form: str
    box: str
    guard: str
    clause: str
    default: str
    ways: tuple[Way, ...]

    @property
    def word(self) -> str:
        """The kind in the words of the trade."""
        return KINDS[self.kind]

    @property
    def is_task(self) -> bool:
        """Whether a person does it."""
        return self.kind == "userTask"


@dataclass(frozen=True)
class PoolSteps:
    """The steps of one process, by the name of its pool."""

    id: str
    name: str
    steps: tuple[Step, ...]


def steps_of(source: Source) -> list[PoolSteps]:
    """Every process of the diagram, in the order of the file."""
    named = {
        node.attributes.get("processRef", ""): node.attributes.get("name", "")
        for node in source.root.below()
        if node.tag == "participant" and node.space == BPMN
    }
    return [
        PoolSteps(p.id, named.get(p.id) or p.attributes.get("name") or p.id, tuple(_of_process(source, p)))
        for p in source.root.named(BPMN, "process")
    ]


def step_node(source: Source, element: str) -> Node | None:
    """The element of a step, None where there is none by that id."""
    node = source.by_id.get(element)
    return node if node is not None and node.tag in KINDS else None


def flows(container: Node) -> list[Node]:
    """The sequence flows of a process or sub-process."""
    return container.named(BPMN, "sequenceFlow")


def extension(node: Node, tag: str) -> Node | None:
    """A zeebe element among the node's extensions."""
    for outer in node.named(BPMN, "extensionElements"):
        for found in outer.named(ZEEBE, tag):
            return found
    return None


def properties(node: Node) -> dict[str, Node]:
    """The node's own properties: name -> element."""
    rows = extension(node, "properties")
    return {row.attributes.get("name", ""): row for row in rows.named(ZEEBE, "property")} if rows else {}


def timer_text(node: Node) -> Node | None:
    """The element that holds a timer's moment, duration or cycle."""
    for definition in node.named(BPMN, "timerEventDefinition"):
        for child in definition.children:
            if child.tag in TIMES:
                return child
    return None


def _of_process(source: Source, process: Node) -> Iterator[Step]:
    lanes: dict[str, str] = {}
    for lane in (n for n in process.below() if n.tag == "lane" and n.space == BPMN):
        for ref in lane.named(BPMN, "flowNodeRef"):
            lanes[source.text(ref)] = lane.attributes.get("name", "")
    yield from _inside(source, process, lanes, 0, "")


def _inside(source: Source, container: Node, lanes: dict[str, str], depth: int, outer: str) -> Iterator[Step]:
    for node in _in_order(container):
        lane = lanes.get(node.id, outer)
        yield _step(source, container, node, lane, depth)
        if node.tag == "subProcess":
            yield from _inside(source, node, lanes, depth + 1, lane)


def _in_order(container: Node) -> list[Node]:
    """Along the flow from the starts; what no line leads to comes in the order of the file."""
    nodes = {child.id: child for child in container.children if child.tag in KINDS and child.space == BPMN}
    following: dict[str, list[str]] = {}
    for flow in flows(container):
        following.setdefault(flow.attributes.get("sourceRef", ""), []).append(flow.attributes.get("targetRef", ""))
    hanging: dict[str, list[str]] = {}
    for node in nodes.values():
        if node.tag == "boundaryEvent":
            hanging.setdefault(node.attributes.get("attachedToRef", ""), []).append(node.id)
    starts = [n.id for n in nodes.values() if n.tag == "startEvent"]
    entered = {target for targets in following.values() for target in targets}
    first = [n.id for n in nodes.values() if n.id not in entered and n.tag not in {"startEvent", "boundaryEvent"}]
    order: dict[str, Node] = {}
    for begin in [*starts, *first, *nodes]:
        todo = [begin]
        while todo:
            here = todo.pop(0)
            if here in nodes and here not in order:
                order[here] = nodes[here]
                todo = hanging.get(here, []) + todo + following.get(here, [])
    return list(order.values())


def _step(source: Source, container: Node, node: Node, lane: str, depth: int) -> Step:
    said = {name: row.attributes.get("value", "") for name, row in properties(node).items()}
    timer = timer_text(node)
    return Step(
        id=node.id,
        kind=node.tag,
        name=node.attributes.get("name", ""),
        lane=lane,
        depth=depth,
        attached_to=node.attributes.get("attachedToRef", ""),
        groups=_attribute(node, "assignmentDefinition", "candidateGroups"),
        assignee=_attribute(node, "assignmentDefinition", "assignee"),
        due=_attribute(node, "taskSchedule", "dueDate"),
        timer=source.text(timer) if timer is not None else "",
        reminders=said.get("reminders", ""),
        form=_attribute(node, "formDefinition", "formId"),
        box=said.get("opinion_box", ""),
        guard=said.get("guard", ""),
        clause=said.get("clause", ""),
        default=said.get("system_default", ""),
        ways=tuple(_ways(source, container, node)),
    )


def _ways(source: Source, container: Node, node: Node) -> Iterator[Way]:
    for flow in flows(container):
        if flow.attributes.get("sourceRef") == node.id:
            target = flow.attributes.get("targetRef", "")
            end = source.by_id.get(target)
            name = (end.attributes.get("name") or KINDS.get(end.tag, "")) if end is not None else target
            yield Way(flow.id, flow.attributes.get("name", ""), target, name)


def _attribute(node: Node, tag: str, name: str) -> str:
    found = extension(node, tag)
    return found.attributes.get(name, "") if found is not None else ""
