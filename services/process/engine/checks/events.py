"""Rules about events: which may stand where, and that each says what it waits for."""

from collections.abc import Iterator

from lxml import etree

from ..definition import Element, Problem
from ..drawing import Drawing
from ..elements import EVENTS
from ..source import bpmn, children, local, text_of
from .seen import ACTIVITIES, Scope, at, is_event_subprocess, nodes, scopes

WORDS = {
    "timer": "定时", "message": "消息", "error": "错误", "escalation": "升级", "conditional": "条件",
    "terminate": "终止", "signal": "信号", "link": "链接", "compensation": "补偿", "cancel": "取消", None: "空",
}  # fmt: skip
ALLOWED: dict[str, set[str | None]] = {
    "startEvent": {None, "message"},
    "endEvent": {None, "message", "error", "escalation", "terminate"},
    "intermediateThrowEvent": {None, "message", "escalation"},
    "intermediateCatchEvent": {"message", "timer", "conditional"},
    "boundaryEvent": {"message", "timer", "error", "escalation", "conditional"},
}
ONLY_INTERRUPTING = {"error", "conditional"}


def events_can_be_executed(drawing: Drawing) -> Iterator[Problem]:
    """SpiffWorkflow takes an event it does not know for an empty one and walks on."""
    for e, node in nodes(drawing):
        if e.kind not in ALLOWED:
            continue
        definitions = [child for child in children(node) if local(child) in (*EVENTS, "eventDefinitionRef")]
        if len(definitions) > 1:
            yield at(e, "一个事件只能有一种触发方式。")
        elif definitions and local(definitions[0]) == "eventDefinitionRef":
            yield at(e, "事件的定义要直接画在事件上。")
        elif e.event not in ALLOWED[e.kind]:
            yield at(e, f"这里不能用{WORDS[e.event]}事件。")
        for definition in definitions[:1]:
            yield from _complete(e, definition)


def _complete(e: Element, definition: etree._Element) -> Iterator[Problem]:
    if e.event == "timer":
        times = [t for t in children(definition) if local(t) in ("timeDate", "timeDuration", "timeCycle")]
        if len(times) != 1 or not text_of(times[0]):
            yield at(e, "定时事件要写明一个日期、时长或周期。")
        elif local(times[0]) == "timeCycle" and not _beside(e):
            yield at(e, "周期只能用在不中断的边界事件上。")
    elif e.event == "conditional" and not text_of(definition.find(bpmn("condition"))):
        yield at(e, "条件事件没有写明条件。")


def _beside(e: Element) -> bool:
    return e.kind == "boundaryEvent" and e.attributes.get("cancelActivity", "true") == "false"


def boundaries_are_attached(drawing: Drawing) -> Iterator[Problem]:
    """A boundary event belongs to an activity beside it and has a way out of its own."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            if e.kind != "boundaryEvent":
                continue
            host = scope.nodes.get(e.attached_to or "")
            if host is None or host.kind not in ACTIVITIES or is_event_subprocess(host):
                yield at(e, "边界事件要附在同一层的任务或子流程上。")
            if scope.into(e.id):
                yield at(e, "边界事件不能有进入的连线。")
            if _beside(e) and e.event in ONLY_INTERRUPTING:
                yield at(e, f"{WORDS[e.event]}边界事件必须是中断的。")


def scopes_begin_once(drawing: Drawing) -> Iterator[Problem]:
    """One start each: pools by deed or message, event sub-processes by message, all other scopes plainly."""
    called = {e.called for e, _ in nodes(drawing) if e.kind == "callActivity"}
    for scope in scopes(drawing):
        starts = [scope.nodes[name] for name in scope.starts()]
        owner = scope.process.elements.get(scope.id)
        if len(starts) != 1:
            yield Problem(scope.process.file, scope.id, f"要有一个开始事件，现在有 {len(starts)} 个。")
            continue
        start = starts[0]
        if owner is not None and is_event_subprocess(owner):
            if start.event != "message":
                yield at(start, "事件子流程只能由消息启动；到期处理请在子流程上用边界定时事件。")
            if _flows_at(drawing, owner):
                yield at(owner, "事件子流程不能有进入或离开的连线。")
        elif (owner is not None or scope.id in called) and start.event is not None:
            yield at(start, "被调用的流程和内嵌子流程的开始事件不能带触发方式。")


def _flows_at(drawing: Drawing, owner: Element) -> bool:
    flows = drawing.processes[owner.process].flows
    return any(owner.id in (flow.source, flow.target) for flow in flows)


def errors_are_caught(drawing: Drawing) -> Iterator[Problem]:
    """An error that nobody catches would stop the case."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            if e.kind == "endEvent" and e.event == "error" and not _caught(drawing, scope.id, _code(drawing, e), set()):
                yield at(e, "错误结束事件没有边界事件处理。")


def _caught(drawing: Drawing, scope: str, code: str | None, seen: set[str]) -> bool:
    """Whether on every way outwards some boundary event takes the code."""
    if scope in seen:
        return True
    holders = [e for e, _ in nodes(drawing) if e.id == scope or (e.kind == "callActivity" and e.called == scope)]
    if not holders or scope in drawing.pools:
        return False
    for holder in holders:
        edges = [e for e, _ in nodes(drawing) if e.attached_to == holder.id and e.event == "error"]
        taken = any(_code(drawing, e) in (None, code) for e in edges)
        if not taken and not _caught(drawing, holder.parent, code, seen | {scope}):
            return False
    return True


def _code(drawing: Drawing, e: Element) -> str | None:
    definition = next(children(drawing.processes[e.process].nodes[e.id], "errorEventDefinition"), None)
    return definition.get("errorRef") if definition is not None else None


def references_lead_somewhere(drawing: Drawing) -> Iterator[Problem]:
    """Errors and escalations are told apart by code, so whoever throws one names it."""
    for e, node in nodes(drawing):
        for kind, known in (("error", drawing.errors), ("escalation", drawing.escalations)):
            for definition in children(node, f"{kind}EventDefinition"):
                ref = definition.get(f"{kind}Ref")
                if (ref and ref not in known) or (not ref and e.kind != "boundaryEvent"):
                    yield at(e, f"没有写明是哪个{WORDS[kind]}。")


def event_gateways_wait(drawing: Drawing) -> Iterator[Problem]:
    """After an event gateway stand events, each for this gateway alone."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            if e.kind == "eventBasedGateway":
                yield from _event_gateway(scope, e)


def _event_gateway(scope: Scope, e: Element) -> Iterator[Problem]:
    if e.attributes.get("instantiate") == "true" or e.attributes.get("eventGatewayType", "Exclusive") != "Exclusive":
        yield at(e, "事件网关只能是等待其中一个事件的网关。")
    targets = [scope.nodes[f.target] for f in scope.out_of(e.id) if f.target in scope.nodes]
    if len(targets) < 2:
        yield at(e, "事件网关后面至少要有两个事件。")
    for target in targets:
        plain = target.kind == "receiveTask" and target.extensions.loop is None and not scope.edges(target.id)
        if not plain and not (target.kind == "intermediateCatchEvent" and target.event in ("timer", "message")):
            yield at(target, "事件网关后面只能是消息、定时事件或接收任务。")
        elif len(scope.into(target.id)) != 1:
            yield at(target, "事件网关后面的事件只能由该网关进入。")


RULES = (
    events_can_be_executed, boundaries_are_attached, scopes_begin_once, errors_are_caught, references_lead_somewhere,
    event_gateways_wait,
)  # fmt: skip
