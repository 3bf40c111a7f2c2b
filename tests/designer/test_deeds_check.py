"""The check of deeds: who may, which form, and where `starters` means anything at all."""

import pytest

from services.designer.check import check_package
from services.wiring import EFFECTS
from tests.builders import edited
from tests.casework.deeds_procedure import with_deeds
from tests.drawing import diagram, end, late, pool, start, task, wait
from tests.small_procedure import CAMPAIGN, MESSAGES, package

WITHDRAWAL = 'value="own:lead own:union_officer" /><zeebe:property name="form"'


def told(whole, element=None):
    problems = check_package(whole, EFFECTS).problems
    return [(p.severity, p.message) for p in problems if element in (None, p.element)]


def changed(old, new):
    return edited(with_deeds(), "procedure.bpmn", (old, new))


def test_a_message_that_people_set_off_needs_no_message_flow():
    assert told(with_deeds()) == []


@pytest.mark.parametrize(
    ("starters", "sentence"),
    [
        ("own:lead own:nobody", "角色“own:nobody”没有在 procedure.yaml 的 roles 里写明"),
        ("union_officer", "不是“层级:角色”的写法"),
        (" ", "没有写明谁可以办理"),
        ("=sheet.name", "办理人不能取自表单填写的内容（“sheet”出自表单）"),
        ("=whole.reason", "办理人不能取自表单填写的内容（“whole”出自表单）"),
        ("=why", "办理人不能取自表单填写的内容（“why”出自表单）"),
        ("=reason", "办理人不能取自表单填写的内容（“reason”出自表单）"),
    ],
)
def test_who_may_is_a_role_of_the_procedure_or_computed_from_the_houses_facts(starters, sentence):
    whole = changed(WITHDRAWAL, WITHDRAWAL.replace("own:lead own:union_officer", starters))
    (found,) = told(whole, "A_withdrawal_heard")
    assert found[0] == "error" and sentence in found[1]


@pytest.mark.parametrize("starters", ["own:lead", "own:union_officer,city:office", '=role at(case.recommender, "x")'])
def test_roles_of_the_procedure_and_facts_of_the_house_are_accepted(starters):
    quoted = starters.replace('"', "&quot;")
    assert told(changed(WITHDRAWAL, WITHDRAWAL.replace("own:lead own:union_officer", quoted))) == []


def test_a_form_and_a_guard_that_are_not_there_are_named():
    whole = changed('name="guard" value="no_haste"', 'name="guard" value="gone"')
    assert [m for _, m in told(whole, "A_withdrawal_heard")] == ["决策“gone”不存在。"]
    form = 'name="starters" value="own:lead" /><zeebe:property name="form" value="{}"'
    whole = changed(form.format("reason"), form.format("gone"))
    assert [m for _, m in told(whole, "A_confirm")] == ["表单“gone”不存在。"]


def small(*nodes, flows, **named):
    return with_deeds(pool("申报", "application", nodes, flows, subject="case", starters="own:lead", **named))


@pytest.mark.parametrize(
    "node",
    [
        task("T", "办理", groups="city:office", starters="own:lead"),
        wait("T", "等待", timer="P5D", starters="own:lead"),
    ],
)
def test_starters_on_what_waits_for_no_message_are_refused(node):
    whole = small(start("B"), node, end("E"), flows="B > T > E")
    assert told(whole, "T") == [("error", "属性 starters 只能写在等待消息的环节（或整个泳池）上。")]


def test_the_start_of_a_pool_is_no_deed_the_pool_itself_says_who_begins_it():
    for message in ("", "withdrawn"):
        nodes = [start("B", message=message, starters="own:lead"), task("T", "办理", groups="city:office"), end("E")]
        assert ("error", "属性 starters 只能写在等待消息的环节（或整个泳池）上。") in told(
            small(*nodes, flows="B > T > E"), "B"
        )


@pytest.mark.parametrize("name", ["form", "only_if"])
def test_what_belongs_to_a_deed_means_nothing_elsewhere(name):
    node = wait("T", "等待", timer="P5D", **{name: "reason"})
    (found,) = told(small(start("B"), node, end("E"), flows="B > T > E"), "T")
    assert found[0] == "error" and "只用于写明了 starters 的消息" in found[1]


DUE = "=add working days(now(), 5)"
GRANTED = {"extendable": "10", "extended_by": "city:office"}


@pytest.mark.parametrize(
    ("named", "due", "sentence"),
    [
        (GRANTED, DUE, None),
        ({**GRANTED, "extendable": "=parameters.grant"}, DUE, None),
        ({"extendable": "10"}, DUE, "要一起写"),
        ({"extended_by": "city:office"}, DUE, "要一起写"),
        ({**GRANTED, "extendable": "0"}, DUE, "要是正整数，不能是“0”"),
        ({**GRANTED, "extendable": "十"}, DUE, "要是正整数"),
        ({**GRANTED, "extended_by": "city:nobody"}, DUE, "角色“city:nobody”没有在"),
        ({**GRANTED, "extended_by": "=sheet.name"}, DUE, "“sheet”出自表单"),
        ({**GRANTED, "statutory": "true"}, DUE, "法定期限不能延长"),
        (GRANTED, "", "只有写明办理期限的人工环节"),
    ],
)
def test_an_extension_needs_a_deadline_a_grantor_and_no_law_against_it(named, due, sentence):
    node = task("T", "核实", groups="city:office", due=due, outputs=[("=answers", "sheet")], **named)
    found = told(small(start("B"), node, end("E"), flows="B > T > E"), "T")
    assert [sentence in m for _, m in found] == ([] if sentence is None else [True])


def test_a_statutory_clock_at_its_edge_forbids_it_too():
    node = task("T", "核实", groups="city:office", due=DUE, **GRANTED)
    clock = late("L", "T", DUE, statutory="true")
    whole = small(start("B"), node, clock, end("E"), end("X"), flows="B > T > E\nL > X")
    assert told(whole, "T") == [("error", "法定期限不能延长。")]


@pytest.mark.parametrize(
    ("subject", "starters", "sentence"),
    [
        ("studio", "=studio.category(", "表达式有误"),
        ("studio", "=sheet.name", "只能用到 studio，不能用到“sheet”"),
        ("case", "=case.applicant", "只有在关于工作室的泳池里可以写成表达式"),
    ],
)
def test_only_a_studios_pool_computes_who_begins_it_and_only_from_the_studio(subject, starters, sentence):
    own = {"subject": subject, "starters": starters}
    other = pool("另一件", "other", [start("O"), end("P")], "O > P", **own)
    whole = package(diagram(CAMPAIGN, other, messages=MESSAGES))
    assert any(sentence in message for _, message in told(whole, "other"))


def test_a_studios_pool_may_say_that_each_level_begins_its_own():
    who = '=if studio.category = "staff" then "own:union_officer" else "city:office"'
    own = {"subject": "studio", "starters": who}
    other = pool("另一件", "other", [start("O"), end("P")], "O > P", **own)
    whole = package(diagram(CAMPAIGN, other, messages=MESSAGES))
    assert told(whole, "other") == []
