"""Changing a procedure is drawing: the diagram is edited as a designer would, and the run is another one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from services.designer.check import check_package
from services.designer.compare import compare
from services.designer.rehearse import Rehearsal, Story, rehearse, stories_of
from services.process.registry import Package
from services.wiring import EFFECTS, REHEARSED
from tests.builders import city, edited
from tests.processes.redrawing import BPMN, Drawing

LIAONING = city("liaoning")
YEAR = next(story for story in stories_of(LIAONING) if story.name == "happy_year.yaml")


def played(package: Package, story: Story) -> Rehearsal:
    """The story on a scratch house, after a clean check."""
    problems = [p.message for p in check_package(package, EFFECTS).problems if p.severity == "error"]
    assert problems == []
    return rehearse(package, REHEARSED, story)


def done(rehearsal: Rehearsal, *elements: str) -> Iterator[str]:
    """The elements of these that somebody completed, in the order of time."""
    return (line.element for line in rehearsal.timeline if line.actor and line.element in elements)


def story(*steps, name="happy_year.yaml") -> Story:
    return replace(YEAR, name=name, steps=tuple(steps))


def of_case(steps, case):
    return [s for s in steps if s.case in (None, case)]


def test_the_printed_order_is_union_first_then_discipline() -> None:
    steps = YEAR.steps[: next(n for n, s in enumerate(YEAR.steps) if s.task == "shared_opinion_give")]
    assert list(done(played(LIAONING, story(*steps)), "LN_T3", "LN_T4")) == ["LN_T3", "LN_T4"]


def test_discipline_first_then_union_is_three_arrows_led_elsewhere() -> None:
    drawing = Drawing(LIAONING)
    drawing.lead("LN_G_ready", "LN_T3", to="LN_T4")
    drawing.lead("LN_G_discipline", "LN_T5", to="LN_T3")
    drawing.lead("LN_G_unit_opinion", "LN_T4", to="LN_T5")
    union = next(s for s in YEAR.steps if s.task == "LN_T3" and s.case == "A")
    discipline = next(s for s in YEAR.steps if s.task == "LN_T4" and s.case == "A")
    before = of_case(YEAR.steps[: YEAR.steps.index(union)], "A")
    turned = [
        *(replace(s, expect={"open": {"LN_T4": 1}, "closed": ["LN_T3"]}) if s.task == "LN_T2b" else s for s in before),
        replace(discipline, at=None, expect={"open": {"LN_T3": 1}}),
        replace(union, at=discipline.at, expect={"open": {"shared_opinion_give": 1}}),
    ]
    found = played(drawing.package(), story(*turned))
    assert found.failures == []
    assert list(done(found, "LN_T3", "LN_T4")) == ["LN_T4", "LN_T3"]


def test_without_the_inspection_opinion_the_case_goes_on_without_it() -> None:
    """The average decides alone: the opinion and what it led to are deleted, one arrow led past, one text turned."""
    drawing = Drawing(LIAONING)
    drawing.lead("LN_S_score", "LN_T8c", to="LN_G_assessed")
    for gone in ("LN_T8_refusal_final", "LN_T8_refusal", "LN_G_committee", "LN_T8c"):
        drawing.delete(gone)
    script = next(s for s in drawing.node("LN_S_outcome").iter("{http://camunda.org/schema/zeebe/1.0}script"))
    script.set("expression", script.get("expression").replace('committee_opinion.verdict = "agree"', "score >= 60"))
    package = drawing.package()
    found = played(package, story(*[s for s in YEAR.steps if s.task != "LN_T8c"]))
    assert found.failures == []
    assert list(done(found, "LN_T8c")) == []
    assert found.outcome["happy_year"]["campaigns"][0]["outcome"] == "命名完成"
    sentences = [c.sentence for c in compare(LIAONING, package)]
    assert "删去环节“省直机关工会工委意见”。" in sentences


def notice_story(posted: str, ends: str) -> Story:
    """The year until the list is posted on a day, and what is shown then."""
    publish = next(s for s in YEAR.steps if s.task == "shared_public_notice_publish")
    before = YEAR.steps[: YEAR.steps.index(publish)]
    day = publish.at.replace(day=int(posted[-2:]))
    return story(*before, replace(publish, at=day, expect={"public_notice": {"ends": ends}}))


@pytest.mark.parametrize(("days", "ends"), [("5", "2021-12-10"), ("7", "2021-12-14")])
def test_seven_working_days_instead_of_five_end_later_when_posted_on_the_third(days: str, ends: str) -> None:
    five, wanted = (f"notice_min_working_days: {{value: {n}," for n in ("5", days))
    found = played(edited(LIAONING, "procedure.yaml", (five, wanted)), notice_story("2021-12-03", ends))
    assert found.failures == []


def test_a_step_that_is_drawn_in_is_done_by_whom_the_diagram_says() -> None:
    """A second look of the unit's union after discipline spoke: a copied node, two arrows."""
    drawing = Drawing(LIAONING)
    first = drawing.node("LN_T3")
    second = etree.fromstring(etree.tostring(first).replace(b"LN_T3", b"LN_T3x").replace(b"op_unit_union", b"op_again"))
    for arrow in [*second.iter(f"{BPMN}incoming"), *second.iter(f"{BPMN}outgoing")]:
        second.remove(arrow)
    first.getparent().insert(first.getparent().index(first), second)
    etree.SubElement(drawing.node("Lane_unit_union"), f"{BPMN}flowNodeRef").text = "LN_T3x"
    drawing.lead("LN_G_discipline", "LN_T5", to="LN_T3x")
    way = etree.SubElement(
        first.getparent(), f"{BPMN}sequenceFlow", id="F_again", sourceRef="LN_T3x", targetRef="LN_T5"
    )
    etree.SubElement(second, f"{BPMN}outgoing").text = way.get("id")
    etree.SubElement(drawing.node("LN_T5"), f"{BPMN}incoming").text = way.get("id")
    for node in (second, drawing.node("LN_T5")):
        drawing.in_order(node)
    discipline = next(s for s in YEAR.steps if s.task == "LN_T4" and s.case == "A")
    union = next(s for s in YEAR.steps if s.task == "LN_T3" and s.case == "A")
    before = of_case(YEAR.steps[: YEAR.steps.index(discipline)], "A")
    again = replace(union, at=None, task="LN_T3x", expect={"open": {"shared_opinion_give": 1}})
    found = played(drawing.package(), story(*before, replace(discipline, expect={"open": {"LN_T3x": 1}}), again))
    assert found.failures == []
