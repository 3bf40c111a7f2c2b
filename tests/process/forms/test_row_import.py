"""A table from elsewhere becomes rows: columns by heading or in order, each line judged, nothing guessed."""

from typing import Any

import pytest

from services.process.forms import RowsRead, importable, read_rows
from tests.process.forms.sample import field, form

GENDER = field("select", "gender", "性别", values=[{"label": "男", "value": "m"}, {"label": "女", "value": "f"}])
MEMBERS = {
    "type": "dynamiclist",
    "path": "members",
    "label": "骨干成员",
    "allowAddRemove": True,
    "properties": {"max_rows": "4"},
    "components": [
        field("textfield", "name", "姓  名", required=True),
        GENDER,
        field("number", "birth_year", "出生年份", decimalDigits=0, validate={"min": 1930, "max": 2010}),
        field("textfield", "since", "入职年月", properties={"format": "month"}),
        field("checkbox", "frontline", "一线职工"),
    ],
}
FORM = form(MEMBERS, field("textfield", "title", "名称", required=True))


def read(*cells: list[str]) -> RowsRead:
    rows = importable(FORM, "members")
    assert rows is not None
    return read_rows(FORM, rows, cells, {}, {})


def answers(found: RowsRead) -> list[dict[str, Any]]:
    return [row for _, row in found.good]


def test_columns_are_found_by_their_headings_wherever_they_stand() -> None:
    found = read(
        ["骨干成员名单"],
        ["序号", "出生年份（年）", "姓 名*", "性 别", "民族"],
        ["1", "1980", "张建国", "男", "汉"],
        [],
        ["2", "1975", "李娜", "女", "回"],
    )
    assert answers(found) == [
        {"birth_year": "1980", "name": "张建国", "gender": "m"},
        {"birth_year": "1975", "name": "李娜", "gender": "f"},
    ]
    assert [line for line, _ in found.good] == [3, 5]
    assert found.by_heading and found.unknown == ("民族",) and found.absent == ("入职年月", "一线职工")


@pytest.mark.parametrize("numbered", [True, False])
def test_without_headings_the_order_of_the_form_counts_and_a_running_number_does_not(numbered: bool) -> None:
    lines = [["张建国", "男", "1980", "2010年3月", "√"], ["李娜", "f", "1975", "2011-04-01", "否"]]
    found = read(*([[str(n), *line] for n, line in enumerate(lines, 1)] if numbered else lines))
    assert not found.by_heading and not found.bad
    assert answers(found)[1] == {
        "name": "李娜", "gender": "f", "birth_year": "1975", "since": "2011-04", "frontline": False,
    }  # fmt: skip
    assert answers(found)[0]["frontline"] is True


def test_each_bad_line_is_told_with_its_number_and_every_reason() -> None:
    found = read(["姓名", "性别", "出生年份"], ["", "男", "1980"], ["李娜", "不详", "八零"], ["周全", "女", "1990"])
    assert [(row.line, row.words) for row in found.bad] == [(2, "男，1980"), (3, "李娜，不详，八零")]
    assert found.bad[0].faults == (("姓名", "请填写姓名。"),)
    assert found.bad[1].faults == (("性别", "请从所列选项中选择。"), ("出生年份", "应当填写数字。"))
    assert [row["name"] for row in answers(found)] == ["周全"]


def test_what_does_not_fit_into_the_list_is_a_bad_line() -> None:
    found = read(["姓名", "性别"], *([f"成员{n}", "男"] for n in range(6)))
    assert len(found.good) == 4
    assert [row.faults[0][1] for row in found.bad] == ["本表最多 4 行，这一行放不下。"] * 2


def test_the_rest_of_the_form_is_not_judged_and_only_a_list_that_grows_takes_rows() -> None:
    assert not read(["姓名", "性别"], ["张建国", "男"]).bad
    assert importable(FORM, "title") is None and importable(FORM, "nothing") is None
