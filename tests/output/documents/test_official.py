"""An official document as GB/T 9704-2012 wants it, measured on the printed page. All lengths are millimetres."""

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from services.output.documents import PaperData, Prose, parse_paper, render_paper
from services.output.documents.prose_lay import NumberMalformed

from .measure import Sheet, lines_of, sheets

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
LINE, SIGN = 225 / 22, 156 / 28
NUMBER = "某工发〔2021〕3号"
FULL = "甲乙丙丁戊己庚辛壬癸" * 100
"""A thousand signs without punctuation: every full line holds 28."""


def official(**changes: Any) -> Prose:
    """A decision of one organ."""
    described = {
        "kind": "official",
        "title": "某决定",
        "mark": {"organs": "某某总工会"},
        "heading": "关于命名创新工作室的决定",
        "to": "各单位工会：",
        "body": ["决定如下。"],
        "sign": {"organs": "某某总工会", "seal": 42},
    } | changes
    found = parse_paper(yaml.safe_dump(described, allow_unicode=True))
    assert isinstance(found, Prose)
    return found


def printed(paper: Prose, **answers: Any) -> bytes:
    """The paper, numbered and dated."""
    return render_paper(paper, PaperData(answers, number=NUMBER, issued_on=date(2021, 8, 5)))


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    """The only page of a short decision."""
    pages = sheets(printed(official()), tmp_path_factory.mktemp("short"))
    assert len(pages) == 1
    return pages[0]


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> list[Sheet]:
    """A decision of several full pages."""
    return sheets(printed(official(body=["{text}"]), text=FULL), tmp_path_factory.mktemp("long"))


def test_the_red_mark_begins_35_below_the_type_area_and_stands_in_its_middle(short: Sheet) -> None:
    mark = short.bands("red")[0]
    assert mark.top == pytest.approx(TOP + 35, abs=0.5)
    assert mark.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.7)


def test_the_number_stands_two_lines_below_the_mark_and_the_red_line_4_below_the_number(short: Sheet) -> None:
    mark, rule = short.bands("red")
    number = short.bands("black")[0]
    # Two empty lines, and what is free above the signs in the number's own line.
    assert number.top - mark.bottom == pytest.approx(2 * LINE + 2.8, abs=1.0)
    assert rule.top - number.bottom == pytest.approx(4, abs=0.6)
    assert number.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.7)
    assert (rule.left, rule.right) == (pytest.approx(LEFT, abs=0.2), pytest.approx(RIGHT, abs=0.2))


def test_the_title_stands_two_lines_below_the_red_line_in_size_two(short: Sheet) -> None:
    rule = short.bands("red")[1]
    title, addressee, text = short.bands("black")[1:4]
    assert title.top - rule.bottom == pytest.approx(2 * LINE + 1.6, abs=1.0)
    assert title.middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.7)
    assert title.height == pytest.approx(22 / 72 * 25.4 * 0.93, abs=0.5)
    # One empty line below the title; the addressee at the very left, the text two signs in.
    assert addressee.bottom - title.bottom == pytest.approx(2 * LINE, abs=1.6)
    assert addressee.left == pytest.approx(LEFT, abs=0.6)
    assert text.left == pytest.approx(LEFT + 2 * SIGN, abs=0.6)


def test_a_full_page_holds_22_lines_that_fill_the_type_area(long: list[Sheet]) -> None:
    bands = long[1].bands("black", bottom=BOTTOM + 1, gap=0.5)
    assert len(bands) == 22
    steps = [after.bottom - before.bottom for before, after in pairwise(bands)]
    assert steps == [pytest.approx(LINE, abs=0.25)] * 21
    assert bands[0].top == pytest.approx(TOP + 2.4, abs=0.8)
    assert bands[-1].bottom == pytest.approx(BOTTOM - 2.4, abs=0.8)
    assert [band.left for band in bands] == [pytest.approx(LEFT + 0.8, abs=0.8)] * 22
    assert [band.right for band in bands] == [pytest.approx(RIGHT - 0.3, abs=0.7)] * 22


def test_a_full_line_holds_28_signs(tmp_path: Path) -> None:
    first, second, *_ = lines_of(printed(official(body=["{text}"]), text=FULL), tmp_path)
    assert {len(line) for line in second[:22]} == {28}
    assert len(next(line for line in first if line.startswith("甲乙"))) == 26  # two are the indent


def test_a_line_that_punctuation_leaves_short_is_spread_to_the_edge(tmp_path: Path) -> None:
    text = "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己，" * 3
    page = sheets(printed(official(body=["{text}"]), text=text), tmp_path)[0]
    lines = page.bands("black")[3:6]
    assert [line.right for line in lines] == [pytest.approx(RIGHT, abs=0.8)] * 3


def test_the_page_number_stands_7_below_the_type_area_outside(long: list[Sheet]) -> None:
    odd, even = (page.box("black", top=BOTTOM + 1) for page in long[:2])
    sign = 14 / 72 * 25.4
    assert odd.right == pytest.approx(RIGHT - sign, abs=0.8)
    assert even.left == pytest.approx(LEFT + sign, abs=0.8)
    for page, number in ((long[0], odd), (long[1], even)):
        dash = page.box("black", top=BOTTOM + 1, left=number.left - 0.1, right=number.left + 3)
        assert (dash.top + dash.bottom) / 2 == pytest.approx(BOTTOM + 7, abs=0.5)


