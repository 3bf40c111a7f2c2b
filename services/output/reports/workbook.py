"""A workbook that can be printed as it is: A4 across, one page wide, heads on every page, page numbers at the foot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | date | None
MADE = datetime(2000, 1, 1)
"""Every file says that it was made on this day, so that the same data make the same bytes."""
A4 = 9
LONGEST_NAME = 31
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
BOX = {**FONT, "border": 1, "text_wrap": True}


@dataclass(frozen=True)
class Column:
    """A column: what stands above it, and how wide it is in signs."""

    title: str
    width: int = 14


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, a line below the title, columns and rows."""

    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


def workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """The sheets as .xlsx; no text of them is ever taken for a formula, a link or a number."""
    into = BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(into, {"in_memory": True, **never}) as book:
        book.set_properties({"title": title, "created": MADE})
        looks = {
            "title": book.add_format({**FONT, "bold": True, "font_size": 16, "align": "center"}),
            "note": book.add_format({**FONT, "align": "left", "text_wrap": True}),
            "head": book.add_format({**BOX, "bold": True, "align": "center", "bg_color": "#EEEEEE"}),
            "text": book.add_format(BOX),
            "number": book.add_format({**BOX, "align": "center"}),
            "day": book.add_format({**BOX, "align": "center", "num_format": 'yyyy"年"m"月"d"日"'}),
        }
        for sheet in sheets:
            _draw(book.add_worksheet(_name(sheet.title)), title, sheet, looks)
    return into.getvalue()


def _draw(page: Worksheet, title: str, sheet: Sheet, looks: dict[str, Format]) -> None:
    last = len(sheet.columns) - 1
    page.merge_range(0, 0, 0, max(1, last), f"{title}　{sheet.title}", looks["title"])
    page.merge_range(1, 0, 1, max(1, last), sheet.note, looks["note"])
    page.set_row(0, 28)
    page.set_row(1, 34)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(2, at, column.title, looks["head"])
    for down, row in enumerate(sheet.rows, 3):
        for at, cell in enumerate(row):
            _put(page, down, at, cell, looks)
    page.set_paper(A4)
    page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.freeze_panes(3, 0)
    page.set_footer("&R第 &P 页　共 &N 页")
    page.print_area(0, 0, 2 + len(sheet.rows), max(1, last))


def _put(page: Worksheet, down: int, at: int, cell: Cell, looks: dict[str, Format]) -> None:
    if cell is None:
        page.write_blank(down, at, None, looks["text"])
    elif isinstance(cell, int | Decimal):
        page.write_number(down, at, float(cell), looks["number"])
    elif isinstance(cell, date):
        page.write_datetime(down, at, datetime(cell.year, cell.month, cell.day), looks["day"])
    else:
        page.write_string(down, at, cell[:32767], looks["text"])


def _name(title: str) -> str:
    # Excel forbids these signs, and more than 31 of any.
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)[:LONGEST_NAME]
