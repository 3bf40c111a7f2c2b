"""The form laid out for a page: values in words, faults with anchors, hidden parts gone."""

from datetime import UTC, date, datetime
from decimal import Decimal

from services.process.forms import asked, starting
from services.process.forms.sheet import Note, Question, Section, Table

from .sample import DEFECTS, LEAD, MEMBERS, VERDICT, field, form


def question(sheet, index: int = 0) -> Question:
    item = sheet.items[index]
    assert isinstance(item, Question)
    return item


def test_a_fresh_form_shows_what_the_case_holds_else_its_defaults() -> None:
    read = form(LEAD, MEMBERS, field("textfield", "unit", "单位", defaultValue="本单位"))

    values = starting(read, {"lead": {"name": "张建国"}, "secret": 1})

    assert values == {"lead": {"name": "张建国"}, "members": [{}, {}], "unit": "本单位"}


def test_hidden_fields_are_not_drawn_and_conditional_ones_say_when_they_are_required() -> None:
    read = form(VERDICT, DEFECTS)

    assert len(asked(read, {"verdict": "agree"}).items) == 1
    shown = asked(read, {"verdict": "return"})
    assert question(shown, 1).required
    assert question(shown, 0).drives
    assert shown.redraws
    assert not asked(form(LEAD), {}).redraws


def test_faults_lead_to_their_fields_in_form_order_with_their_group() -> None:
    read = form(VERDICT, LEAD, MEMBERS)
    errors = {"members[1].name": "请填写姓名。", "lead.name": "请填写姓名。", "elsewhere": "另有问题。"}

    sheet = asked(read, {"members": [{}, {}]}, errors=errors)

    assert [(fault.anchor, fault.label) for fault in sheet.faults] == [
        ("f-lead-name", "领衔人 › 姓名"),
        ("f-members-1-name", "骨干成员 › 第 2 行 › 姓名"),
        ("", ""),
    ]
    group = sheet.items[1]
    assert isinstance(group, Section)
    assert isinstance(group.items[0], Question)
    assert group.items[0].error == "请填写姓名。"
    assert group.items[0].described_by == "f-lead-name-error"


def test_values_read_as_words() -> None:
    kinds = [{"label": "技术开发", "value": "dev"}, {"label": "其他", "value": "other"}]
    read = form(
        field("number", "a", "金额", properties={"unit": "万元"}),
        field("datetime", "b", "日期", subtype="date"),
        field("checklist", "c", "类型", values=kinds),
        field("checkbox", "d", "盖章"),
        field("textfield", "e", "空"),
        field("textfield", "f", "年月", properties={"format": "month"}),
        field("datetime", "g", "时刻", subtype="datetime"),
    )
    values = {
        "a": Decimal("12.50"),
        "b": date(2021, 5, 4),
        "c": ["dev", "other"],
        "d": True,
        "f": "1975-06",
        "g": datetime(2021, 11, 10, 1, 30, tzinfo=UTC),
    }

    words = [item.words for item in asked(read, values, readonly=True).items if isinstance(item, Question)]

    assert words == ["12.50 万元", "2021年5月4日", "技术开发、其他", "是", "—", "1975年6月", "2021年11月10日 09:30"]


def test_what_was_typed_wrongly_is_shown_as_typed() -> None:
    read = form(field("datetime", "day", "日期", subtype="date"), field("number", "n", "数"))
    sheet = asked(read, {"day": "明天", "n": "很多"})

    assert (question(sheet).control, question(sheet).value) == ("text", "明天")
    assert question(sheet, 1).value == "很多"
    assert question(asked(read, {"day": date(2021, 5, 4)})).control == "date"


def test_a_growing_table_offers_a_blank_row_and_a_locked_one_does_not() -> None:
    table = asked(form(MEMBERS), {"members": [{"name": "甲"}]}).items[0]
    assert isinstance(table, Table)
    assert table.blank is not None
    assert table.blank.path == "members[__row__]"
    assert [row.path for row in table.rows] == ["members[0]"]

    read_only = asked(form(MEMBERS), {"members": [{"name": "甲"}]}, readonly=True).items[0]
    assert isinstance(read_only, Table)
    assert read_only.blank is None
    assert read_only.locked


def test_shared_counters_show_the_sum() -> None:
    shared = {"count": "no_spaces", "count_group": "material"}
    read = form(
        field("textarea", "a", "概况", properties={**shared, "count_limit": "2000"}),
        field("textarea", "b", "团队", properties=shared),
        field("textarea", "c", "备注"),
    )
    sheet = asked(read, {"a": "一二", "b": "三 四"})
    counter = question(sheet, 1).counter

    assert counter is not None
    assert (counter.used, counter.total, counter.limit, counter.group) == (2, 4, 2000, "material")
    assert question(sheet, 2).counter is None


def test_static_texts_are_blocks_and_may_be_computed() -> None:
    sheet = asked(
        form(
            {"type": "text", "text": "# 须知\n第一行\n\n- **重要**：盖章"},
            {"type": "text", "text": '="共" + string(n) + "件"'},
        ),
        {},
        {"n": 3},
    )
    first, second = sheet.items
    assert isinstance(first, Note)
    assert isinstance(second, Note)
    assert [block.kind for block in first.blocks] == ["heading", "paragraph", "list"]
    assert [(span.text, span.bold) for span in first.blocks[2].lines[0]] == [("重要", True), ("：盖章", False)]
    assert second.blocks[0].lines[0][0].text == "共3件"


def test_widths_follow_the_layout_else_the_kind() -> None:
    row = {"row": "r1"}
    read = form(
        {**field("textfield", "a", "甲"), "layout": {**row, "columns": 10}},
        {**field("textfield", "b", "乙"), "layout": row},
        field("number", "c", "丙"),
        field("textarea", "d", "丁"),
    )

    assert [item.span for item in asked(read, {}).items] == [10, 6, 4, 16]
