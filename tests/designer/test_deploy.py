"""A deployment says in Chinese sentences what changed, one for each change, and nothing that did not."""

import pytest

from services.designer.deploy import CannotDeploy
from services.process.registry import Package
from services.record import audit
from tests.builders import city, edited
from tests.small_procedure import MANIFEST, manifest, package

HILL = package()


@pytest.fixture
def changes(empty_town):
    """A function: the sentences between the small procedure and another version of it."""
    empty_town.deploy(HILL)
    return lambda whole: empty_town.deploy(whole).changes


def told(**changed):
    return Package("hill", {**HILL.files, "procedure.yaml": manifest(**changed)})


def drawn(*pairs):
    return edited(HILL, "procedure.bpmn", *pairs)


def test_the_first_deployment_says_so(empty_town):
    assert empty_town.deploy(HILL).changes == ["首次发布《青山市创新工作室命名办法》。"]


def test_five_working_days_to_seven_is_exactly_one_sentence(empty_town):
    liaoning = city()
    empty_town.deploy(liaoning)
    five, seven = (f"notice_min_working_days: {{value: {n}," for n in (5, 7))
    changed = edited(liaoning, "procedure.yaml", (five, seven))
    assert empty_town.deploy(changed).changes == ["参数“公示最少工作日数”由“5”改为“7”。"]


@pytest.mark.parametrize(
    ("whole", "sentence"),
    [
        (drawn(("add working days(now(), 5)", "add working days(now(), 7)")),
         "环节“市总工会意见”的办理期限由 5 个工作日改为 7 个工作日。"),
        (drawn(('name="单位工会意见"', 'name="工会意见"')), "环节“工会意见”的名称由“单位工会意见”改为“工会意见”。"),
        (drawn(('candidateGroups="own:union_officer"', 'candidateGroups="county:approver"')),
         "环节“单位工会意见”的办理人由“单位工会”改为“区总工会”。"),
        (drawn(('unit_opinion.verdict = "return"', 'unit_opinion.verdict != "agree"')),
         "从“A_gate”到“填表”的条件由“=unit_opinion.verdict = \"return\"”改为“=unit_opinion.verdict != \"agree\"”。"),
        (told(parameters={"grant": {"value": 60000, "title": "资金"}}), "参数“资金”由“50000”改为“60000”。"),
        (told(naming_organ="青山市职工创新办"), "命名机关由“青山市总工会”改为“青山市职工创新办”。"),
        (told(recommender_level="city"), "推荐层级由“county”改为“city”。"),
        (told(case={"title": "=sheet.name", "lead": "=sheet.name"}), "案卷的“lead”由“空”改为“=sheet.name”。"),
        (told(roles=[*MANIFEST["roles"], {"role": "own:cook", "title": "厨师"}]), "新增角色“厨师”。"),
        (told(clauses=[{"id": "QS-1", "article": "一", "text": "逐级推荐并排序", "kind": "NODE"}]),
         "条款“QS-1”由“逐级推荐”改为“逐级推荐并排序”。"),
        (edited(HILL, "rules.dmn", ("&gt; 100", "&gt; 200")), "决策表“rules”第 1 行的“amount”由“> 100”改为“> 200”。"),
        (edited(HILL, "forms/sheet.form", ('"label": "经费"', '"label": "经费（元）"')),
         "表单“sheet”的栏目“经费”改名为“经费（元）”。"),
        (drawn(('name="starters" value="own:lead own:union_officer"', 'name="starters" value="own:lead"')),
         "泳池“申报”的发起人由“own:lead own:union_officer”改为“own:lead”。"),
    ],
)  # fmt: skip
def test_one_change_is_one_sentence(changes, whole, sentence):
    assert changes(whole) == [sentence]


def test_a_window_that_moves_is_told_with_its_days(changes):
    moved = edited(HILL, "procedure.yaml", ("end: 2021-11-10", "end: 2021-11-12"))
    assert changes(moved) == ["阶段“申报阶段”由 2021-11-01 至 2021-11-10 改为 2021-11-01 至 2021-11-12。"]


def test_a_step_that_is_taken_out_is_told_with_the_way_around_it(changes):
    text = HILL.files["procedure.bpmn"].decode()
    begin = text.index('<bpmn:serviceTask id="S_grant"')
    until = text.index("</bpmn:serviceTask>", begin) + len("</bpmn:serviceTask>")
    text = text[:begin] + text[until:]
    text = text.replace(
        '<bpmn:sequenceFlow id="F_S_register_S_grant" sourceRef="S_register" targetRef="S_grant"></bpmn:sequenceFlow>',
        "",
    )
    text = text.replace('sourceRef="S_grant" targetRef="S_plaque"', 'sourceRef="S_register" targetRef="S_plaque"')
    assert changes(Package("hill", {**HILL.files, "procedure.bpmn": text.encode()})) == [
        "删去环节“pay_grant”。",
        "新增从“register_studio”到“award_plaque”的连线。",
    ]


def test_words_beside_the_procedure_change_nothing_that_runs(changes):
    assert changes(Package("hill", {**HILL.files, "README.md": b"..."})) == ["只有说明性文字或版面的改动，流程不变。"]


def test_a_deployment_leaves_a_trace_with_its_sentences(empty_town):
    version = empty_town.deploy(HILL).version
    with empty_town.house.reading() as uow:
        from services.foundation.events import Subject

        (entry,) = audit.history(uow, Subject("deployment", version.id))
    assert entry.sentence.startswith(f"发布《青山市创新工作室命名办法》版本 {version.digest[:8]}。首次发布")


def test_what_cannot_run_is_refused_with_the_first_place_and_how_many(empty_town):
    bad = drawn(('formId="sheet"', 'formId="lost"'), ('type="pay_grant"', 'type="pay_bribe"'))
    with pytest.raises(CannotDeploy, match=r"有 2 处错误.*procedure\.bpmn 的“A_write”") as refused:
        empty_town.deploy(bad)
    assert len(refused.value.problems) == 2
