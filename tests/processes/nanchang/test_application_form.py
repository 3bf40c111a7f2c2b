"""The application form: cover and filling notes as the notice prints them, 仿宋 小四, an A3 booklet in two copies."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from services.output.documents import Paper, PaperData, parse_paper, render_html, render_paper, render_sheet
from services.output.documents.imposition import sides
from services.output.documents.lay import lay
from tests.builders import city

from .samples import application

PACKAGE = city("nanchang")
NOTES = (Path(__file__).parent / "filling_notes.txt").read_text("utf-8")
TABLE = (Path(__file__).parent / "annex_1.txt").read_text("utf-8")
RARE = "㛃䶮喆堃赟𬭚祎"
COVER = "附件12021年南昌市劳模创新工作室申报表工作室名称所在单位单位类型所属行业推荐单位填报日期年月日南昌市总工会制"


@pytest.fixture(scope="module")
def form() -> Paper:
    found = parse_paper(PACKAGE.files["forms/application.paper.yaml"])
    assert isinstance(found, Paper)
    return found


def printed(form: Paper, data: PaperData, for_printer: bool = False) -> list[str]:
    reader = PdfReader(io.BytesIO(render_paper(form, data, for_printer)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def test_cover_and_filling_notes_read_as_the_notice_prints_them(form: Paper) -> None:
    cover, notes, *body = printed(form, PaperData())
    assert cover == COVER
    assert notes == "".join(NOTES.split())
    assert len(body) == 4


def test_the_blank_table_reads_cell_by_cell_as_it_was_rebuilt(form: Paper) -> None:
    assert "".join(printed(form, PaperData())[2:]) == "".join(TABLE.split())


def test_the_two_boxes_that_survive_are_on_the_last_page_with_seal_and_day_and_no_third(form: Paper) -> None:
    last = printed(form, PaperData())[-1]
    assert last == (
        "所在单位工会意见盖章年月日县（区）总工会，开发区（新区）、市直机关工会工委，市教科文卫体工会，市产业和直属基层工会意见盖章年月日"
    )
    assert form.boxes == ("op_unit_union", "op_recommender")


def test_it_is_set_in_fangsong_of_twelve_points(form: Paper) -> None:
    assert (form.font, form.filled, form.size) == ("仿宋", "仿宋", 12)
    html = render_html(form, PaperData())
    assert "font: 12.0pt" in html or "font: 12pt" in html


def test_no_answer_is_set_in_another_size(form: Paper) -> None:
    """Note 11: 切勿改变字体大小. A name takes more lines, never smaller letters; the rest is on an annex sheet."""
    person = {"name": f"{RARE[:3]}一", "sex": "女", "birth_year": 1980, "education": "高中/中专/技校"}
    named = {"title": "正高级工程师", "unit": "某某集团第二分公司", "duty": "工艺设计与检测"}
    data = application(
        studio_name=f"{RARE}高端装备精密制造与智能检测联合攻关劳模创新工作室",
        host_unit="中国某某集团有限公司南昌青云高端装备精密制造第二分公司",
        members=[{**person, **named}] * 30,
        field="数" * 60,
    )
    laid = lay(form, data)
    rows = [row for table in laid.pages for row in table.rows]
    assert {cell.size for row in rows for cell in row.cells} == {12}
    assert {cell.size for sheet in laid.tables for row in sheet.table.rows for cell in row.cells} == {12}
    assert [len(sheet.table.rows) for sheet in laid.tables] == [30 - 9]
    assert laid.texts is not None and [name for name, _ in laid.texts.texts] == ["专业领域"]
    text = "".join(printed(form, data))
    assert text.count(f"{RARE}高端装备") >= 3 and text.count("正高级工程师") == 30 and "数" * 60 in text


def test_every_number_is_arabic_and_every_answer_is_printed(form: Paper) -> None:
    text = "".join(printed(form, application()))
    for words in (
        "万里江劳模创新工作室",
        "2017年3月15日",
        "青云机械厂10.5万元；青云区总工会5万元",
        "90.5",
        "2019年6月",
        "2016年企业（系统）劳动模范（青云机械厂）",
        "情况属实，符合条件，同意推荐。",
        "签署：胡春兰",
    ):
        assert words in text, words
    assert "☑技术攻关" in text and "□技术开发" in text


def test_never_named_is_printed_in_both_cells_as_the_notes_want_it(form: Paper) -> None:
    page = printed(form, application())[2]
    assert "命名单位无" in page and "命名日期无" in page
    named = printed(form, application(naming_unit="青云区总工会", named_on="2019-05-01"))[2]
    assert "命名单位青云区总工会" in named and "命名日期2019年5月1日" in named


def test_what_has_no_row_goes_to_an_annex_sheet(form: Paper) -> None:
    people = [{"name": f"学员{n:02}", "promoted_on": "2019-06", "grade": "技师"} for n in range(13)]
    leads = [{"name": f"领衔{n}", "kind": "may_day_medal", "level": "county", "year": 2019} for n in range(3)]
    text = printed(form, application(trained_list=people, co_leads=leads))
    assert len(text) == 6 + 2
    assert "学员09" in text[3] and "学员12" in text[-2] + text[-1] and "领衔2" in text[-2] + text[-1]
    assert "五一劳动奖章县区级2019年" in text[4]


def test_the_printers_file_is_a_booklet_on_a3_in_two_copies(form: Paper) -> None:
    singly = printed(form, application())
    booklet = PdfReader(io.BytesIO(render_paper(form, application(), for_printer=True)))
    wanted = ["".join(singly[n - 1] for n in pair if n) for pair in sides(len(singly))]
    assert ["".join(page.extract_text().split()) for page in booklet.pages] == wanted
    assert {tuple(round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]) for page in booklet.pages} == {
        (420, 297)
    }
    assert booklet.trailer["/Root"]["/ViewerPreferences"]["/NumCopies"] == 2


def test_the_electronic_version_is_a_spreadsheet_too(form: Paper) -> None:
    assert render_sheet(form, application()).startswith(b"PK")


def test_the_form_prints_what_the_screen_asks_but_what_only_the_check_needs(form: Paper) -> None:
    fields = set(asked(json.loads(PACKAGE.files["forms/application.form"])["components"]))
    computed = {p for p in fields if p.startswith(("funding_", "lead.honours", "co_leads[].level", "co_leads[].year"))}
    assert fields - set(form.paths) - computed == {"founded_basis", "named_on"}
    assert set(form.paths) <= fields


def asked(components: list[dict[str, Any]], above: str = "") -> list[str]:
    """The paths of the fields of a form-js form."""
    found: list[str] = []
    for part in components:
        if "components" in part:
            path = part.get("path", "") + ("[]." if part["type"] == "dynamiclist" else ".")
            found += asked(part["components"], above + path if part.get("path") else above)
        elif "key" in part:
            found.append(above + part["key"])
    return found
