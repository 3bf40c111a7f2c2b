"""The check names every place where a package says something that is not there, or that no diagram may ask for."""

import pytest

from services.designer.check import check_package
from services.process.registry import Package
from services.wiring import EFFECTS
from tests.builders import city, edited
from tests.colleagues import allowing
from tests.drawing import diagram, end, form, pool, start, task
from tests.small_procedure import CAMPAIGN, manifest, package

HILL = package()


def problems(whole, severity="error"):
    return [(p.file, p.element, p.message) for p in check_package(whole, EFFECTS).problems if p.severity == severity]


def test_a_sound_package_has_no_problem_at_all():
    report = check_package(HILL, EFFECTS)
    assert (report.ok, report.problems) == (True, ())
    assert (report.procedure, report.version) == ("hill", HILL.digest)


@pytest.mark.parametrize(
    ("old", "new", "element", "said"),
    [
        ('formId="sheet"', 'formId="lost"', "A_write", "表单“lost”不存在"),
        ('name="guard" value="rules"', 'name="guard" value="lost"', "A_write", "决策“lost”不存在"),
        ('name="precheck" value="fit"', 'name="precheck" value="lost"', "A_write", "决策“lost”不存在"),
        ('candidateGroups="own:union_officer"', 'candidateGroups="own:cook"', "A_unit", "角色“own:cook”没有在"),
        ('candidateGroups="own:union_officer"', 'candidateGroups="安丽"', "A_unit", "不是“层级:角色”的写法"),
        ('<zeebe:assignmentDefinition candidateGroups="own:union_officer" />', "", "A_unit", "没有写明由谁办理"),
        ('type="pay_grant"', 'type="pay_bribe"', "S_grant", "没有“pay_bribe”这种处理"),
        ('name="clause" value="QS-1"', 'name="clause" value="QS-9"', "A_unit", "依据“QS-9”不在"),
        ('assignee="=case.applicant"', 'assignee="=amount"', "A_write", "“amount”出自表单"),
        ('assignee="=case.applicant"', 'assignee="=sheet.amount"', "A_write", "“sheet”"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_named_with_its_element(old, new, element, said):
    found = problems(edited(HILL, "procedure.bpmn", (old, new)))
    assert [(f, e) for f, e, message in found if said in message] == [("procedure.bpmn", element)], found


FORBIDDEN = [
    "auto_approve",
    "auto_approve_on_timeout",
    "auto_reject_on_timeout",
    "skip_if_nobody",
    "skip_repeat_approver",
    "backdate",
]


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_no_procedure_may_ask_for_is_refused(name):
    bad = edited(HILL, "procedure.bpmn", ('name="opinion_box" value="op_unit"', f'name="{name}" value="true"'))
    ((_, element, message),) = problems(bad)
    assert element == "A_unit" and "不允许" in message and name in message


def test_a_default_must_be_written_out_in_the_manifest():
    bad = Package("hill", {**HILL.files, "procedure.yaml": manifest(defaults=None)})
    assert any("系统默认“D-01”没有" in message for *_, message in problems(bad))


def test_a_property_nobody_knows_is_a_warning_and_hinders_nothing():
    odd = edited(HILL, "procedure.bpmn", ('name="opinion_box" value="op_unit"', 'name="opinoin_box" value="op_unit"'))
    assert check_package(odd, EFFECTS).ok
    assert [e for _, e, m in problems(odd, "warning") if "opinoin_box" in m] == ["A_unit"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name="subject" value="case"', 'name="subject" value="cake"', "subject"),
        ('name="starters" value="own:lead own:union_officer"', 'name="title" value="x"', "starters"),
    ],
)
def test_a_pool_says_what_it_is_about_and_who_starts_it(old, new, said):
    ((_, element, message),) = problems(edited(HILL, "procedure.bpmn", (old, new)))
    assert element == "application" and said in message


def test_a_message_needs_its_way():
    flow = '<bpmn:messageFlow id="M_A_send_C_wait" sourceRef="A_send" targetRef="C_wait" />'
    assert any(e == "A_send" and "消息流" in m for _, e, m in problems(edited(HILL, "procedure.bpmn", (flow, ""))))


def test_a_document_needs_its_form():
    bad = Package(
        "hill", {**HILL.files, "procedure.yaml": manifest(documents=[{"id": "d", "title": "表", "form": "lost"}])}
    )
    assert [(f, e) for f, e, m in problems(bad) if "lost" in m] == [("procedure.yaml", "d")]


def test_the_name_of_a_case_must_be_an_expression():
    bad = Package("hill", {**HILL.files, "procedure.yaml": manifest(case={"title": "=sheet."})})
    assert [(f, e) for f, e, _ in problems(bad)] == [("procedure.yaml", "case.title")]


def test_the_folder_is_named_after_the_procedure():
    assert [e for _, e, m in problems(Package("valley", HILL.files)) if "文件夹名" in m] == ["id"]


@pytest.mark.parametrize("path", ["procedure.yaml", "procedure.bpmn", "rules.dmn", "forms/sheet.form"])
@pytest.mark.parametrize("raw", [b"", b"<", b"\xff", b"{", b"<a/>", b"[]"])
def test_a_file_that_is_no_such_file_is_a_problem_and_never_an_accident(path, raw):
    found = problems(Package("hill", {**HILL.files, path: raw}))
    assert path in {f for f, *_ in found}


def hidden_in(outputs):
    """The form's answer reaches the assignment by another name."""
    nodes = [
        start("B"),
        task("Write", "填表", assignee="=case.applicant", form="who", outputs=outputs),
        task("Do", "办理", assignee="=chosen"),
        end("E"),
    ]
    drawn = pool("申报", "application", nodes, "B > Write > Do > E", subject="case", starters="own:lead")
    person = form("who", {"type": "number", "key": "person", "label": "办理人"})
    return package(diagram(CAMPAIGN, drawn, messages={"handed_in": "=campaign.id"}), forms__who_dot_form=person)


@pytest.mark.parametrize("outputs", [[("=person", "chosen")], [("=answers.person", "chosen")]])
def test_an_answer_does_not_become_the_assignment_by_way_of_a_variable(outputs):
    found = problems(hidden_in(outputs))
    assert [e for _, e, m in found if "“chosen”" in m and "表单" in m] == ["Do"], found


def test_what_the_house_gave_may_assign():
    assert problems(hidden_in([("=case.applicant", "chosen")])) == []


def test_the_first_city_has_no_problem_at_all():
    assert check_package(city(), EFFECTS).problems == ()


def test_the_report_is_the_commands_contract():
    data = check_package(edited(HILL, "procedure.bpmn", ('formId="sheet"', 'formId="lost"')), EFFECTS).as_json()
    assert set(data) == {"ok", "procedure", "version", "problems", "clauses"}
    assert set(data["clauses"]) == {"total", "landed", "uncovered", "unfounded"}
    assert (data["ok"], data["procedure"]) == (False, "hill")
    assert set(data["problems"][0]) == {"severity", "file", "element", "message"}


def test_a_verb_that_nobody_knows_is_told_with_those_there_are():
    report = check_package(allowing("transfer retrun"), EFFECTS)
    (problem,) = [p for p in report.problems if "verbs" in p.message]
    assert problem.severity == "error" and "retrun" in problem.message and "transfer（转办）" in problem.message
