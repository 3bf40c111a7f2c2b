"""The application form leaves the printer as the notice printed it, whatever is filled in."""

import json
import re
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import segno
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from services.output.documents import OpinionShown, Paper, PaperData, render_html, render_paper
from services.output.documents.lay import lay
from services.output.documents.shapes import Content, Options

from .conftest import FORMS, member, pages, with_answers, with_members

RARE = "㛃䶮喆堃赟𬭚祎"
ANNEX_2 = Path(__file__).with_name("annex_2.txt")


def test_the_blank_form_reads_as_the_notice_prints_it_cell_by_cell(application: Paper) -> None:
    printed = "".join(ANNEX_2.read_text(encoding="utf-8").split())
    assert "".join(pages(application, PaperData())) == printed


def test_the_blank_form_is_two_pages_with_eleven_rows_for_members_and_no_code(application: Paper) -> None:
    laid = lay(application, PaperData())
    members = [row for row in laid.pages[1].rows if len(row.cells) == 7]
    assert len(laid.pages) == 2
    assert len(members) == 1 + 11
    assert "<img" not in render_html(application, PaperData())


def test_the_form_prints_all_that_the_screen_asks_and_nothing_else(application: Paper) -> None:
    form = json.loads((FORMS / "application.form").read_text(encoding="utf-8"))
    assert set(application.paths) == set(asked(form["components"]))


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


def test_the_boxes_to_tick_are_those_of_the_screen(application: Paper) -> None:
    form = json.loads((FORMS / "application.form").read_text(encoding="utf-8"))
    fields = {
        part["key"]: part for group in form["components"] for part in group.get("components", []) if "key" in part
    }
    contents: list[Content] = [part.content for line in application.lines for part in line.parts]
    contents += [cell.content for _, cell in application.cells()]
    boxes = [content for content in contents if isinstance(content, Options)]
    assert [box.source.text for box in boxes] == ["category", "studio_type"]
    for box in boxes:
        values = fields[box.source.text]["values"]
        assert list(box.choices) == [(choice["value"], choice["label"]) for choice in values]


def test_every_answer_stands_behind_its_label(application: Paper, studio: PaperData) -> None:
    first, second, *_ = pages(application, studio)
    for words in (
        "申报类型：□劳模☑职工（科技型）□职工（其他类型）",
        "推荐单位：某某产业工会（公章）填报人：刘文电话：024-00000001",
        "创建日期2019年5月6日",
        "命名日期2020年3月1日",
        "☑技术开发□技术攻关□技能传授□技术协作□培训服务☑其他（标准研究）成员总数3",
        "2019年12.5单位自筹2020年20上级补助",
        "获奖等级国际0个国家0个省部0个地市0个",
        "2019年10035.20135.2",
        "系统先进21222324252631323334社会效益",
        "出生年月1975年3月",
        "E-maillead@example.org",
    ):
        assert words in first
    assert "甲001号女1980本科工程师某设计院试验甲002号" in second


def test_each_opinion_stands_in_its_own_box_above_seal_and_date(application: Paper, studio: PaperData) -> None:
    second = pages(application, studio)[1]
    boxes = re.split("所在单位工会意见|所在单位纪检部门意见|上级单位工会意见|省直机关工会工委意见", second)
    assert boxes[1] == "同意推荐。材料真实。签署：李喆某设计院工会盖章2021年11月3日"
    assert boxes[2] == "无异议。未见反映。签署：赵堃（受孙赟委托）某设计院纪委盖章2021年11月4日"
    assert boxes[3] == "同意推荐。成果突出。（其余意见见附页）某某产业工会盖章2021年11月8日"
    assert boxes[4].startswith("盖章年月日")


def test_earlier_opinions_of_the_chain_go_to_the_annex_sheet_in_order(application: Paper, studio: PaperData) -> None:
    third = OpinionShown("复核。", "同意上报", "某局工会")
    chain = [studio.opinions["op_superior_union"][0], third, studio.opinions["op_superior_union"][1]]
    printed = pages(application, replace(studio, opinions={"op_superior_union": chain}))
    assert len(printed) == 3
    assert printed[2].startswith("上级单位工会意见（附页）工作室名称：")
    assert printed[2].index("先行审核") < printed[2].index("某局工会")
    assert "成果突出" not in printed[2]


def test_a_chain_without_organs_reads_not_applicable_but_an_open_box_stays_empty(application: Paper) -> None:
    none_there = pages(application, PaperData(opinions={"op_superior_union": [], "op_committee": []}))[1]
    assert "上级单位工会意见不适用盖章年月日" in none_there
    assert "省直机关工会工委意见盖章年月日" in none_there
    assert "不适用" not in pages(application, PaperData())[1]


def test_the_twelfth_member_stands_on_an_annex_sheet_under_the_same_columns(
    application: Paper, studio: PaperData
) -> None:
    printed = pages(application, with_members(replace(studio, opinions={}), 12))
    assert len(printed) == 3
    assert "甲011号" in printed[1] and "甲012号" not in printed[1]
    assert printed[2].startswith("工作室骨干成员情况（附表）")
    assert "姓名性别出生年份学历技术职称所在单位主要分工甲012号女1980" in printed[2]
    assert "甲011号" not in printed[2]


