"""The ready-made elements of the canvas: each, as it is dropped between a beginning and an end, passes the check."""

import json
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from services.designer.check import check_package
from services.designer.drafts import blocks
from services.process.registry import Package
from services.process.registry.package import reached
from services.wiring import EFFECTS
from tests.drawing import diagram, element, end, mapping, pool, start

TEMPLATES = sorted((Path(__file__).resolve().parents[2] / "app/islands/designer/templates").glob("*.json"))
ROLES = ("own:lead", "own:union_officer", "own:office", "own:approver", "own:inspector")
PAPERS = ("naming_decision", "public_notice", "correction_letter", "statement", "refusal_letter", "review_letter",
          "reconsideration_letter", "revocation_notice", "revocation_decision", "recheck_letter")  # fmt: skip
# What a block ends with as an error; the editor hangs an error event on it that leads to an end.
ERRORS = ("correction", "refusal", "block_opinion")
STUDIO = ("annual_review", "revocation", "change_of_studio")
CAMPAIGN = ("public_notice", "objection")
SHEET = {"type": "default", "components": [{"id": "a", "type": "textfield", "key": "name", "label": "名称"}]}


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def bound(template: dict[str, Any], kind: str, key: str = "") -> list[tuple[str, str]]:
    """(what it is bound to, value) of the template's properties of one binding."""
    rows = [p for p in template["properties"] if p["binding"]["type"] == kind]
    return [(p["binding"].get(key, ""), p.get("value", "")) for p in rows]


def dropped(template: dict[str, Any]) -> str:
    """The element that the editor makes of a template."""
    kind = template["elementType"]["value"].removeprefix("bpmn:")
    kind = kind[0].lower() + kind[1:]
    inside = ""
    tags = ("assignmentDefinition", "formDefinition", "taskSchedule", "calledElement", "taskDefinition")
    extensions = "".join(
        f"<zeebe:{tag} {' '.join(f'{name}={quoteattr(value)}' for name, value in rows)} />"
        for tag in tags
        if (rows := bound(template, f"zeebe:{tag}", "property"))
    )
    extensions += "<zeebe:userTask />" if bound(template, "zeebe:userTask") else ""
    inputs = [(value, name) for name, value in bound(template, "zeebe:input", "name")]
    outputs = bound(template, "zeebe:output", "source")
    named = {**dict(bound(template, "zeebe:property", "name")), "system_default": "D-01"}
    told = "".join(f"<zeebe:property name={quoteattr(k)} value={quoteattr(v)} />" for k, v in named.items())
    extensions += mapping(inputs, outputs) + f"<zeebe:properties>{told}</zeebe:properties>"
    for name, value in bound(template, "bpmn:TimerEventDefinition#property", "name"):
        inside = f"<bpmn:timerEventDefinition><bpmn:{name}>{value}</bpmn:{name}></bpmn:timerEventDefinition>"
    return element(kind, "New", dict(bound(template, "property", "name"))["name"], extensions, inside)


def failed() -> str:
    """The error event at the edge of the new element."""
    inside = '<bpmn:errorEventDefinition id="Failed_definition" />'
    rows = '<zeebe:properties><zeebe:property name="system_default" value="D-01" /></zeebe:properties>'
    return element("boundaryEvent", "Failed", "没有办成", rows, inside, attachedToRef="New")


def package(template: dict[str, Any]) -> Package:
    """A small procedure whose one pool goes from its beginning through the element to its end."""
    block = template["id"].removeprefix("jiangxin.")
    subject = "studio" if block in STUDIO else "campaign" if block in CAMPAIGN else "case"
    nodes, ways = [start("Begin"), dropped(template), end("Done")], "Begin > New > Done"
    if block in ERRORS:
        nodes += [failed(), end("Over")]
        ways += "\nFailed > Over"
    drawn = diagram(pool("一个泳池", "only", nodes, ways, subject=subject, starters="own:office"))
    manifest = {
        "id": "small", "title": "小办法", "short": "XB",
        "roles": [{"role": role, "title": role} for role in ROLES],
        "documents": [{"id": name, "title": name, "paper": "paper"} for name in PAPERS],
        "defaults": [{"id": f"D-{n:02d}", "text": "默认"} for n in range(1, 30)],
        "parameters": dict.fromkeys(
            ("returns_max", "correction_days", "objection_days", "objection_receipt_days", "reconsideration_days",
             "reconsideration_decision_days", "plaque_return_days", "statement_days", "rectification_months"), 5),
    }  # fmt: skip
    manifest["parameters"]["count_first_day"] = False  # type: ignore[index]
    own = {
        "procedure.yaml": json.dumps(manifest, ensure_ascii=False).encode(),
        "procedure.bpmn": drawn,
        "forms/paper.paper.yaml": "kind: letter\ntitle: 标题\nheading: 标题\nbody:\n  - text: 正文\n".encode(),
        **{f"forms/{name}.form": json.dumps({**SHEET, "id": name}).encode() for name in ("application", "materials")},
    }
    return Package("small", {**own, **{k: v for k, v in reached(own, blocks()).items() if k not in own}})


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_ready_made_element_passes_the_check_as_it_is_dropped(path: Path) -> None:
    found = check_package(package(read(path)), EFFECTS)

    assert [p for p in found.problems if p.severity == "error"] == []


def test_every_ready_made_element_that_was_promised_is_there_and_speaks_chinese() -> None:
    templates = [read(path) for path in TEMPLATES]
    names = " ".join(template["name"] for template in templates)

    for promised in ("审批", "公示", "专家评审", "补正", "提醒", "异议", "年度考核", "撤销", "出具文书"):
        assert promised in names
    assert len({template["id"] for template in templates}) == len(templates)
    shown = [t["name"] + t["description"] + "".join(p.get("label", "") for p in t["properties"]) for t in templates]
    assert [words for words in shown if not re.search(r"[\u4e00-\u9fff]", words)] == []


def test_every_shared_block_can_be_dropped_into_a_diagram() -> None:
    offered = {value for path in TEMPLATES for _, value in bound(read(path), "zeebe:calledElement")}
    drawn = {name for raw in blocks().values() for name in re.findall(rb'process id="(shared_\w+)"', raw)}

    assert {name.decode() for name in drawn} == offered