def test_the_date_ends_four_signs_before_the_edge_with_the_organ_and_the_place_of_the_seal_above_it(
    short: Sheet,
) -> None:
    text, organ, day = short.bands("black", bottom=BOTTOM)[-3:]
    place = short.box("grey", top=text.bottom + 0.3, bottom=BOTTOM, left=100)
    assert day.right == pytest.approx(RIGHT - 4 * SIGN, abs=1.0)
    assert organ.middle == pytest.approx(day.middle, abs=0.8)
    assert place.width == pytest.approx(42, abs=0.5) and place.height == pytest.approx(42, abs=0.5)
    assert place.middle == pytest.approx(day.middle, abs=0.8)
    assert (place.top + place.bottom) / 2 == pytest.approx((organ.top + day.bottom) / 2, abs=0.8)
    assert 0 < place.top - text.bottom < LINE


def test_a_seal_is_never_drawn(short: Sheet) -> None:
    assert len(short.bands("red")) == 2  # the mark and its line


def test_without_a_seal_the_organ_ends_two_signs_before_the_edge_and_the_date_begins_two_signs_later(
    tmp_path: Path,
) -> None:
    long_name = official(sign={"organs": "某某省直属机关工会工作委员会"})
    text, organ, day = sheets(printed(long_name), tmp_path)[0].bands("black", bottom=BOTTOM)[-3:]
    assert organ.right == pytest.approx(RIGHT - 2 * SIGN, abs=1.0)
    assert day.left - organ.left == pytest.approx(2 * SIGN, abs=1.0)
    assert organ.bottom - text.bottom == pytest.approx(2 * LINE, abs=1.2)
    # A date longer than the name ends two signs before the edge and pushes the name away from it.
    organ, day = sheets(printed(official(sign={"organs": "某工会"})), tmp_path)[0].bands("black", bottom=BOTTOM)[-2:]
    assert day.right == pytest.approx(RIGHT - 2 * SIGN - 0.9, abs=1.0)  # 日 does not fill its square
    assert day.left - organ.left == pytest.approx(2 * SIGN, abs=1.0)


def test_the_date_has_no_zeros_before_its_numbers(tmp_path: Path) -> None:
    text = "".join("".join(lines_of(printed(official()), tmp_path)[0]).split())
    assert "2021年8月5日" in text and NUMBER in text


def test_a_number_written_otherwise_is_refused() -> None:
    for number in (
        "某工发（2021）3号",
        "某工发〔2021〕03号",
        "某工发〔2021〕第3号",
        "某工发[2021]3号",
        "某工发〔21〕3号",
    ):
        with pytest.raises(NumberMalformed):
            render_paper(official(), PaperData(number=number))


def test_annexes_are_told_below_the_text_and_begin_on_new_pages(tmp_path: Path) -> None:
    table = {"each": "=rows", "columns": [{"title": "名称", "width": 100, "value": "{name}"}]}
    annexes = [{"title": "甲名单", "body": [{"table": table}]}, {"title": "乙名单", "body": ["乙。"]}]
    pdf = printed(official(annexes=annexes), rows=[{"name": "甲室"}])
    text = lines_of(pdf, tmp_path)
    assert [page[0] for page in text[1:]] == ["附件1", "附件2"]
    assert "附件：1.甲名单" in text[0] and "2.乙名单" in text[0]
    first, second, _ = sheets(pdf, tmp_path)
    body, one, two = first.bands("black", bottom=BOTTOM)[3:6]
    assert one.bottom - body.bottom == pytest.approx(2 * LINE, abs=1.2)  # one empty line between
    assert one.left == pytest.approx(LEFT + 2 * SIGN, abs=0.8)
    assert two.left == pytest.approx(LEFT + 5 * SIGN, abs=1.2)  # the figures stand below one another
    label, title = second.bands("black")[:2]
    assert label.left == pytest.approx(LEFT, abs=0.6)
    assert label.top == pytest.approx(TOP + 2.4, abs=0.8)
    assert (title.top + title.bottom) / 2 == pytest.approx(TOP + 2.5 * LINE, abs=0.8)  # the third line
    # A single annex has no number.
    alone = lines_of(printed(official(annexes=annexes[1:])), tmp_path)
    assert alone[1][0] == "附件" and "附件：乙名单" in alone[0]


def test_notes_stand_in_brackets_below_the_date(tmp_path: Path) -> None:
    text = lines_of(printed(official(note="此件公开发布")), tmp_path)[0]
    assert text.index("（此件公开发布）") == text.index("2021年8月5日") + 1


def test_an_upward_document_has_number_and_signer_at_the_ends(tmp_path: Path) -> None:
    page = sheets(printed(official(signer="王某")), tmp_path)[0]
    line = page.bands("black")[0]
    assert line.left == pytest.approx(LEFT + SIGN + 0.6, abs=0.9)
    assert line.right == pytest.approx(RIGHT - SIGN - 0.4, abs=0.9)


def test_headings_are_set_in_the_type_of_their_level(tmp_path: Path) -> None:
    body = [{"h1": "一、黑体字"}, {"h2": "（一）楷体字。", "text": "正文"}]
    (tmp_path / "a.pdf").write_bytes(printed(official(body=body)))
    fonts: dict[str, str] = {}

    def seen(text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
        fonts.update({text.strip(): str(font["/BaseFont"])} if font and text.strip() else {})

    PdfReader(tmp_path / "a.pdf").pages[0].extract_text(visitor_text=seen)
    assert "Sans" in next(font for text, font in fonts.items() if "黑体字" in text)
    assert "LXGW" in next(font for text, font in fonts.items() if "楷体字" in text)
