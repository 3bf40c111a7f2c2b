"""A correction opens the defective fields alone (D-02): whatever else the browser sends, the rest stays as it was."""

import pytest

from services.casework.completions import Completing, Defect, complete, defects_of, save_draft, task_form
from services.process.forms import AnswersIncomplete, asked
from tests.drawing import diagram, end, form, gateway, pool, start, task
from tests.small_procedure import MESSAGES, package

STORY = {"count": "no_spaces", "count_group": "story", "count_limit": "10"}
SHEET = form(
    "sheet",
    {"type": "textfield", "key": "name", "label": "名称", "validate": {"required": True}},
    {"type": "number", "key": "amount", "label": "经费"},
    {"type": "group", "path": "lead", "label": "领衔人", "components": [
        {"type": "textfield", "key": "name", "label": "姓名", "validate": {"required": True}},
        {"type": "textfield", "key": "phone", "label": "电话"},
    ]},
    {"type": "textarea", "key": "first", "label": "概况", "properties": STORY},
    {"type": "textarea", "key": "second", "label": "团队", "properties": STORY},
)  # fmt: skip
SAY = form(
    "say",
    {"type": "dynamiclist", "path": "defects", "label": "缺陷", "components": [
        {"type": "textfield", "key": "field", "label": "栏目"},
        {"type": "textfield", "key": "note", "label": "说明"},
    ]},
)  # fmt: skip
CAMPAIGN = pool(
    "批次", "campaign", [start("C_begin"), task("C_list", "名单", groups="city:office"), end("C_done")],
    "C_begin > C_list > C_done", subject="campaign", starters="city:office",
)  # fmt: skip
UNLOCKED = '=for d in defects return {field: d.field, label: "第" + d.field, problem: "有误", note: d.note}'
CASE = pool(
    "申报",
    "application",
    [
        start("A_begin"),
        task("A_write", "填表", assignee="=case.applicant", form="sheet", outputs=[("=answers", "sheet")],
             prefill="=sheet"),
        gateway("A_join", default=""),
        task("A_unit", "单位工会意见", groups="own:union_officer", form="say", outputs=[("=defects", "defects")]),
        task("A_correct", "补正", assignee="=case.applicant", form="sheet", outputs=[("=answers", "sheet")],
             prefill="=sheet",
             unlocked=UNLOCKED),
        end("A_done"),
    ],
    "A_begin > A_write > A_join > A_unit > A_correct > A_done",
    subject="case",
    starters="own:lead own:union_officer",
)  # fmt: skip
FULL = {
    "name": "林静创新工作室",
    "amount": 10,
    "lead": {"name": "林静", "phone": "024-1"},
    "first": "一二三四五",
    "second": "六七八九",
}


@pytest.fixture
def corrected(make_town):
    """A function: a case returned with these defective fields, at the correction."""

    def returned(*fields: str):
        drawing = diagram(CAMPAIGN, CASE, messages=MESSAGES)
        town = make_town(package(drawing, **{"forms__sheet_dot_form": SHEET, "forms__say_dot_form": SAY}))
        case = town.open_case()
        town.complete("lin", "A_write", FULL, case)
        town.complete("alice", "A_unit", {"defects": [{"field": f, "note": "请补正"} for f in fields]}, case)
        return town, case

    return returned


def kept(done):
    return done.values


def test_what_is_not_named_as_defective_stays_whatever_is_sent(corrected):
    town, case = corrected("lead.phone")
    sent = {**FULL, "name": "换了名字", "amount": 99, "lead": {"name": "换了人", "phone": "024-2"}}
    done = town.complete("lin", "A_correct", sent, case)
    assert kept(done) == {**FULL, "lead": {"name": "林静", "phone": "024-2"}}


def test_closed_fields_are_shown_and_cannot_be_typed_into(corrected):
    town, case = corrected("amount")
    with town.house.reading() as uow:
        found = task_form(uow, town.who(uow, "lin"), town.task("A_correct", case))
    sheet = asked(found.form, found.values, found.context)
    questions = {q.path: q for q in sheet.items if q.shape == "question"}
    assert (questions["name"].locked, questions["name"].words) == (True, "林静创新工作室")
    assert not questions["amount"].locked


def test_a_draft_keeps_the_closed_fields_in_sight(corrected):
    town, case = corrected("lead.phone")
    with town.house.work() as uow:
        save_draft(uow, town.who(uow, "lin"), town.task("A_correct", case).id, {"lead": {"phone": "024-3"}})
    with town.house.reading() as uow:
        found = task_form(uow, town.who(uow, "lin"), town.task("A_correct", case))
    assert found.values["name"] == "林静创新工作室"
    assert found.values["lead"] == {"name": "林静", "phone": "024-3"}


def test_closed_texts_count_towards_the_limit_they_share(corrected):
    town, case = corrected("second")
    with pytest.raises(AnswersIncomplete) as refused:
        town.complete("lin", "A_correct", {"second": "六七八九十一"}, case)
    assert list(refused.value.fields) == ["second"]
    assert kept(town.complete("lin", "A_correct", {"second": "六七八九十"}, case))["first"] == "一二三四五"


def test_an_open_field_is_still_asked_for(corrected):
    town, case = corrected("name")
    with pytest.raises(AnswersIncomplete):
        town.complete("lin", "A_correct", {"name": ""}, case)


def test_without_named_defects_the_whole_form_is_open(corrected):
    town, case = corrected()
    done = town.complete("lin", "A_correct", {**FULL, "name": "新名称"}, case)
    assert kept(done)["name"] == "新名称"


def test_the_same_request_twice_is_one_correction(corrected):
    town, case = corrected("amount")
    task_id = town.task("A_correct", case).id
    for _ in range(2):
        with town.house.work() as uow:
            complete(uow, town.who(uow, "lin"), task_id, Completing({"amount": 11}, request_key="once"))
    assert town.instance("case", case.id).finished_at is not None


def test_the_task_says_what_is_wrong_with_each_open_field_and_where_it_stands(corrected):
    town, case = corrected("lead", "amount")
    with town.house.reading() as uow:
        row = town.task("A_correct", case)
        found = task_form(uow, town.who(uow, "lin"), row)
    told = [Defect(field, f"第{field}", "有误", "请补正") for field in ("lead", "amount")]
    assert defects_of(row) == told
    places = {path: label for path, _, label in asked(found.form, found.values, found.context).places}
    assert (places["amount"], places["lead.phone"]) == ("经费", "电话")
