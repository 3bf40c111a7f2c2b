"""Rules about messages: that they have names, keys where they cross pools, and are told apart."""

from collections.abc import Iterator

from ..definition import Element, Problem
from ..drawing import Drawing
from ..source import children
from .seen import Scope, at, nodes, scopes

THROWING = frozenset({"sendTask", "intermediateThrowEvent", "endEvent"})


def message_of(drawing: Drawing, e: Element) -> str | None:
    """The id of the message an element throws or catches; None if it is not about one."""
    if e.event != "message":
        return None
    node = drawing.processes[e.process].nodes[e.id]
    definition = next(children(node, "messageEventDefinition"), None)
    return (definition if definition is not None else node).get("messageRef", "")


def definitions_can_be_referred_to(drawing: Drawing) -> Iterator[Problem]:
    """Messages, errors and escalations have ids."""
    for known in (drawing.messages, drawing.errors, drawing.escalations):
        for named in known.values():
            if not named.id:
                yield Problem(named.file, "", f"“{named.name}”没有编号。")


def events_name_their_message(drawing: Drawing) -> Iterator[Problem]:
    """A reference that leads to a message with a name."""
    for e, _ in nodes(drawing):
        ref = message_of(drawing, e)
        if ref is not None and (ref not in drawing.messages or not drawing.messages[ref].name):
            yield at(e, "没有写明是哪个消息。")


def messages_of_one_name_have_one_key(drawing: Drawing) -> Iterator[Problem]:
    """A message is found by its name, so two of one name must wait for the same key."""
    keys: dict[str, str | None] = {}
    for message in drawing.messages.values():
        if keys.setdefault(message.name, message.key) != message.key:
            yield Problem(message.file, message.id, f"消息“{message.name}”定义了两次，关联键不同。")


def crossing_messages_have_keys(drawing: Drawing) -> Iterator[Problem]:
    """Between pools a message must find one instance among many; only the start of a new one needs no key."""
    elements = {e.id: e for e, _ in nodes(drawing)}
    for flow in drawing.message_flows:
        source, target = elements.get(flow.source), elements.get(flow.target) or _start_of(drawing, flow.target)
        if source is None or (source.event != "message" and source.kind != "sendTask") or source.kind not in THROWING:
            yield Problem(_file(drawing), flow.id, "消息流要从发送任务或消息抛出事件出发。")
            continue
        if target is None:
            yield Problem(source.file, flow.id, "消息流的终点不是等待消息的环节。")
            continue
        ref = message_of(drawing, target)
        if ref is None or ref != message_of(drawing, source):
            yield Problem(target.file, flow.id, "消息流两端不是同一个消息。")
            continue
        if _starts_pool(drawing, target):
            continue
        if ref in drawing.messages and not drawing.messages[ref].key:
            name = drawing.messages[ref].name
            yield at(target, f"消息“{name}”跨泳池传递，要写明关联键（zeebe:subscription correlationKey）。")
        if not source.properties.get("correlationKey"):
            yield at(source, "消息跨泳池传递，要用属性 correlationKey 写明发给哪一个。")


def _start_of(drawing: Drawing, participant: str) -> Element | None:
    """A message flow may end at a whole pool: it means the pool's start event."""
    for process, pool in drawing.pools.items():
        if pool.id == participant:
            starts = [e for e in drawing.processes[process].elements.values() if e.parent == process]
            return next((e for e in starts if e.kind == "startEvent"), None)
    return None


def _starts_pool(drawing: Drawing, e: Element) -> bool:
    return e.kind == "startEvent" and e.parent == e.process and e.process in drawing.pools


def _file(drawing: Drawing) -> str:
    return drawing.sources[0].name if drawing.sources else ""


def event_gateways_tell_messages_apart(drawing: Drawing) -> Iterator[Problem]:
    """Two ways for one message cannot be chosen between."""
    for scope in scopes(drawing):
        for e in scope.nodes.values():
            if e.kind == "eventBasedGateway":
                yield from _twice(drawing, scope, e)


def _twice(drawing: Drawing, scope: Scope, gateway: Element) -> Iterator[Problem]:
    seen = set()
    for flow in scope.out_of(gateway.id):
        target = scope.nodes.get(flow.target)
        ref = message_of(drawing, target) if target is not None else None
        if target is None or ref is None or ref not in drawing.messages:
            continue
        name = drawing.messages[ref].name
        if name in seen:
            yield at(target, f"同一个事件网关后面两次等待消息“{name}”。")
        seen.add(name)


RULES = (
    definitions_can_be_referred_to, events_name_their_message, messages_of_one_name_have_one_key,
    crossing_messages_have_keys, event_gateways_tell_messages_apart,
)  # fmt: skip
