"""What changed in the diagrams: pools, lanes, steps, flows and messages, each told once."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from services.process import engine
from services.process.engine import Element
from services.process.registry import Procedure

from .change import Change, from_to, shown
from .words import FACETS, KINDS

WORKING_DAYS = re.compile(r"(add working days\([^,]+(?:\([^()]*\))?,\s*)(\d+)(?=\s*[,)])")
DURATION = re.compile(r"^(?:=\s*duration\(\")?P(?:(\d+)D|T(\d+)H)(?:\"\))?$")
REFERENCES = {"attachedToRef": "attached_to", "cancelActivity": "interrupts", "isInterrupting": "interrupts"}
IN_PAIRS = ("inputs", "outputs")
Roles = Mapping[str, str]


def diagram_changes(old: Procedure, new: Procedure) -> Iterator[Change]:
    """Changes of elements, then of flows, messages and pools."""
    before, after = elements_of(old), elements_of(new)
    lanes = _renamed_lanes(old, new)
    roles = {**old.manifest.roles, **new.manifest.roles}
    for key in sorted(before.keys() - after.keys()):
        yield Change("removed", "diagram", key, f"删去{_called(before[key])}。", file=before[key].file)
    for key in sorted(after.keys() - before.keys()):
        yield Change("added", "diagram", key, f"新增{_called(after[key])}。", file=after[key].file)
    for key in sorted(before.keys() & after.keys()):
        yield from _element(before[key], after[key], lanes, roles)
    yield from _flows(old, new, before, after)
    yield from _messages(old, new, before, after)
    for a, b in sorted(set(lanes.values())):
        yield Change("altered", "diagram", a, f"泳道“{a}”改名为“{b}”。", "lane name", a, b)


def elements_of(procedure: Procedure) -> dict[str, Element]:
    """Every element by its id; what several pools call stands once."""
    return {e.id: e for pool in procedure.definition.pools.values() for e in pool.elements.values()}


def _called(e: Element) -> str:
    return f"环节“{_name(e)}”"


def _name(e: Element) -> str:
    return " ".join((e.name or e.id).split())


def _renamed_lanes(old: Procedure, new: Procedure) -> dict[tuple[str, str], tuple[str, str]]:
    """Lanes that kept their id and got another name, by (old name, new name): their steps have not moved."""
    a, b = ({lane.id: lane.name for pool in p.definition.pools.values() for lane in pool.lanes} for p in (old, new))
    return {(a[k], b[k]): (a[k], b[k]) for k in a.keys() & b.keys() if a[k] != b[k]}


def _element(old: Element, new: Element, lanes: Mapping[tuple[str, str], Any], roles: Roles) -> Iterator[Change]:
    before, after = _facets(old), _facets(new)
    for facet in sorted(before.keys() | after.keys()):
        a, b = before.get(facet), after.get(facet)
        if a == b or (facet == "lane" and (a, b) in lanes):
            continue
        if facet in IN_PAIRS:
            yield from _pairs(new, facet, dict(a or ()), dict(b or ()))
        else:
            yield Change("altered", "diagram", new.id, _altered(new, facet, a, b, roles), facet, a, b, new.file)


def _facets(e: Element) -> dict[str, Any]:
    x = e.extensions
    facets: dict[str, Any] = {
        "name": e.name,
        "lane": e.lane,
        "form_id": e.form_id,
        "candidate_groups": x.candidate_groups,
        "assignee": x.assignee,
        "due": x.due,
        "follow_up": x.follow_up,
        "called": e.called,
        "effect": x.effect,
        "kind": e.kind,
        "event": e.event,
        "inputs": _by_target(x.inputs),
        "outputs": _by_target(x.outputs),
        "loop": x.loop and (x.loop.collection, x.loop.item, x.loop.output_collection, x.loop.output_element),
        "script": x.script,
        "result": x.result_variable,
        "correlation_key": x.correlation_key,
        "expressions": tuple(t for t in e.expressions if t not in _said_elsewhere(e)),
    }
    facets |= {word: e.attributes.get(name) for name, word in REFERENCES.items() if name in e.attributes}
    return {k: v for k, v in facets.items() if v} | {f"property {k}": v for k, v in e.properties.items()}


def _by_target(pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((target, source) for source, target in pairs)


def _said_elsewhere(e: Element) -> set[str]:
    x = e.extensions
    texts = {x.candidate_groups, x.assignee, x.due, x.follow_up, x.script, x.correlation_key}
    texts |= {s for s, _ in (*x.inputs, *x.outputs)}
    texts |= {x.loop.collection, x.loop.output_element} if x.loop else set()
    return {t for t in (*texts, *e.properties.values()) if t}


def _altered(e: Element, facet: str, old: Any, new: Any, roles: Roles) -> str:
    word = FACETS.get(facet, f"属性“{facet.removeprefix('property ')}”")
    if facet == "expressions":
        old, new = "；".join(map(str, old or ())), "；".join(map(str, new or ()))
        word = "期限" if e.event == "timer" else "表达式"
    if facet in {"expressions", "due", "follow_up"} and (days := _days(str(old), str(new))) is not None:
        return f"{_called(e)}的{word}由 {days[0]}改为 {days[1]}。"
    if facet == "kind":
        old, new = KINDS.get(old, old), KINDS.get(new, new)
    if facet == "interrupts":
        old, new = old != "false", new != "false"
    if facet == "candidate_groups":
        old, new = _who(old, roles), _who(new, roles)
    if facet == "loop":
        old, new = ("、".join(filter(None, side)) if side else None for side in (old, new))
    if facet == "name":
        old, new = (" ".join(str(side or "").split()) for side in (old, new))
    return from_to(_called(e), word, old, new)


def _days(old: str, new: str) -> tuple[str, str] | None:
    """Two deadlines that differ in one number of days alone, in words."""
    a, b = WORKING_DAYS.search(old), WORKING_DAYS.search(new)
    if a and b and WORKING_DAYS.sub("", old, count=1) == WORKING_DAYS.sub("", new, count=1) and a[1] == b[1]:
        return f"{a[2]} 个工作日", f"{b[2]} 个工作日"
    a, b = DURATION.match(old), DURATION.match(new)
    if a and b:
        return tuple(f"{m[1]} 天" if m[1] else f"{m[2]} 小时" for m in (a, b))  # type: ignore[return-value]
    return None


def _who(groups: Any, roles: Roles) -> Any:
    if not groups or str(groups).startswith("="):
        return groups
    return "、".join(roles.get(one.strip(), one.strip()) for one in str(groups).split(","))


def _pairs(e: Element, facet: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for target in [*old, *(t for t in new if t not in old)]:
        a, b = old.get(target), new.get(target)
        if a != b:
            sentence = from_to(_called(e), f"{FACETS[facet]}“{target}”", a, b)
            yield Change("altered", "diagram", e.id, sentence, f"{facet} {target}", a, b, e.file)


def _flows(
    old: Procedure, new: Procedure, before: Mapping[str, Element], after: Mapping[str, Element]
) -> Iterator[Change]:
    a, b = _all_flows(old), _all_flows(new)
    for key in sorted(a.keys() & b.keys()):
        was, now, way, file = a[key], b[key], _way(b[key], after), after[key[0]].file
        if was.condition != now.condition:
            text = from_to(way, "条件", was.condition, now.condition)
            yield Change("altered", "diagram", now.id, text, "condition", was.condition, now.condition, file)
        if was.name != now.name:
            text = from_to(way, "连线文字", was.name, now.name)
            yield Change("altered", "diagram", now.id, text, "name", was.name, now.name, file)
    for key in sorted(a.keys() - b.keys()):
        if {a[key].source, a[key].target} <= after.keys():
            text = f"删去{_way(a[key], before)}的连线。"
            yield Change("removed", "diagram", a[key].id, text, file=before[key[0]].file)
    for key in sorted(b.keys() - a.keys()):
        if {b[key].source, b[key].target} <= before.keys():
            text = f"新增{_way(b[key], after)}的连线。"
            yield Change("added", "diagram", b[key].id, text, file=after[key[0]].file)
    yield from _defaults(before, after, {f.id: f for f in a.values()}, {f.id: f for f in b.values()})


def _defaults(
    before: Mapping[str, Element], after: Mapping[str, Element], a: Mapping[str, Any], b: Mapping[str, Any]
) -> Iterator[Change]:
    """Where a gateway goes when no condition holds: by the step it leads to, for the flow's id says nothing."""
    for key in sorted(before.keys() & after.keys()):
        leads = [flows.get(e.attributes.get("default", "")) for e, flows in ((before[key], a), (after[key], b))]
        old, new = (flow and flow.target for flow in leads)
        if old != new:
            names = [_name(side[leads_to]) if leads_to else None for side, leads_to in ((before, old), (after, new))]
            text = from_to(_called(after[key]), "默认走向", *names)
            yield Change("altered", "diagram", key, text, "default", old, new, after[key].file)


