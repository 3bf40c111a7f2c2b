"""Answers are checked by the form alone: clean ones come out typed, faulty ones name place and reason."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.foundation.errors import Invalid
from services.process.forms import AnswersIncomplete, checked

from .sample import LEAD, MEMBERS, VERDICT, field, form


def faults(read, answers, context=None) -> dict[str, str]:
    with pytest.raises(AnswersIncomplete) as caught:
        checked(read, answers, context)
    return caught.value.fields


def one(kind: str, value, **more):
    """What a single field makes of a value."""
    return checked(form(field(kind, "x", "甲", **more)), {"x": value})["x"]


def fault(kind: str, value, **more) -> str:
    """What a single field says against a value."""
    return faults(form(field(kind, "x", "甲", **more)), {"x": value})["x"]


def test_a_fault_is_an_invalid_refusal_that_counts_the_places() -> None:
    with pytest.raises(Invalid) as caught:
        checked(form(LEAD, VERDICT), {})

    assert caught.value.sentence == "有 2 处需要填写或修改。"
    assert caught.value.fields == {"lead.name": "请填写姓名。", "verdict": "请选择意见。"}


def test_faults_stand_in_the_order_of_the_form() -> None:
    read = form(field("textfield", "b", "乙", required=True), field("number", "a", "甲"), LEAD)

    assert list(faults(read, {"a": "x"})) == ["b", "a", "lead.name"]


def test_undeclared_and_locked_answers_are_dropped() -> None:
    read = form(field("textfield", "a", "甲"), field("textfield", "b", "乙", readonly=True))

    assert checked(read, {"a": "1", "b": "2", "approved_by": "me", "campaign": {}}) == {"a": "1"}


def test_every_visible_field_is_answered_even_when_blank() -> None:
    read = form(
        field("textfield", "text", "文"),
        field("number", "number", "数"),
        field("checkbox", "tick", "勾"),
        field("checklist", "many", "多", values=[{"label": "一", "value": "1"}]),
        {**MEMBERS, "properties": {}},
    )

    assert checked(read, {}) == {"text": None, "number": None, "tick": False, "many": [], "members": []}


def test_text_is_tidied_but_never_changed() -> None:
    assert one("textfield", "  甲\t乙 \n丙　") == "甲\t乙  丙"
    assert one("textarea", "\r\n　　首行缩进\r\n第二行\x0b软回车\x00  \n\n") == "　　首行缩进\n第二行\n软回车"
    assert one("textfield", " 　 ") is None
    assert one("textfield", "乱\ud800码") == "乱码"


@pytest.mark.parametrize("value", [3, 3.5, True, ["a"], {"a": 1}])
def test_text_of_another_type_is_a_fault(value) -> None:
    assert fault("textfield", value) == "应当填写文字。"


def test_lengths_are_counted_in_characters() -> None:
    assert fault("textfield", "一二三四", validate={"maxLength": 3}) == "最多 3 字，现有 4 字，请删减 1 字。"
    assert fault("textarea", "一", validate={"minLength": 2}) == "至少 2 字，现有 1 字。"
    assert one("textarea", "一 二\n三", validate={"maxLength": 3}, properties={"count": "no_spaces"}) == "一 二\n三"
    assert "不计空格" in fault("textarea", "一 二，三", validate={"maxLength": 3}, properties={"count": "no_spaces"})


def test_without_a_limit_of_its_own_a_text_still_has_one() -> None:
    assert "最多 20000 字" in fault("textarea", "字" * 20_001)


def test_patterns_and_formats() -> None:
    digits = {"pattern": r"^\d{6}$", "patternErrorMessage": "请填写六位数字。"}
    assert one("textfield", "110000", validate=digits) == "110000"
    assert fault("textfield", "11000", validate=digits) == "请填写六位数字。"
    assert one("textfield", "a@b.cn", validate={"validationType": "email"}) == "a@b.cn"
    assert "邮箱" in fault("textfield", "a@b", validate={"validationType": "email"})
    assert one("textfield", "024-2345 6789转12", validate={"validationType": "phone"}) == "024-2345 6789转12"
    assert "电话" in fault("textfield", "打给我", validate={"validationType": "phone"})
    assert one("textfield", "1975年6月", properties={"format": "month"}) == "1975-06"
    assert "年月" in fault("textfield", "1975-13", properties={"format": "month"})
    assert "四位年份" in fault("textfield", "75", properties={"format": "year"})


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" 1,200.50 ", Decimal("1200.50")), ("１２．５", Decimal("12.5")), ("-3", -3), ("3.00", 3), (7, 7)],
)
def test_numbers_are_exact_and_read_as_people_paste_them(typed, number) -> None:
    value = one("number", typed)
    assert value == number
    assert type(value) is type(number)


def test_a_float_is_taken_at_its_word() -> None:
    assert one("number", 0.1) == Decimal("0.1")


@pytest.mark.parametrize("value", ["十二", "1e", "NaN", "Infinity", True, [1], {"v": 1}])
def test_what_is_no_number_is_a_fault(value) -> None:
    assert fault("number", value) == "应当填写数字。"


def test_decimals_and_bounds() -> None:
    assert fault("number", "1.5", decimalDigits=0) == "请填写整数。"
    assert fault("number", "1.555", decimalDigits=2) == "最多保留 2 位小数。"
    assert one("number", "1.500", decimalDigits=2) == Decimal("1.5")
    assert fault("number", "-1", validate={"min": 0}, properties={"unit": "万元"}) == "不能小于 0万元。"
    assert fault("number", 11, validate={"max": 10}) == "不能大于 10。"
    assert fault("number", "9" * 40) == "数字过长，请检查是否填错。"
    assert fault("number", "1e999999") == "数字过长，请检查是否填错。"


def test_dates_are_read_as_people_write_them() -> None:
    for text in ("2021-11-10", "2021/11/10", "2021.11.10", "2021年11月10日", "２０２１-11-10", date(2021, 11, 10)):
        assert one("datetime", text, subtype="date") == date(2021, 11, 10)
    assert one("datetime", "09:30", subtype="time") == time(9, 30)
    moment = one("datetime", "2021-11-10T09:30", subtype="datetime")
    assert moment == datetime(2021, 11, 10, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("value", ["2021-02-30", "明天", "0021-01-01", "2021-11", 20211110, True])
def test_what_is_no_date_is_a_fault(value) -> None:
    assert "日期" in fault("datetime", value, subtype="date")


def test_a_choice_is_one_of_the_options_and_keeps_their_type() -> None:
    values = [{"label": "一级", "value": 1}, {"label": "二级", "value": 2}]
    assert one("select", "2", values=values) == 2
    assert fault("radio", "3", values=values) == "请从所列选项中选择。"
    assert fault("radio", [1], values=values) == "只能选择一项。"
    assert one("checklist", ["2", 1, "2"], values=values) == [1, 2]
    assert fault("checklist", "1", values=values) == "应当是选项列表。"
    assert fault("checklist", [{"value": 1}], values=values) == "请从所列选项中选择。"
    assert fault("checklist", [], values=values, required=True) == "请选择甲。"


def test_options_may_come_from_the_case() -> None:
    read = form(
        field("select", "organ", "机关", valuesExpression="=organs"),
        field(
            "checklist", "named", "名单", valuesExpression="=for c in candidates return {label: c.title, value: c.case}"
        ),
    )
    context = {"organs": ["省直机关工会工委"], "candidates": [{"title": "甲", "case": 7}, {"title": "乙", "case": 8}]}

    assert checked(read, {"organ": "省直机关工会工委", "named": ["8", "7"]}, context) == {
        "organ": "省直机关工会工委",
        "named": [7, 8],
    }
    assert set(faults(read, {"organ": "别处", "named": [9]}, context)) == {"organ", "named"}
    assert set(faults(read, {"organ": "省直机关工会工委"}, {})) == {"organ"}


def test_a_required_box_must_be_ticked() -> None:
    assert one("checkbox", "true", required=True) is True
    assert fault("checkbox", False, required=True) == "请勾选此项。"
    assert fault("checkbox", "yes") == "只能勾选或不勾选。"


def test_zero_is_an_answer() -> None:
    assert one("number", "0", required=True) == 0


def test_rows_are_checked_one_by_one_and_blank_ones_dropped() -> None:
    read = form(MEMBERS)
    rows = [
        {"name": "李敏", "birth_year": "1986"},
        {"name": " ", "birth_year": ""},
        {"name": "周大伟", "birth_year": 1990},
    ]

    assert checked(read, {"members": rows})["members"] == [
        {"name": "李敏", "birth_year": 1986, "frontline": False},
        {"name": "周大伟", "birth_year": 1990, "frontline": False},
    ]
    rows[2]["birth_year"] = 2020
    assert faults(read, {"members": [*rows, {"birth_year": "1980"}]}) == {
        "members[2].birth_year": "不能大于 2010。",
        "members[3].name": "请填写姓名。",
    }


def test_a_row_with_an_unreadable_answer_is_not_blank() -> None:
    assert faults(form(MEMBERS), {"members": [{"birth_year": "很早"}]}) == {
        "members": "请至少填写 1 行，现有 0 行。",
        "members[0].name": "请填写姓名。",
        "members[0].birth_year": "应当填写数字。",
    }


def test_too_few_and_too_many_rows_are_faults() -> None:
    row = {"name": "李敏", "birth_year": 1986}
    assert faults(form(MEMBERS), {"members": []}) == {"members": "请至少填写 1 行，现有 0 行。"}
    assert faults(form(MEMBERS), {"members": [row] * 5}) == {"members": "最多 4 行，现有 5 行。"}
    assert set(faults(form(MEMBERS), {"members": [3, row]})) == {"members[0]"}
    assert set(faults(form(MEMBERS), {"members": "李敏"})) == {"members"}


def test_a_group_that_is_no_group_is_a_fault() -> None:
    assert set(faults(form(LEAD), {"lead": "张三"})) == {"lead"}
    assert set(faults(form(LEAD), ["lead"])) == {""}


def test_parts_that_other_forms_fill_are_kept() -> None:
    before = {"lead": {"name": "张建国", "post": "主任", "phone": "024-11112222"}}

    answers = checked(form(LEAD), {"lead": {"name": "张建国", "phone": ""}}, before)

    assert answers == {"lead": {"name": "张建国", "post": "主任", "phone": None}}
    assert before["lead"]["phone"] == "024-11112222"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "lead", "members", "verdict", "x"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(json_values)
def test_whatever_is_handed_in_is_either_clean_or_named(answers) -> None:
    read = form(LEAD, MEMBERS, VERDICT)
    try:
        clean = checked(read, answers)
    except AnswersIncomplete as refusal:
        assert refusal.fields
    else:
        assert set(clean) <= read.writable_keys
