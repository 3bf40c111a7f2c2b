"""Which editor opens a file, and how a diagram without a layout gets one."""

import re
from pathlib import Path

import pytest

from services.designer.drafts.editing import editing_of
from services.designer.drafts.layout import CannotLayOut, has_layout, laid_out
from services.designer.drafts.paths import BadPath
from services.process import engine
from tests.drawing import diagram, end, gateway, pool, start, task

ROOT = Path(__file__).resolve().parents[2]
DIAGRAMS = sorted(ROOT.glob("processes/*/*.bpmn"))
LAYOUT = re.compile(rb"(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>")
SHAPE = re.compile(rb'BPMNShape [^>]*bpmnElement="([^"]+)"')
WAY = re.compile(rb'BPMNEdge [^>]*bpmnElement="([^"]+)"')
BOUNDS = re.compile(rb'bpmnElement="([^"]+)"[^>]*>\s*<dc:Bounds x="(-?\d+)" y="(-?\d+)" width="(\d+)" height="(\d+)"')


@pytest.mark.parametrize(
    ("path", "raw", "editor", "says"),
    [
        ("procedure.bpmn", b"<definitions/>", "bpmn", ""),
        ("quota.dmn", b"<definitions/>", "dmn", ""),
        ("forms/a.form", b'{"components": []}', "form", ""),
        ("procedure.yaml", b"id: [", "text", ""),
        ("procedure.bpmn", b"<definitions>\n<process>\n</definitions>", "text", "第 3 行"),
        ("procedure.bpmn", b"<!DOCTYPE x><definitions/>", "text", "DOCTYPE"),
        ("procedure.bpmn", b"<svg/>", "text", "不是 BPMN"),
        ("procedure.bpmn", b"<definitions/>" + b" " * 3_000_000, "text", "2.9 MB"),
        ("forms/a.form", b'{"components": [}', "text", "第 1 行"),
        ("forms/a.form", b"[]", "text", "不是表单"),
        ("forms/a.form", b'{"components": "\xff"}', "text", "UTF-8"),
    ],
)
def test_a_file_opens_in_its_editor_or_as_text_with_the_reason(path: str, raw: bytes, editor: str, says: str) -> None:
    found = editing_of(path, raw)

    assert found.editor == editor
    assert says in found.sentence
    assert bool(says) is bool(found.sentence)


def test_the_text_itself_can_be_asked_for_and_a_path_out_of_the_draft_cannot() -> None:
    assert editing_of("procedure.bpmn", b"<definitions/>", plain=True).editor == "text"
    with pytest.raises(BadPath):
        editing_of("../secret.bpmn", b"")


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_diagram_that_lost_its_layout_gets_a_place_for_every_element_again(path: Path) -> None:
    drawn = path.read_bytes()
    bare = LAYOUT.sub(b"", drawn)
    assert has_layout(drawn)
    assert not has_layout(bare)

    again = laid_out(bare)

    assert set(SHAPE.findall(again)) == set(SHAPE.findall(drawn))
    assert set(WAY.findall(again)) == set(WAY.findall(drawn))


def test_steps_stand_from_left_to_right_without_lying_on_each_other_and_what_is_said_stays() -> None:
    nodes = [start("A"), task("B", "填表", "own:lead"), gateway("C", default="C > D"), end("D"), end("E")]
    bare = diagram(pool("申报", "only", nodes, "A > B > C > D\nC > E | =x\nC > B | =y", subject="case"))

    again = laid_out(bare)
    boxes = {name.decode(): tuple(map(int, box)) for name, *box in BOUNDS.findall(again)}

    assert boxes["A"][0] < boxes["B"][0] < boxes["C"][0] < boxes["D"][0]
    assert boxes["D"][1] != boxes["E"][1]
    steps = [boxes[name] for name in "ABCDE"]
    assert not [1 for n, a in enumerate(steps) for b in steps[n + 1 :] if _touch(a, b)]
    pools = [engine.parse({"a.bpmn": raw}).pools["only"] for raw in (bare, again)]
    assert pools[0].elements.keys() == pools[1].elements.keys()


@pytest.mark.parametrize(
    ("raw", "says"),
    [(b"<a", "XML"), (b"<!DOCTYPE a><a/>", "DOCTYPE"), (b"<a/>", "不是 BPMN"), (diagram(), "没有可以画的")],
)
def test_what_cannot_be_laid_out_says_why(raw: bytes, says: str) -> None:
    with pytest.raises(CannotLayOut, match=says):
        laid_out(raw)


def _touch(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]
