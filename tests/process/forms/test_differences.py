"""Between two versions of a form every place that differs is told once, in words, and nothing else is."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from services.process.forms import differences, parse_form
from tests.drawing import form

KINDS = [{"label": "劳模", "value": "a"}, {"label": "职工", "value": "b"}]
NAME = {"type": "textfield", "key": "name", "label": "姓名"}
SHEET = parse_form(form(
    "sheet",
    {"type": "textfield", "key": "name", "label": "名称"},
    {"type": "datetime", "subtype": "date", "key": "founded", "dateLabel": "创建日期"},
    {"type": "radio", "key": "kind", "label": "类型", "values": KINDS},
    {"type": "group", "path": "lead", "label": "领衔人", "components": [NAME]},
    {"type": "dynamiclist", "path": "members", "label": "骨干成员", "components": [
        NAME,
        {"type": "textfield", "key": "title", "label": "技术职称"},
    ]},
))  # fmt: skip
BEFORE = {
    "name": "林静创新工作室",
    "founded": date(2019, 3, 1),
    "kind": "a",
    "lead": {"name": "林静"},
    "members": [{"name": "甲", "title": "工程师"}, {"name": "乙", "title": "技师"}],
}


def told(**changed):
    return [(d.where, d.before, d.now) for d in differences(SHEET, BEFORE, {**BEFORE, **changed})]


def test_nothing_changed_is_nothing_told():
    assert told() == []


def test_a_blank_that_stays_blank_is_no_change():
    assert differences(SHEET, {"name": None}, {"name": ""}) == []


def test_values_are_told_in_the_words_of_the_page():
    assert told(kind="b", founded=date(2020, 4, 1)) == [
        ("创建日期", "2019年3月1日", "2020年4月1日"),
        ("类型", "劳模", "职工"),
    ]


def test_a_field_in_a_group_is_told_with_its_group():
    assert told(lead={"name": "林敬"}) == [("领衔人 › 姓名", "林静", "林敬")]


def test_a_cell_of_a_row_is_told_with_the_number_of_the_row():
    rows = [BEFORE["members"][0], {"name": "乙", "title": "高级技师"}]
    assert told(members=rows) == [("骨干成员第 2 行 › 技术职称", "技师", "高级技师")]


def test_a_row_that_came_or_went_is_told_whole():
    assert told(members=[*BEFORE["members"], {"name": "丙", "title": None}]) == [("骨干成员第 3 行", "（新增）", "丙")]
    assert told(members=BEFORE["members"][:1]) == [("骨干成员第 2 行", "乙、技师", "（删去）")]


ANSWERS = some.fixed_dictionaries(
    {
        "name": some.none() | some.text(max_size=3),
        "members": some.lists(some.fixed_dictionaries({"name": some.text(max_size=2)})),
    }
)


@given(ANSWERS, ANSWERS)
def test_told_in_both_directions_alike(one, other):
    there, back = differences(SHEET, one, other), differences(SHEET, other, one)
    assert [d.where for d in there] == [d.where for d in back]
    assert all(d.before != d.now for d in there)
