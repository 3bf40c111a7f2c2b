"""A paper's description is checked whole, and each fault is told with its place."""

from typing import Any

import pytest
import yaml

from services.output.documents import PaperData, PaperRefused, fonts_missing, parse_paper, render_html
from services.output.documents import fonts as fonts_room


def described(**changes: Any) -> dict[str, Any]:
    """A small paper that is right: one row of two cells on A4."""
    return {
        "title": "某表",
        "page": {"size": "A4", "margins": [20, 20, 20, 20]},
        "blocks": [{"columns": [70, 100], "rows": [{"height": 10, "cells": ["名称", {"value": "name"}]}]}],
    } | changes


def rows(*cells: list[Any], columns: tuple[float, ...] = (70, 100), **row: Any) -> dict[str, Any]:
    """The small paper with these rows."""
    return described(blocks=[{"columns": list(columns), "rows": [{"height": 10, "cells": c, **row} for c in cells]}])


def problems(description: Any) -> str:
    """What the check says of a description."""
    with pytest.raises(PaperRefused) as refused:
        parse_paper(yaml.safe_dump(description, allow_unicode=True))
    assert refused.value.sentence.startswith("纸质表样有误：")
    return "；".join(refused.value.problems)


def test_a_right_description_is_accepted() -> None:
    paper = parse_paper(yaml.safe_dump(described(), allow_unicode=True))
    assert paper.paths == ("name",)
    assert (paper.page.inner_width, paper.page.inner_height) == (170, 257)


@pytest.mark.parametrize(
    ("description", "told"),
    [
        ("not a mapping", "表样：应是一组“键: 值”"),
        (described(titel="某表"), "表样：有不认识的键 titel"),
        (described(title=""), "表样.title：应写文字"),
        (described(font="隶书"), "font：字体只能是宋体"),
        (described(page={"size": "B5"}), "page.size：纸张只能是A4、A3"),
        (described(page={"margins": [20, 20]}), "page.margins：应是上、右、下、左四个毫米数"),
        (described(blocks=[]), "blocks：应是一个不空的列表"),
        (rows(["甲", {"value": "a b"}]), "blocks[0].rows[0].cells[1].value：应是填报项的路径"),
        (rows(["甲", {"value": "=1 +"}]), "blocks[0].rows[0].cells[1].value：表达式有误"),
        (rows(["甲", {"value": "a", "as": "time"}]), "cells[1].as：只能是text"),
        (rows(["甲", {"value": "a", "unti": "个"}]), "cells[1]：有不认识的键 unti"),
        (rows(["甲", {"value": "a", "align": "middle"}]), "cells[1].align：只能是left"),
        (rows(["甲", {"value": "a", "label": "乙"}]), "cells[1]：应恰有label、value、options、opinion之一"),
        (rows(["甲", {"options": "a"}]), "cells[1].choices：应是“值: 印出的文字”的对照表"),
        (rows(["甲", {"options": "a", "choices": {"x": "甲"}, "notes": {"y": "b"}}]), "notes：没有 y 这个选项"),
        (rows(["甲", {"opinion": "a"}], ["乙", {"opinion": "a"}]), "同一个意见栏出现了两次"),
        (rows(["甲", {"value": "a"}], each="items", annex="附表"), "rows[0].rows：应写明印出的行数"),
        (rows([{"label": "甲", "rowspan": 2}, "乙"], each="i", rows=2, annex="附"), "重复行里不能向下合并单元格"),
        (rows(["甲"]), "第1行的单元格没有占满各栏，从第2栏起空缺"),
        (rows(["甲", "乙", "丙"]), "第1行的单元格超出了栏数"),
        (rows([{"label": "甲", "rowspan": 2}, "乙"]), "最后一行的单元格向下合并超出了本块"),
        (
            rows(["甲", {"label": "乙", "rowspan": 2}, "丙"], [{"label": "丁", "colspan": 2}], columns=(50, 60, 60)),
            "第2行有单元格横跨了上一行合并下来的单元格",
        ),
        (rows(["甲", "乙"], columns=(70, 90)), "各栏共宽160毫米，版心宽170毫米"),
        (rows(*[["甲", "乙"]] * 26), "第1页各行共高260毫米，版心只有257毫米"),
        (rows(["甲", "乙"], height=-1), "rows[0].height：应是大于零的数"),
    ],
)
def test_a_fault_is_told_with_its_place(description: Any, told: str) -> None:
    assert told in problems(description)


def test_all_faults_are_told_at_once() -> None:
    assert problems(described(font="隶书", page={"size": "B5"})).count("：") == 2


def test_broken_yaml_is_told_with_its_line() -> None:
    with pytest.raises(PaperRefused, match="第2行"):
        parse_paper("title: 某表\nblocks: [")


def test_a_value_may_be_reckoned_in_feel() -> None:
    paper = parse_paper(yaml.safe_dump(rows(["合计", {"value": "=a.x + header.y"}]), allow_unicode=True))
    html = render_html(paper, PaperData({"a": {"x": 2}}, header={"y": 3}))
    assert '<span class="filled">5</span>' in html
    assert paper.paths == ()


def test_a_vertical_label_is_written_one_sign_below_the_other() -> None:
    paper = parse_paper(yaml.safe_dump(rows([{"label": "意 见", "vertical": True}, "乙"]), allow_unicode=True))
    assert "<div>意</div><div>见</div>" in render_html(paper, PaperData())


def test_merged_cells_count_the_columns_of_the_whole_page() -> None:
    blocks = [
        {"columns": [70, 100], "rows": [{"height": 10, "cells": ["甲", "乙"]}]},
        {"columns": [30, 90, 50], "rows": [{"height": 10, "cells": ["丙", "丁", "戊"]}]},
    ]
    html = render_html(parse_paper(yaml.safe_dump(described(blocks=blocks), allow_unicode=True)), PaperData())
    widths = [float(part.split("mm")[0]) for part in html.split('<col style="width: ')[1:]]
    assert widths == [30, 40, 50, 50]
    assert [int(part[0]) for part in html.split('colspan="')[1:]] == [2, 2, 1, 2, 1]


def test_missing_fonts_are_named_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "缺少字体" not in (fonts_missing() or "")
    monkeypatch.setattr(fonts_room, "installed", lambda: frozenset({"Noto Sans CJK SC", "LXGW WenKai"}))
    sentence = fonts_missing()
    assert sentence is not None
    assert sentence.startswith("缺少字体：Noto Serif CJK SC；请安装")
