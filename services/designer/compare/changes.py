"""Compare two compiled procedures element by element: added, removed, altered, each in one sentence."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from services.process import engine
from services.process.engine import Element
from services.process.registry import Procedure

from .change import Change, shown
from .data import manifest_changes, pool_changes

WORKING_DAYS = re.compile(r"add working days\(now\(\),\s*(\d+)")
WORDS = {
    "name": "名称",
    "lane": "泳道",
    "form_id": "表单",
    "candidate_groups": "办理人",
    "assignee": "办理人",
    "due": "办理期限",
    "called": "调用",
    "effect": "自动处理",
    "condition": "条件",
}


def compare(old: Procedure, new: Procedure) -> list[Change]:
    """All changes, in the order elements, flows, pools, manifest, forms, tables."""
    changes = list(_pools(old, new))
    changes += pool_changes(old, new)
    changes += manifest_changes(old.manifest, new.manifest)
    changes += _files(old.forms, new.forms, "form", "表单")
    changes += _tables(old, new)
    return changes


def _pools(old: Procedure, new: Procedure) -> Iterator[Change]:
    before, after = _all_elements(old), _all_elements(new)
    for key in sorted(before.keys() - after.keys()):
        yield Change("removed", "diagram", key, f"删去{_called(before[key])}。")
    for key in sorted(after.keys() - before.keys()):
        yield Change("added", "diagram", key, f"新增{_called(after[key])}。")
    for key in sorted(before.keys() & after.keys()):
        yield from _element(before[key], after[key])
    yield from _flows(old, new, before, after)


def _all_elements(procedure: Procedure) -> dict[str, Element]:
    return {e.id: e for pool in procedure.definition.pools.values() for e in pool.elements.values()}


def _called(e: Element) -> str:
    return f"环节“{e.name or e.id}”"


def _element(old: Element, new: Element) -> Iterator[Change]:
    before, after = _facets(old), _facets(new)
    for facet in sorted(before.keys() | after.keys()):
        a, b = before.get(facet), after.get(facet)
        if a != b:
            yield Change("altered", "diagram", new.id, _altered(new, facet, a, b))


def _facets(e: Element) -> dict[str, Any]:
    x = e.extensions
    facets: dict[str, Any] = {
        "name": e.name,
        "lane": e.lane,
        "form_id": e.form_id,
        "candidate_groups": x.candidate_groups,
        "assignee": x.assignee,
        "due": x.due,
        "called": e.called,
        "effect": x.effect,
        "kind": e.kind,
        "inputs": x.inputs,
        "outputs": x.outputs,
        "loop": x.loop,
        "script": x.script,
        "expressions": tuple(t for t in e.expressions if t not in _said_elsewhere(e)),
    }
    return facets | {f"property {k}": v for k, v in e.properties.items()}


def _said_elsewhere(e: Element) -> set[str]:
    x = e.extensions
    texts = {x.candidate_groups, x.assignee, x.due, x.script, *(s for s, _ in x.inputs), *(s for s, _ in x.outputs)}
    texts |= {x.loop.collection, x.loop.output_element} if x.loop else set()
    return {t for t in (*texts, *e.properties.values()) if t}


def _altered(e: Element, facet: str, old: Any, new: Any) -> str:
    word = WORDS.get(facet, facet.removeprefix("property "))
    if facet == "expressions":
        old, new = "；".join(map(str, old or ())), "；".join(map(str, new or ()))
        word = "期限" if e.event == "timer" else "表达式"
    if facet in {"expressions", "due"}:
        a, b = WORKING_DAYS.search(str(old)), WORKING_DAYS.search(str(new))
        if a and b and WORKING_DAYS.sub("", str(old)) == WORKING_DAYS.sub("", str(new)):
            return f"{_called(e)}的{word}由 {a[1]} 个工作日改为 {b[1]} 个工作日。"
    return f"{_called(e)}的{word}由“{shown(old)}”改为“{shown(new)}”。"


def _flows(
    old: Procedure, new: Procedure, before: Mapping[str, Element], after: Mapping[str, Element]
) -> Iterator[Change]:
    a, b = _all_flows(old), _all_flows(new)
    for key in sorted(a.keys() & b.keys()):
        if a[key].condition != b[key].condition:
            text = f"{_way(a[key], before)}的条件由“{shown(a[key].condition)}”改为“{shown(b[key].condition)}”。"
            yield Change("altered", "diagram", b[key].id, text)
    for key in sorted(a.keys() - b.keys()):
        if {a[key].source, a[key].target} <= after.keys():
            yield Change("removed", "diagram", a[key].id, f"删去{_way(a[key], before)}的连线。")
    for key in sorted(b.keys() - a.keys()):
        if {b[key].source, b[key].target} <= before.keys():
            yield Change("added", "diagram", b[key].id, f"新增{_way(b[key], after)}的连线。")


def _all_flows(procedure: Procedure) -> dict[tuple[str, str], engine.Flow]:
    return {(f.source, f.target): f for pool in procedure.definition.pools.values() for f in pool.flows}


def _way(flow: engine.Flow, elements: Mapping[str, Element]) -> str:
    names = [elements[i].name or i if i in elements else i for i in (flow.source, flow.target)]
    return f"从“{names[0]}”到“{names[1]}”"


def _files(old: Mapping[str, Any], new: Mapping[str, Any], what: str, word: str) -> list[Change]:
    changes = [Change("removed", what, n, f"删去{word}“{n}”。") for n in sorted(old.keys() - new.keys())]
    changes += [Change("added", what, n, f"新增{word}“{n}”。") for n in sorted(new.keys() - old.keys())]
    both = sorted(old.keys() & new.keys())
    return changes + [Change("altered", what, n, f"{word}“{n}”有改动。") for n in both if old[n] != new[n]]


def _tables(old: Procedure, new: Procedure) -> list[Change]:
    return _files(old.tables, new.tables, "table", "决策表")