def test_two_hundred_members_all_appear_once_and_the_head_is_repeated(application: Paper, studio: PaperData) -> None:
    _, second, *rest = pages(application, with_members(replace(studio, opinions={}), 200))
    found = re.findall(r"甲(\d{3})号女1980本科工程师某设计院试验", second + "".join(rest))
    assert found == [f"{number:03}" for number in range(1, 201)]
    assert all("主要分工甲" in page for page in rest)


def test_markup_in_answers_is_printed_as_it_was_typed(application: Paper, studio: PaperData) -> None:
    typed = '<b>&amp;</b><img src="file:///etc/passwd">'
    data = with_answers(studio, field=typed, members=[member(1, duty="<i>x</i>")])
    data = replace(data, opinions={"op_committee": [OpinionShown("<h1>大</h1>", organ="<td>")]})
    html = render_html(application, data)
    assert "<b>" not in html and "<h1>" not in html and "<i>x" not in html
    assert html.count("<img") == 1  # the code in the margin
    first, second = pages(application, data)
    assert "".join(typed.split()) in first
    assert "<i>x</i>" in second and "<h1>大</h1>" in second and "<td>" in second


def test_a_text_too_long_for_its_cell_is_printed_whole_on_an_annex_sheet(application: Paper, studio: PaperData) -> None:
    long = "".join(f"第{number}句。" for number in range(900))
    data = with_answers(replace(studio, opinions={}), social_benefit=long, members=[member(1, duty="长" * 200)])
    first, second, *annex = pages(application, data)
    assert "社会效益（详见附页）工作室领衔人情况" in first
    assert "甲001号女1980本科工程师某设计院（详见附页）" in second
    whole = re.sub(r"LN-2021-0007第\d+页共\d+页", "", "".join(annex))
    assert f"社会效益{long}甲001号：主要分工{'长' * 200}" in whole


def test_a_long_opinion_keeps_its_verdict_in_the_box_and_is_whole_on_the_annex_sheet(
    application: Paper, studio: PaperData
) -> None:
    long = "".join(f"第{number}条。" for number in range(300))
    opinion = OpinionShown(long, "同意推荐", "某设计院工会", sealed_on=date(2021, 11, 3))
    _, second, *annex = pages(application, replace(studio, opinions={"op_unit_union": [opinion]}))
    assert "所在单位工会意见同意推荐。（意见全文见附页）某设计院工会盖章2021年11月3日" in second
    assert annex[0].startswith("所在单位工会意见（附页）")
    assert f"同意推荐。{long}某设计院工会盖章" in "".join(annex)


# Shrinking would print hundreds of forms.
@settings(max_examples=6, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    text=st.text(st.sampled_from("国工，。（“AaMw1 .\n·㛃"), max_size=700),
    short=st.text(st.sampled_from("国工，（AaMw1 .·"), max_size=60),
)
def test_no_answer_changes_the_shape_of_the_form(application: Paper, text: str, short: str) -> None:
    item = member(1, name=short, duty=short, unit=short)
    answers = {
        "studio_name": short,
        "social_benefit": text,
        "members": [item] * 11,
        "trained_total": short,
        "funding_2019": {"source": short},
        "recommender": short,
    }
    data = PaperData(answers, {"op_unit_union": [OpinionShown(text, "同意", short)]})
    printed = pages(application, data)
    assert printed[0].startswith("附件2") and "E-mail" in printed[0]
    assert printed[1].startswith("工作室骨干成员情况（可附表）") and "省直机关工会工委意见盖章年月日" in printed[1]


def test_rare_characters_are_drawn_and_can_be_read_again(
    application: Paper, studio: PaperData, caplog: pytest.LogCaptureFixture
) -> None:
    assert RARE in pages(application, with_answers(studio, field=RARE))[0]
    assert "notdef" not in caplog.text
    pages(application, with_answers(studio, field="\U000f0000"))
    assert "notdef" in caplog.text  # so the line above would have told


def test_every_page_names_the_record_and_counts_the_pages(application: Paper, studio: PaperData) -> None:
    printed = pages(application, studio)
    assert [f"LN-2021-0007第{number}页共3页" in page for number, page in enumerate(printed, 1)] == [True] * 3


def test_the_code_in_the_margin_is_the_code_of_the_records_address(
    application: Paper, studio: PaperData, tmp_path: Path
) -> None:
    assert studio.code is not None
    modules = [list(row) for row in segno.make(studio.code.url, error="m", micro=False).matrix]
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(render_paper(application, studio))
    dots = 600 / 25.4
    corner = ["-x", str(round(178 * dots)), "-y", str(round(279 * dots)), "-W", str(round(16 * dots)), "-H", "425"]
    subprocess.run(
        ["pdftoppm", "-r", "600", "-l", "1", "-singlefile", *corner, "-gray", pdf, tmp_path / "code"], check=True
    )
    drawn = Image.open(tmp_path / "code.pgm").point(lambda grey: 255 * (grey < 128))
    left, top, right, _ = drawn.getbbox() or (0, 0, 0, 0)
    pitch = (right - left) / len(modules)
    across, down = ([round(edge + (at + 0.5) * pitch) for at in range(len(modules))] for edge in (left, top))
    assert [[int(drawn.getpixel((x, y)) == 255) for x in across] for y in down] == modules


def test_the_same_paper_and_data_give_the_same_bytes(application: Paper, studio: PaperData) -> None:
    assert render_paper(application, studio) == render_paper(application, studio)
