"""A list (拨付表, 清单) as an .xlsx file: its heading, its lines and its tables as on paper, amounts as numbers."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import accumulate, chain, pairwise

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from .data import PaperData
from .fit import POINT, tall
from .prose import Prose
from .prose_laid import LaidBlank, LaidEnds, LaidItem, LaidParagraph, LaidSign, LaidTable
from .prose_lay import LIST_TITLE_SIZE, lay_prose

MADE = datetime(2000, 1, 1)
"""Every file says that it was made on this day, so that the same data make the same bytes."""
AMOUNT = re.compile(r"-?(?:0|[1-9]\d{0,11})(?:\.\d+)?")
"""Only in a column that is set to the right: the number of an account stays as it is written."""
TEXT_SIZE = 12.0
A4, INCH, MARGIN, ONE_SIGN = 9, 25.4, 1.0, 1.9  # ONE_SIGN: millimetres of a column of width 1
LONGEST = 32767
"""The signs an Excel cell holds."""


@dataclass(frozen=True)
class _Cell:
    """A cell between two vertical lines, in millimetres from the left."""

    left: float
    right: float
    text: str
    align: str = "left"
    size: float = TEXT_SIZE
    border: bool = True
    bold: bool = False


_Row = tuple[float, tuple[_Cell, ...]]
"""The least height in millimetres, the cells."""


def list_sheet(paper: Prose, data: PaperData) -> bytes:
    """The file. No text of it is ever taken for a formula. May raise NumberMalformed."""
    laid, width = lay_prose(paper, data), paper.page.inner_width
    title = _Cell(0, width, "".join(laid.heading), "center", LIST_TITLE_SIZE, border=False, bold=True)
    rows = [(12.0, (title,)), *chain.from_iterable(_rows(item, width) for item in laid.body)]
    rows += _signed(laid.sign, width) if laid.sign else []
    lines = sorted({round(edge, 2) for _, cells in rows for cell in cells for edge in (cell.left, cell.right)})
    into = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(into, {"in_memory": True, **never}) as book:
        book.set_properties({"title": paper.title, "created": MADE})
        sheet = book.add_worksheet("".join("_" if sign in "[]:*?/\\'" else sign for sign in paper.title)[:31])
        _set_up(sheet, paper, lines)
        for at, (height, cells) in enumerate(rows):
            sheet.set_row(at, max([height, *map(_needed, cells)]) / POINT)
            for cell in cells:
                _put(book, sheet, at, cell, lines)
    return into.getvalue()


def _rows(item: LaidItem, width: float) -> Iterator[_Row]:
    if isinstance(item, LaidParagraph):
        yield 8.0, (_Cell(0, width, "".join(text for text, _ in item.runs), border=False),)
    elif isinstance(item, LaidEnds):
        halves = (
            _Cell(0, width / 2, item.left, border=False),
            _Cell(width / 2, width, item.right, "right", border=False),
        )
        yield 8.0, halves
    elif isinstance(item, LaidBlank):
        yield from ((8.0 * item.lines, ()),)
    elif isinstance(item, LaidTable):
        yield from _table(item)


def _table(table: LaidTable) -> Iterator[_Row]:
    edges = list(accumulate(table.widths, initial=0.0))
    places = list(pairwise(edges))
    yield (
        table.height,
        tuple(
            _Cell(*place, head, "center", table.size, bold=True)
            for place, head in zip(places, table.heads, strict=True)
        ),
    )
    for row in table.rows:
        yield (
            table.height,
            tuple(_Cell(*place, text, align, table.size) for place, (text, align) in zip(places, row, strict=True)),
        )
    if table.total:
        ends = list(accumulate((span for *_, span in table.total), initial=0))
        yield (
            table.height,
            tuple(
                _Cell(edges[start], edges[end], text, align, table.size)
                for (start, end), (text, align, _) in zip(pairwise(ends), table.total, strict=True)
            ),
        )


def _signed(sign: LaidSign, width: float) -> Iterable[_Row]:
    names = ["".join(name) for row in sign.rows for name in row]
    return [(8.0, (_Cell(0, width, text, "right", border=False),)) for text in (*names, sign.date)]


def _set_up(sheet: Worksheet, paper: Prose, lines: list[float]) -> None:
    sheet.set_paper(A4)
    if paper.page.width > paper.page.height:
        sheet.set_landscape()
    top, right, bottom, left = (side / INCH for side in paper.page.margins)
    sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
    sheet.fit_to_pages(1, 0)
    for at, (before, after) in enumerate(pairwise(lines)):
        sheet.set_column(at, at, (after - before) / ONE_SIGN)


def _needed(cell: _Cell) -> float:
    return tall(cell.text, cell.size, max(cell.right - cell.left - 2 * MARGIN, 5.0), 1.35) + MARGIN


def _put(book: xlsxwriter.Workbook, sheet: Worksheet, at: int, cell: _Cell, lines: list[float]) -> None:
    first, last = lines.index(round(cell.left, 2)), lines.index(round(cell.right, 2)) - 1
    look = {"font_name": "宋体", "font_size": cell.size, "align": cell.align, "valign": "vcenter", "text_wrap": True}
    made = book.add_format({**look, "border": int(cell.border), "bold": cell.bold})
    if last > first:
        sheet.merge_range(at, first, at, last, "", made)
    if cell.align == "right" and AMOUNT.fullmatch(cell.text):
        sheet.write_number(at, first, float(cell.text), made)
    elif cell.text:
        sheet.write_string(at, first, cell.text[:LONGEST], made)
    else:
        sheet.write_blank(at, first, None, made)
