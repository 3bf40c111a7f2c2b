"""Fields that come and go with other answers: hidden ones are neither asked nor kept."""

import pytest

from services.process.forms import AnswersIncomplete, checked

from .sample import DEFECTS, VERDICT, field, form


def test_a_hidden_field_is_neither_required_nor_kept() -> None:
    read = form(VERDICT, {**DEFECTS, "validate": {"required": True}})

    assert checked(read, {"verdict": "agree", "defects": "旧话"}) == {"verdict": "agree"}
    assert checked(read, {"verdict": "return", "defects": "缺公章"}) == {"verdict": "return", "defects": "缺公章"}


def test_a_value_the_case_still_holds_is_cleared_when_its_question_is_hidden() -> None:
    assert checked(form(VERDICT, DEFECTS), {"verdict": "agree"}, {"defects": "上一轮缺公章"})["defects"] is None


def test_required_if_asks_only_whom_it_means() -> None:
    read = form(
        field("textfield", "naming_unit", "命名单位"),
        field("datetime", "named_on", "命名日期", subtype="date", properties={"required_if": "=naming_unit != null"}),
    )

    assert checked(read, {}) == {"naming_unit": None, "named_on": None}
    with pytest.raises(AnswersIncomplete) as caught:
        checked(read, {"naming_unit": "市总工会"})
    assert caught.value.fields == {"named_on": "请选择命名日期。"}


def test_a_fault_in_a_hidden_field_does_not_count() -> None:
    read = form(VERDICT, {**field("number", "days", "天数"), "conditional": {"hide": '=verdict = "agree"'}})

    assert checked(read, {"verdict": "agree", "days": "许多"}) == {"verdict": "agree"}


def test_hiding_one_field_hides_what_hangs_on_it() -> None:
    read = form(
        field("radio", "a", "甲", values=[{"label": "是", "value": "yes"}, {"label": "否", "value": "no"}]),
        {**field("textfield", "b", "乙"), "conditional": {"hide": '=a != "yes"'}},
        {**field("textfield", "c", "丙", required=True), "conditional": {"hide": "=b = null"}},
    )

    assert checked(read, {"a": "no", "b": "写了", "c": ""}) == {"a": "no"}
    with pytest.raises(AnswersIncomplete):
        checked(read, {"a": "yes", "b": "写了", "c": ""})


def test_a_hidden_group_hides_all_within() -> None:
    group = {
        "type": "group",
        "path": "joint",
        "label": "联合",
        "conditional": {"hide": "=joint_wanted != true"},
        "components": [field("textfield", "unit", "单位", required=True)],
    }
    read = form(field("checkbox", "joint_wanted", "联合申报"), group)

    assert checked(read, {"joint": {"unit": "甲"}}) == {"joint_wanted": False}
    with pytest.raises(AnswersIncomplete) as caught:
        checked(read, {"joint_wanted": True})
    assert set(caught.value.fields) == {"joint.unit"}


def test_in_a_row_the_row_is_asked_first_then_the_form_then_the_case() -> None:
    rows = {
        "type": "dynamiclist",
        "path": "people",
        "label": "人员",
        "components": [
            field("textfield", "name", "姓名"),
            field("textfield", "why", "理由", properties={"required_if": "=name = chief and strict"}),
        ],
    }
    read = form(field("textfield", "chief", "负责人"), rows)
    people = [{"name": "甲"}, {"name": "乙"}]

    with pytest.raises(AnswersIncomplete) as caught:
        checked(read, {"chief": "乙", "people": people}, {"strict": True})
    assert set(caught.value.fields) == {"people[1].why"}
    assert checked(read, {"chief": "乙", "people": people}, {"strict": False})["chief"] == "乙"


def test_a_condition_sees_typed_answers_not_texts() -> None:
    read = form(
        field("number", "area", "面积"), field("textfield", "why", "说明", properties={"required_if": "=area < 25"})
    )

    assert checked(read, {"area": "25.0", "why": ""})
    with pytest.raises(AnswersIncomplete):
        checked(read, {"area": "24.9", "why": ""})


def test_limits_may_be_parameters_of_the_procedure() -> None:
    read = form(
        field(
            "textarea", "brief", "简介", validate={"maxLength": "=parameters.brief"}, properties={"count": "no_spaces"}
        ),
        field("number", "rank", "排序", validate={"min": 1, "max": "=count(peers)"}),
    )
    context = {"parameters": {"brief": 4}, "peers": [1, 2]}

    assert checked(read, {"brief": "一二 三四", "rank": 2}, context)["rank"] == 2
    with pytest.raises(AnswersIncomplete) as caught:
        checked(read, {"brief": "一二三四五", "rank": 3}, context)
    assert caught.value.fields["rank"] == "不能大于 2。"
    assert "最多 4 字" in caught.value.fields["brief"]


def test_the_functions_of_the_house_can_be_used() -> None:
    read = form(field("textfield", "why", "说明", properties={"required_if": "=is working day(day)"}))
    library = {"is working day": lambda day: day == "今天"}

    assert checked(read, {}, {"day": "明天"}, library)
    with pytest.raises(AnswersIncomplete):
        checked(read, {}, {"day": "今天"}, library)
