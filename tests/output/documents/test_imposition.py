"""A paper as a booklet: the sides lie as folded sheets want them, and show exactly the pages the paper has."""

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from services.output.documents import PaperData, PaperRefused, parse_paper, printing_of, render_paper, render_sheet
from services.output.documents.imposition import sides

PAGES = """
title: 小册子
page: {size: A4, margins: [20, 20, 20, 20]}
font: 仿宋
size: 12
print: {imposition: booklet, sheet: A3, copies: 2}
front:
- - {title: true, height: 30, size: 26, parts: [封面]}
  - {height: 12, parts: [{label: 名称, width: 30}, {value: name, width: 100, ruled: true}]}
- - {height: 12, parts: [{width: 170, label: 说明一}]}
blocks:
- columns: [170]
  rows:
  - {height: 10, cells: [正文三]}
- columns: [170]
  new_page: true
  rows:
  - {height: 10, cells: [正文四]}
- columns: [170]
  new_page: true
  rows:
  - {height: 10, cells: [正文五]}
"""


def texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [
        (1, [(None, 1), (None, None)]),
        (4, [(4, 1), (2, 3)]),
        (6, [(None, 1), (2, None), (6, 3), (4, 5)]),
        (8, [(8, 1), (2, 7), (6, 3), (4, 5)]),
    ],
)
def test_sides_lie_as_a_saddle_stitched_booklet_wants(pages: int, wanted: list[tuple[int | None, int | None]]) -> None:
    assert list(sides(pages)) == wanted


@given(st.integers(1, 200))
def test_a_folded_booklet_reads_from_first_to_last(pages: int) -> None:
    found = list(sides(pages))
    fronts, backs = found[::2], found[1::2]
    first_half = [half for front, back in zip(fronts, backs, strict=True) for half in (front[1], back[0])]
    second_half = [half for front, back in zip(fronts, backs, strict=True) for half in (front[0], back[1])]
    read = first_half + second_half[::-1]
    assert read == [*range(1, pages + 1), *[None] * (len(read) - pages)] and len(read) - pages < 4


def test_the_printers_file_shows_the_pages_two_by_two_and_asks_for_two_copies() -> None:
    paper, data = parse_paper(PAGES), PaperData({"name": "张三劳模创新工作室"})
    singly = render_paper(paper, data)
    assert texts(singly) == ["封面名称张三劳模创新工作室", "说明一", "正文三", "正文四", "正文五"]
    booklet = render_paper(paper, data, for_printer=True)
    assert texts(booklet) == ["封面名称张三劳模创新工作室", "说明一", "正文三", "正文四正文五"]
    reader = PdfReader(io.BytesIO(booklet))
    assert [tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in reader.pages] == [
        (420, 297)
    ] * 4
    wishes = reader.trailer["/Root"]["/ViewerPreferences"]
    assert (wishes["/Duplex"], wishes["/NumCopies"]) == ("/DuplexFlipShortEdge", 2)
    assert paper.printing.words == "A3双面，按短边翻转，对折装订，一式2份"
    assert booklet == render_paper(paper, data, for_printer=True)


def test_front_pages_are_part_of_the_paper() -> None:
    paper = parse_paper(PAGES)
    assert paper.paths == ("name",)
    with pytest.raises(PaperRefused, match=r"front\[0\]：各行共高"):
        parse_paper(PAGES.replace("height: 30, size: 26", "height: 300, size: 26"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("sheet: A3", "sheet: A4", "对折后每面"),
        ("imposition: booklet", "imposition: origami", "print.imposition"),
        ("copies: 2", "copies: none", "print.copies"),
    ],
)
def test_what_cannot_be_folded_is_refused(old: str, new: str, said: str) -> None:
    with pytest.raises(PaperRefused, match=said):
        parse_paper(PAGES.replace(old, new))


def test_a_paper_without_a_wish_goes_to_the_printer_page_by_page() -> None:
    paper = parse_paper(PAGES.replace("print: {imposition: booklet, sheet: A3, copies: 2}\n", ""))
    assert render_paper(paper, PaperData(), for_printer=True) == render_paper(paper, PaperData())


TWO_SIDES = """
title: 双面
page: {size: A4, margins: [20, 20, 20, 20]}
print: {imposition: duplex, copies: 2}
blocks:
- columns: [170]
  rows:
  - {height: 10, cells: [正面]}
- columns: [170]
  new_page: true
  rows:
  - {height: 10, cells: [背面]}
below:
- {height: 8, parts: [{width: 170, label: 注：一式二份。}]}
"""


def test_both_sides_of_a_sheet_are_the_pages_as_they_are() -> None:
    paper = parse_paper(TWO_SIDES)
    pdf = render_paper(paper, PaperData(), for_printer=True)
    assert texts(pdf) == ["正面", "背面注：一式二份。"]
    wishes = PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/ViewerPreferences"]
    assert (wishes["/Duplex"], wishes["/NumCopies"]) == ("/DuplexFlipLongEdge", 2)
    assert printing_of(paper).words == "A4双面，按长边翻转，一式2份"
    assert "/ViewerPreferences" not in PdfReader(io.BytesIO(render_paper(paper, PaperData()))).trailer["/Root"]


def test_both_sides_are_of_the_sheet_the_paper_has() -> None:
    with pytest.raises(PaperRefused, match="与本表的页面不同"):
        parse_paper(TWO_SIDES.replace("duplex,", "duplex, sheet: A3,"))


def test_lines_below_the_table_must_find_room_on_its_last_page() -> None:
    with pytest.raises(PaperRefused, match="第2页"):
        parse_paper(TWO_SIDES.replace("height: 8", "height: 248"))


def test_lines_below_the_table_stand_in_the_spreadsheet_too() -> None:
    with zipfile.ZipFile(io.BytesIO(render_sheet(parse_paper(TWO_SIDES), PaperData()))) as xlsx:
        words = re.findall("<t>(.*?)</t>", xlsx.read("xl/sharedStrings.xml").decode())
    assert words == ["正面", "背面", "注：一式二份。"]
