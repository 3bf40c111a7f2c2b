"""Checks of events: each place knows only some kinds, and every kind must be fully defined."""

from collections.abc import Iterator

from .check_elements import problem
from .definition import Problem
from .drawing import Drawing, Node
from .source import bpmn, local, text_of

WORDS = {
    "": "无触发", "timer": "定时", "message": "消息", "error": "错误", "escalation": "升级", "conditional": "条件",
    "signal": "信号", "compensate": "补偿", "link": "链接", "terminate": "终止", "cancel": "取消",
}  # fmt: skip
ALLOWED = {
    "pool start": {"", "message"},
    "sub start": {""},
    "event sub start": {"message"},
    "intermediateCatchEvent": {"timer", "message", "conditional"},
    "intermediateThrowEvent": {"", "message", "escalation"},
    "boundaryEvent": {"timer", "message", "error", "escalation", "conditional"},
    "endEvent": {"", "message", "error", "escalation", "terminate"},
}
INSTEAD = {
    "pool start": "一个泳池只能由人或由消息启动。",
    "sub start": "子流程的开始事件不能带触发条件。",
    "event sub start": "事件子流程只能由消息启动；定时请用内嵌子流程上的边界定时。",
}
TIMES = ("timeDate", "timeDuration", "timeCycle")


def check_events(drawing: Drawing) -> Iterator[Problem]:
    """Every event is of a kind that its place allows, with one definition that is complete."""
    for node in drawing.nodes.values():
        place = _place(drawing, node)
        if place is None:
            continue
        if len(node.events) > 1:
            yield problem(node, "一个事件只能有一个事件定义。")
            continue
        kind = node.element.event or ""
        if kind not in ALLOWED[place]:
            yield problem(node, f"这里不支持{WORDS.get(kind, kind)}事件。{INSTEAD.get(place, '')}")
            continue
        yield from (problem(node, message) for message in _incomplete(drawing, node, kind))
        if place == "boundaryEvent":
            yield from (problem(node, message) for message in _boundary(drawing, node, kind))


def _place(drawing: Drawing, node: Node) -> str | None:
    if node.kind != "startEvent":
        return node.kind if node.kind in ALLOWED else None
    around = drawing.nodes.get(node.scope)
    if around is None:
        return "pool start"
    return "event sub start" if around.triggered else "sub start"


def _incomplete(drawing: Drawing, node: Node, kind: str) -> Iterator[str]:
    if kind == "message" and not (drawing.message_of(node) or ("", None))[0]:
        yield "消息事件没有指定消息。"
    if kind == "conditional" and not text_of(node.events[0].find(bpmn("condition"))):
        yield "条件事件没有写条件。"
    if kind == "timer":
        given = [local(c) for c in node.events[0] if local(c) in TIMES and text_of(c)]
        if len(given) != 1:
            yield "定时事件要写明一个时间。"
        elif given == ["timeCycle"] and not _may_repeat(node):
            yield "重复定时只能用在不打断的边界事件上。"


def _may_repeat(node: Node) -> bool:
    return node.kind == "boundaryEvent" and node.xml.get("cancelActivity", "true") == "false"


def _boundary(drawing: Drawing, node: Node, kind: str) -> Iterator[str]:
    host = drawing.nodes.get(node.element.attached_to or "")
    if host is None or host.scope != node.scope:
        yield "边界事件没有附在同一层的环节上。"
        return
    if host.kind.endswith(("Event", "Gateway")) or host.triggered:
        yield "边界事件只能附在任务、子流程或调用活动上。"
    if kind in {"error", "escalation"} and host.kind not in {"subProcess", "callActivity"}:
        yield f"{WORDS[kind]}边界事件只能附在子流程或调用活动上。"
    if kind == "error" and node.xml.get("cancelActivity", "true") == "false":
        yield "错误边界事件总是打断，不能设为不打断。"


def check_starts(drawing: Drawing) -> Iterator[Problem]:
    """Every process and sub-process has exactly one start event and at least one end event."""
    for scope in drawing.scopes():
        inside = drawing.inside(scope)
        file = drawing.processes[scope].file if scope in drawing.processes else drawing.nodes[scope].element.file
        starts = [n for n in inside if n.kind == "startEvent"]
        if len(starts) != 1:
            yield Problem(file, scope, f"要有且只有一个开始事件，现有 {len(starts)} 个。")
        if not any(n.kind == "endEvent" for n in inside):
            yield Problem(file, scope, "没有结束事件。")


def check_messages(drawing: Drawing) -> Iterator[Problem]:
    """Messages have names; one that crosses pools is named alike on both sides and carries its key."""
    for node in drawing.nodes.values():
        if node.kind in {"sendTask", "receiveTask"} and not (drawing.message_of(node) or ("", None))[0]:
            yield problem(node, "收发任务没有指定消息。")
    for flow in drawing.message_flows:
        source = drawing.nodes.get(flow.source)
        target = drawing.nodes.get(flow.target)
        to_pool = flow.target in {p.id for p in drawing.participants}
        if source is None or (target is None and not to_pool):
            yield Problem(flow.file, flow.id, "消息流的两端须是发送的环节和接收的环节（或泳池）。")
            continue
        yield from _crossing(drawing, source, target)


def _crossing(drawing: Drawing, source: Node, target: Node | None) -> Iterator[Problem]:
    sent = drawing.message_of(source)
    if sent is None or source.kind not in {"sendTask", "intermediateThrowEvent", "endEvent"}:
        yield problem(source, "消息流须从发送消息的环节出发。")
        return
    if target is None:
        return
    awaited = drawing.message_of(target)
    if awaited is None or target.kind not in {"receiveTask", "intermediateCatchEvent", "boundaryEvent", "startEvent"}:
        yield problem(target, "消息流须通到接收消息的环节。")
        return
    if awaited[0] != sent[0]:
        yield problem(target, f"消息流两端的消息不同：发出“{sent[0]}”，等待“{awaited[0]}”。")
    if target.kind == "startEvent" and target.scope in drawing.processes:
        return
    if not source.element.properties.get("correlationKey"):
        yield problem(source, "跨泳池的消息要用属性 correlationKey 写明关联值。")
    if not awaited[1]:
        yield problem(target, f"跨泳池的消息“{awaited[0]}”要写明订阅的关联值（correlationKey）。")
