"""A form as an .xlsx file: the same rows, columns and words as on paper, with every item of a list in its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.foundation.errors import Invalid

from .data import OpinionShown, PaperData
from .fit import POINT, tall
from .geometry import edges, placed
from .list_sheet import list_sheet
from .prose import Prose
from .reading import Shape
from .shapes import Block, Content, Label, Line, OpinionBox, Options, Paper, Row, Value
from .values import as_date, items, read, shown, ticked, written

MADE = datetime(2000, 1, 1)
"""Every file says that it was made on this day, so that the same data make the same bytes."""
PAPER_SIZE = {210.0: 9, 297.0: 8}
"""Excel's numbers for A4 and A3, by the shorter side."""
INCH = 25.4
TALLEST = 409.0
"""The tallest row Excel draws, in points."""
LONGEST = 32767
"""The signs an Excel cell holds."""
CUT = "……（以下超出单元格容量，见纸质表）"


def is_table(paper: Shape) -> bool:
    """Whether the paper can be had as a spreadsheet."""
    return isinstance(paper, Paper) or (isinstance(paper, Prose) and paper.kind == "list")


class NotATable(Invalid):
    """Only forms and lists are tables; letters and plaques are not."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}”不是表格，不能导出为电子表格。")


@dataclass(frozen=True)
class _Cell:
    """A cell between two edges (columns from `left` up to, not including, `right`), `rows` tall."""

    left: int
    right: int
    content: Any
    align: str
    size: float
    rows: int = 1
    border: bool = True
    bold: bool = False


@dataclass(frozen=True)
class _Row:
    height: float
    cells: tuple[_Cell, ...]
    head: bool = False


def render_sheet(paper: Shape, data: PaperData) -> bytes:
    """The form or list as .xlsx; no text of it is ever taken for a formula. Raises NotATable for any other paper."""
    if isinstance(paper, Prose) and is_table(paper):
        return list_sheet(paper, data)
    if not isinstance(paper, Paper):
        raise NotATable(paper.title)
    return _Sheet(paper, data).written()


class _Sheet:
    """One form on one sheet; its columns are all the vertical lines of all its blocks."""

    def __init__(self, paper: Paper, data: PaperData) -> None:
        self.paper, self.data = paper, data
        self.lines = sorted({edge for block in paper.blocks for edge in edges(block)})

    def written(self) -> bytes:
        into = BytesIO()
        never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(into, {"in_memory": True, **never}) as book:
            book.set_properties({"title": self.paper.title, "created": MADE})
            sheet = book.add_worksheet(_sheet_name(self.paper.title))
            rows = list(self.rows())
            self.set_up(sheet, rows)
            formats: dict[Any, Format] = {}
            for at, row in enumerate(rows):
                sheet.set_row(at, min(TALLEST, max([row.height, *map(self.needed, row.cells)]) / POINT))
                for cell in row.cells:
                    look = self.look(cell)
                    made = formats.get(tuple(look.items())) or book.add_format(look)
                    formats[tuple(look.items())] = made
                    _put(sheet, at, cell, made)
        return into.getvalue()

    def set_up(self, sheet: Worksheet, rows: list[_Row]) -> None:
        page = self.paper.page
        sheet.set_paper(PAPER_SIZE[min(page.width, page.height)])
        if page.width > page.height:
            sheet.set_landscape()
        top, right, bottom, left = (side / INCH for side in page.margins)
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        number = self.data.code.number.replace("&", "&&") if self.data.code else ""
        sheet.set_footer(f"&L{number}&R第 &P 页　共 &N 页"[:255])
        heads = [at for at, row in enumerate(rows) if row.head]
        if heads:
            sheet.repeat_rows(heads[0], heads[-1])
        sheet.print_area(0, 0, max(0, len(rows) - 1), len(self.lines) - 2)
        for at, width in enumerate(after - before for before, after in zip(self.lines, self.lines[1:], strict=False)):
            sheet.set_column_pixels(at, at, round(width / 10 / INCH * 96))

    def rows(self) -> Iterator[_Row]:
        for line in self.paper.lines:
            yield self.line(line)
        for block in self.paper.blocks:
            yield from self.block(block)
        for line in self.paper.below:
            yield self.line(line)

    def line(self, line: Line) -> _Row:
        """The words above the table, each part over the columns it stands above."""
        size = line.size or self.paper.size
        texts = [self.text(part.content) for part in line.parts]
        stops = self.stops([part.width for part in line.parts])
        if stops is None:
            texts, stops = ["　　".join(texts)], [0, len(self.lines) - 1]
        align = "center" if line.title else "left"
        cells = tuple(
            _Cell(left, right, text, align, size, border=False, bold=line.title)
            for text, left, right in zip(texts, stops, stops[1:], strict=False)
        )
        return _Row(line.height, cells)

    def stops(self, widths: list[float | None]) -> list[int] | None:
        """The edges nearest to where the parts begin and end; None where they are not to be told apart."""
        if len(widths) == 1:
            return [0, len(self.lines) - 1]
        found, at = [0], 0.0
        for width in widths[:-1]:
            at += (width or 0) * 10
            found.append(min(range(len(self.lines)), key=lambda edge: abs(self.lines[edge] - at)))
        found.append(len(self.lines) - 1)
        return found if found == sorted(set(found)) else None

    def block(self, block: Block) -> Iterator[_Row]:
        for row, cells in zip(block.rows, placed(block), strict=True):
            found = items(read(row.repeat.source, self.data)) if row.repeat else [None]
            least = row.repeat.rows if row.repeat else 1
            for item in [*found, *[{}] * (least - len(found))]:
                yield _Row(row.height, tuple(self.cell(place, row, item) for place in cells), row.head)

    def cell(self, place: Any, row: Row, item: Any) -> _Cell:
        content = place.cell.content
        whole = isinstance(content, Value) and not (content.before or content.unit or content.labels)
        value = read(content.source, self.data, item) if whole else None
        return _Cell(
            left=self.lines.index(place.left),
            right=self.lines.index(place.right),
            content=value if _is_number(value) else self.text(content, item),
            align=place.cell.align or ("left" if isinstance(content, OpinionBox) or _is_prose(content) else "center"),
            size=place.cell.size or self.paper.size,
            rows=place.cell.rowspan,
            bold=row.head,
        )

    def text(self, content: Content, item: Any = None) -> str:
        if isinstance(content, Label):
            return content.text
        if isinstance(content, Value):
            return content.before + shown(content, self.data, item) + content.unit
        if isinstance(content, Options):
            chosen = ticked(content.source, self.data)
            notes = {value: written(read(source, self.data)) for value, source in content.notes if value in chosen}
            boxes = [
                ("☑" if value in chosen else "□") + label + (f"（{notes[value]}）" if notes.get(value) else "")
                for value, label in content.choices
            ]
            return content.before + "　".join(boxes)
        given = self.data.opinions.get(content.box)
        if not given:
            return content.not_applicable if given is not None else f"\n\n{content.seal}\n　　年　　月　　日"
        return "\n\n".join(map(_opinion, given))

    def needed(self, cell: _Cell) -> float:
        """Millimetres the words of a cell of one row take."""
        if cell.rows > 1 or not isinstance(cell.content, str):
            return 0.0
        width = (self.lines[cell.right] - self.lines[cell.left]) / 10 - 2
        return tall(cell.content, cell.size, max(width, 5.0), 1.35) + 1

    def look(self, cell: _Cell) -> dict[str, Any]:
        look = {"font_name": self.paper.font, "font_size": cell.size, "align": cell.align, "valign": "vcenter"}
        return {**look, "text_wrap": True, "border": int(cell.border), "bold": cell.bold}


def _put(sheet: Worksheet, at: int, cell: _Cell, look: Format) -> None:
    last, right = at + cell.rows - 1, cell.right - 1
    if last > at or right > cell.left:
        sheet.merge_range(at, cell.left, last, right, "", look)
    if _is_number(cell.content):
        sheet.write_number(at, cell.left, float(cell.content), look)
    elif cell.content:
        text = cell.content if len(cell.content) <= LONGEST else cell.content[: LONGEST - len(CUT)] + CUT
        sheet.write_string(at, cell.left, text, look)
    else:
        sheet.write_blank(at, cell.left, None, look)


def _opinion(given: OpinionShown) -> str:
    day = as_date(given.sealed_on)
    words = [written(given.verdict_label), written(given.text), written(given.organ), written(day)]
    return "\n".join(word for word in words if word)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_prose(content: Content) -> bool:
    return isinstance(content, Value) and content.form == "prose"


def _sheet_name(title: str) -> str:
    # Excel forbids these signs, and more than 31 of any.
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in title)[:31]