def _all_flows(procedure: Procedure) -> dict[tuple[str, str], engine.Flow]:
    return {(f.source, f.target): f for pool in procedure.definition.pools.values() for f in pool.flows}


def _way(flow: engine.Flow, elements: Mapping[str, Element]) -> str:
    names = [_name(elements[i]) if i in elements else i for i in (flow.source, flow.target)]
    return f"从“{names[0]}”到“{names[1]}”"


def _messages(
    old: Procedure, new: Procedure, before: Mapping[str, Element], after: Mapping[str, Element]
) -> Iterator[Change]:
    a, b = ({(f.source, f.target): f for f in p.definition.flows} for p in (old, new))
    named = _ends(old, before), _ends(new, after)
    told: tuple[tuple[str, str, Any, Callable[[Any], bool]], ...] = (
        ("removed", "删去", a.keys() - b.keys(), lambda ends: set(ends) <= named[1].keys()),
        ("added", "新增", b.keys() - a.keys(), lambda ends: set(ends) <= named[0].keys()),
    )
    for number, (kind, word, keys, stands) in enumerate(told):
        for key in sorted(filter(stands, keys)):  # an end that came or went is told already
            flow, names = (a, b)[number][key], named[number]
            text = f"{word}从“{shown(names[key[0]])}”到“{shown(names[key[1]])}”的消息。"
            yield Change(kind, "diagram", flow.id, text)


def _ends(procedure: Procedure, elements: Mapping[str, Element]) -> dict[str, str]:
    pools = {pool.participant: pool.name for pool in procedure.definition.pools.values()}
    return pools | {key: _name(e) for key, e in elements.items()}
