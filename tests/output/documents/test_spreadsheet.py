"""The forms as spreadsheets: the words of the paper, nothing that computes, ready to be printed."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest

from services.output.documents import NotATable, Paper, PaperData, parse_paper, render_sheet

from .conftest import FORMS, with_members

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def part(xlsx: bytes, name: str) -> ElementTree.Element:
    """An XML part of the file."""
    with zipfile.ZipFile(BytesIO(xlsx)) as file:
        return ElementTree.fromstring(file.read(f"xl/{name}.xml"))


def cells(xlsx: bytes) -> dict[str, str | float]:
    """What stands in each cell that is not empty; a number as a number."""
    texts = ["".join(t.text or "" for t in entry.iter(f"{SHEET}t")) for entry in part(xlsx, "sharedStrings")]
    found: dict[str, str | float] = {}
    for cell in part(xlsx, "worksheets/sheet1").iter(f"{SHEET}c"):
        value = cell.find(f"{SHEET}v")
        if value is not None and value.text is not None:
            found[cell.attrib["r"]] = texts[int(value.text)] if cell.get("t") == "s" else float(value.text)
    return found


def entries(count: int) -> list[dict[str, object]]:
    """Studios of a summary table."""
    return [
        {"rank": n, "studio_name": f"第{n}号㛃𬭚工作室", "host_unit": "某院", "lead": "王某 主任", "honour_basis": "无"}
        for n in range(1, count + 1)
    ]


@pytest.fixture
def table(summary: Paper) -> bytes:
    """A summary table of eleven studios."""
    data = PaperData({"reporting_unit": "某某产业工会", "reported_on": date(2021, 11, 9), "entries": entries(11)})
    return render_sheet(summary, data)


def test_the_summary_table_has_the_words_and_columns_of_the_paper(table: bytes) -> None:
    found = cells(table)
    assert found["A1"] == "附件1"
    assert found["A2"] == "省直机关劳模和职工创新工作室申报汇总表"
    assert [found["A3"], found["D3"]] == ["填表单位（盖章）：某某产业工会", "填表日期：2021年11月9日"]
    assert [found[f"{c}4"] for c in "ABCDE"] == ["序号", "创新工作室名称", "所在单位", "领衔人名称及职务", "荣誉基础"]
    assert [found[f"A{n}"] for n in range(5, 16)] == list(range(1, 12))  # numbers are numbers, and none is left out
    assert found["B15"] == "第11号㛃𬭚工作室"


def test_it_prints_as_the_paper_does(table: bytes) -> None:
    sheet = part(table, "worksheets/sheet1")
    setup, margins = sheet.find(f"{SHEET}pageSetup"), sheet.find(f"{SHEET}pageMargins")
    assert setup is not None and margins is not None
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert float(margins.attrib["left"]) == pytest.approx(20 / 25.4)
    names = {name.attrib["name"]: name.text or "" for name in part(table, "workbook").iter(f"{SHEET}definedName")}
    assert names["_xlnm.Print_Titles"].endswith("$4:$4")
    assert names["_xlnm.Print_Area"].endswith("$A$1:$E$15")


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.cn", "\t=1"])
def test_what_people_type_is_text_and_never_computes(summary: Paper, typed: str) -> None:
    data = PaperData({"entries": [{"rank": typed, "studio_name": typed}]})
    xlsx = render_sheet(summary, data)
    assert cells(xlsx)["A5"] == cells(xlsx)["B5"] == typed.strip()
    raw = ElementTree.tostring(part(xlsx, "worksheets/sheet1"), encoding="unicode")
    assert not re.search(r"<\w*:?f>|hyperlink", raw)


def test_an_empty_table_has_the_empty_rows_of_the_paper(summary: Paper) -> None:
    xlsx = render_sheet(summary, PaperData())
    rows = part(xlsx, "worksheets/sheet1").findall(f".//{SHEET}row")
    assert len(rows) == 3 + 1 + 8


def test_the_application_form_becomes_a_sheet_with_its_merged_cells(application: Paper, studio: PaperData) -> None:
    xlsx = render_sheet(application, with_members(studio, 12))
    found = list(cells(xlsx).values())
    assert "工作室名称" in found and "㛃䶮喆堃赟𬭚祎创新工作室" in found
    assert 12.5 in found and 3.0 in found
    assert "☑技术开发　□技术攻关　□技能传授　□技术协作　□培训服务　☑其他（标准研究）" in found
    assert [v for v in found if str(v).startswith("甲0")] == [f"甲{n:03}号" for n in range(1, 13)]
    assert "无异议\n未见反映。\n某设计院纪委\n2021年11月4日" in found
    merged = [m.attrib["ref"] for m in part(xlsx, "worksheets/sheet1").iter(f"{SHEET}mergeCell")]
    assert len(merged) > 80


def test_the_same_form_makes_the_same_file(summary: Paper) -> None:
    data = PaperData({"entries": entries(2)})
    assert render_sheet(summary, data) == render_sheet(summary, data)


def test_more_than_a_cell_holds_is_cut_and_says_so(summary: Paper) -> None:
    data = PaperData({"entries": [{"studio_name": "长" * 40_000}]})
    cut = cells(render_sheet(summary, data))["B5"]
    assert len(str(cut)) == 32767 and str(cut).endswith("见纸质表）")


def test_the_number_of_the_record_stands_in_the_footer(application: Paper, studio: PaperData) -> None:
    assert studio.code is not None
    coded = replace(studio, code=replace(studio.code, number="A&B"))
    footer = part(render_sheet(application, coded), "worksheets/sheet1").find(f".//{SHEET}oddFooter")
    assert footer is not None and (footer.text or "").startswith("&LA&&B")


def test_only_forms_are_tables() -> None:
    letter = parse_paper((FORMS / "public_notice.paper.yaml").read_bytes())
    with pytest.raises(NotATable, match="不能导出为电子表格"):
        render_sheet(letter, PaperData())
