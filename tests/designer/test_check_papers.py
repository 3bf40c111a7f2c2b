"""The check names papers that cannot be printed, and effects that issue what is not there."""

from dataclasses import replace

import pytest

from services.designer.check import check_package
from services.wiring import EFFECTS
from tests.builders import edited
from tests.output.issued.conftest import paper_package


def problems(whole, severity="error"):
    return [(p.file, p.element, p.message) for p in check_package(whole, EFFECTS).problems if p.severity == severity]


def test_a_package_that_issues_papers_has_no_problem():
    assert problems(paper_package()) == []


NAMED = """<zeebe:input source='="decision"' target="document" />"""


@pytest.mark.parametrize(
    ("now", "element", "said"),
    [
        ("""<zeebe:input source='="lost"' target="document" />""", "C_issue", "文书“lost”不在"),
        ("""<zeebe:input source='="unseen"' target="document" />""", "unseen", "没有用 paper 写明版面"),
        ("""<zeebe:input source='="decision"' target="paper" />""", "C_issue", "没有用输入 document"),
    ],
)
def test_an_effect_issues_only_what_is_there(now, element, said):
    [found] = problems(edited(paper_package(), "procedure.bpmn", (NAMED, now)))
    assert found[1] == element and said in found[2]


PREFILLED = '<zeebe:property name="prefill" value="=sheet" />'


@pytest.mark.parametrize(
    ("where", "document", "said"),
    [
        (PREFILLED, "sheet", []),
        (PREFILLED, '="sh" + "eet"', []),
        (PREFILLED, "lost", ["文书“lost”不在 procedure.yaml 的 documents 里。"]),
    ],
)
def test_a_step_is_about_a_document_that_is_there(where, document, said):
    named = f"<zeebe:property name='document' value='{document}' />"
    whole = edited(paper_package(), "procedure.bpmn", (where, where + named))
    assert [found[2] for found in problems(whole)] == said


def test_only_a_persons_step_may_say_which_document_it_is_about():
    whole, begin = paper_package(), "<zeebe:properties>"
    text = whole.files["procedure.bpmn"].decode()
    at = text.index(begin, text.index(NAMED)) + len(begin)
    changed = f'{text[:at]}<zeebe:property name="document" value="decision" />{text[at:]}'
    [found] = problems(replace(whole, files={**whole.files, "procedure.bpmn": changed.encode()}))
    assert found[1] == "C_issue" and "只用于人工环节" in found[2]


def test_a_description_that_cannot_be_printed_is_named():
    whole = edited(paper_package(), "forms/decision.paper.yaml", ("columns: [40, 130]", "columns: [40, 100]"))
    [found] = problems(whole)
    assert found[0] == "forms/decision.paper.yaml" and "各栏共宽" in found[2]


def test_an_expression_in_a_paper_is_compiled():
    whole = edited(paper_package(), "forms/decision.paper.yaml", ("{value: name}", '{value: "=name +"}'))
    [found] = problems(whole)
    assert "表达式有误" in found[2]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"series": "青工决〔2021〕"}, "机关代字"),
        ({"series": "青工决1"}, "机关代字"),
        ({"series": 7}, "机关代字"),
        ({"copies": 0}, "份数"),
        ({"copies": "两份"}, "份数"),
        ({"public": "yes"}, "public"),
        ({"about": "person"}, "about"),
    ],
)
def test_what_a_document_says_of_itself_is_checked(changed, said):
    row = {"id": "decision", "title": "命名决定", "paper": "decision", **changed}
    [found] = problems(paper_package(documents=[row]))
    assert found[0] == "procedure.yaml" and said in found[2]
