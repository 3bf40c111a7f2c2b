"""A clerk who does not draw changes the diagram in the step list, and what was done can be undone."""

import pytest

from services.designer.steps import Source, steps_of
from tests.small_procedure import package

DIAGRAM = package().files["procedure.bpmn"]
STEPS = "{d}/steps/procedure.bpmn"


def row(ye, element):
    raw = ye.get("{d}/files/procedure.bpmn").data
    return next(step for pool in steps_of(Source(raw)) for step in pool.steps if step.id == element)


def do(ye, deed, **fields):
    return ye.post(STEPS, deed=deed, seen=str(ye.revision()), **fields)


def test_the_table_says_who_when_what_and_on_which_ground_in_words(desk):
    ye = desk()
    shown = ye.words(ye.get(STEPS))
    assert "环节名 谁办 何时 办什么 条款 通到" in shown
    assert "单位工会意见" in shown and "人工环节" in shown
    assert "申报人本人" in shown
    assert "5 个工作日内" in shown
    assert "own:union_officer" not in shown


def test_one_step_is_changed_by_its_form_and_undone_again(desk):
    ye = desk()
    assert 'name="due_kind"' in ye.get(f"{STEPS}?step=A_unit").text
    fields = {"name": "工会意见", "groups": "county:approver", "assignee": "", "clause": "", "default": "D-02"}
    done = do(ye, "change", step="A_unit", due_kind="days", due_days="7", **fields)
    assert "改环节“工会意见”" in ye.words(done)
    changed = row(ye, "A_unit")
    assert (changed.due, changed.groups) == ("=add working days(now(), 7)", "county:approver")
    assert "7 个工作日内" in ye.words(done)
    undone = do(ye, "undo")
    assert "已撤销“改环节“工会意见””" in ye.words(undone)
    assert ye.get("{d}/files/procedure.bpmn").data == DIAGRAM


def test_steps_are_added_moved_and_taken_out(desk):
    ye = desk()
    line = row(ye, "A_write").ways[0].id
    assert "之后加环节“纪检核查”" in ye.words(do(ye, "add", step="A_write", flow=line, name="纪检核查"))
    new = row(ye, "A_write").ways[0].target
    assert row(ye, new).name == "纪检核查"
    do(ye, "add", step=new, flow=row(ye, new).ways[0].id, name="签字")
    later = row(ye, new).ways[0].target
    do(ye, "swap", step=new)
    assert [way.target for way in row(ye, "A_write").ways] == [later]
    do(ye, "remove", step=later)
    do(ye, "remove", step=new)
    assert [way.target for way in row(ye, "A_write").ways] == ["A_unit"]
    told = ye.words(ye.get("{d}/history"))
    assert told.count("删去环节") == 2 and "移到“纪检核查”之前" in told


@pytest.mark.parametrize(
    ("deed", "fields", "said"),
    [
        ("change", {"step": "A_unit", "name": "", "groups": "typed:here"}, "请写环节名称"),
        ("change", {"step": "A_unit", "name": "甲", "due_kind": "days", "due_days": "五"}, "请写几个工作日"),
        ("change", {"step": "A_unit", "name": "甲", "due_kind": "window"}, "请选一个阶段"),
        ("remove", {"step": "A_gate"}, "不能在分步表里删去"),
        ("swap", {"step": "A_unit"}, "请在图上改"),
        ("dance", {"step": "A_unit"}, "没有说明要做什么"),
    ],
)
def test_a_refusal_says_why_keeps_what_was_typed_and_changes_nothing(desk, deed, fields, said):
    ye = desk()
    refused = do(ye, deed, **fields)
    assert (refused.status_code, said in ye.words(refused)) == (422, True)
    assert all(f'value="{text}"' in refused.text for key, text in fields.items() if key in {"groups", "due_days"})
    assert ye.get("{d}/files/procedure.bpmn").data == DIAGRAM


def test_what_changed_meanwhile_is_not_written_over(desk):
    ye = desk()
    seen = str(ye.revision())
    do(ye, "change", step="A_unit", name="甲")
    late = ye.post(STEPS, deed="change", step="A_unit", name="乙", seen=seen)
    assert (late.status_code, row(ye, "A_unit").name) == (409, "甲")
    assert ye.post(STEPS, deed="undo", seen=seen).status_code == 409
    assert ye.post(STEPS, deed="change", step="A_unit", name="乙").status_code == 422
