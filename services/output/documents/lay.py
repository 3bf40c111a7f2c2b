"""Laying a paper out: the pages of the form keep their shape, whatever does not fit moves to an annex sheet."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from .data import PaperData
from .fit import LINE, POINT, SIZES, TIGHT, best_size, ems, indented
from .geometry import Placed, edges, pages, placed, shared_edges
from .laid import (
    Laid,
    LaidCell,
    LaidLine,
    LaidPart,
    LaidRow,
    OpinionSheet,
    Shown,
    ShownLabel,
    ShownOptions,
    ShownValue,
    Table,
    TableSheet,
    TextSheet,
)
from .opinions import lay_opinions
from .shapes import Block, Label, Line, OpinionBox, Options, Paper, Part, Repeat, Row, Value
from .values import items, read, shown, ticked, written

PADDING = 1.0
"""Left and right of a cell, in millimetres, and around prose; the stylesheet says the same."""
FRAME = 0.8
"""What border and padding take of a cell's height, in millimetres; prose has its own padding besides."""
GROWTH = 4
"""How many times its height a row of an annex sheet may grow before its text moves to a sheet of its own."""
BOX = 2.2
"""Ems that the drawn box and the gaps around an option take; the stylesheet says the same."""
SEE_ANNEX = "（详见附页）"


def lay(paper: Paper, data: PaperData) -> Laid:
    """The paper filled with the data, ready for the template."""
    return _Laying(paper, data).all()


@dataclass
class _Laying:
    paper: Paper
    data: PaperData
    tables: list[TableSheet] = field(default_factory=list)
    opinions: list[OpinionSheet] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def all(self) -> Laid:
        front = tuple(tuple(map(self.line, lines)) for lines in self.paper.front)
        lines = tuple(map(self.line, self.paper.lines))
        printed = tuple(map(self.page, pages(self.paper.blocks)))
        return Laid(
            lines=lines,
            pages=printed,
            annex_line=self.line(self.paper.annex_line) if self.paper.annex_line else None,
            tables=tuple(self.tables),
            opinions=tuple(self.opinions),
            texts=TextSheet(self.paper.annex_title, tuple(self.texts)) if self.texts else None,
            front=front,
            below=tuple(map(self.line, self.paper.below)),
        )

    def line(self, line: Line) -> LaidLine:
        size = line.size or self.paper.size
        parts = tuple(self.part(part, size, line.height) for part in line.parts)
        return LaidLine(parts, line.height, size, line.title)

    def part(self, part: Part, size: float, height: float) -> LaidPart:
        body: Shown
        if isinstance(part.content, Value) and part.width:
            body, size = self.value(part.content, size, part.width - 1, height, part.content.before.rstrip("：:"))
        else:
            body, size = self.plain(part.content, part.width or self.paper.page.inner_width, size)
        return LaidPart(body, size, part.width, part.ruled)

    def page(self, blocks: list[Block]) -> Table:
        lines = shared_edges(blocks)
        rows = tuple(row for block in blocks for row in self.block(block, lines))
        return Table(_widths(lines), rows)

    def block(self, block: Block, lines: list[int]) -> Iterable[LaidRow]:
        rows = placed(block)
        for number, (row, cells) in enumerate(zip(block.rows, rows, strict=True)):
            if row.repeat is None:
                yield self.row(block, number, cells, lines)
                continue
            found = items(read(row.repeat.source, self.data))
            for index in range(row.repeat.rows):
                item = found[index] if index < len(found) else {}
                yield self.repeated(row, cells, lines, item, _heads(block, rows))
            if rest := found[row.repeat.rows :]:
                self.tables.append(self.rest(row, row.repeat, rest, block, number, rows))

    def row(self, block: Block, number: int, cells: list[Placed], lines: list[int]) -> LaidRow:
        laid, name = [], ""
        for cell in cells:
            height = sum(row.height for row in block.rows[number : number + cell.cell.rowspan])
            laid.append(self.cell(cell, lines, height, name))
            if isinstance(cell.cell.content, Label):
                name = "".join(cell.cell.content.text.split())
        return LaidRow(block.rows[number].height, tuple(laid))

    def repeated(
        self, row: Row, cells: list[Placed], lines: list[int], item: Any, heads: dict[int, str], fixed: bool = True
    ) -> LaidRow:
        who = _first_words(cells, self.data, item)
        laid = []
        for cell in cells:
            name = "：".join(part for part in (who, heads.get(cell.left, "")) if part)
            laid.append(self.cell(cell, lines, row.height, name, item, fixed))
        return LaidRow(row.height, tuple(laid))

    def rest(
        self, row: Row, repeat: Repeat, items: list[Any], block: Block, number: int, rows: list[list[Placed]]
    ) -> TableSheet:
        lines = edges(block)
        head = tuple(self.row(block, at, rows[at], lines) for at in range(number) if block.rows[at].head)
        body = tuple(self.repeated(row, rows[number], lines, item, _heads(block, rows), fixed=False) for item in items)
        return TableSheet(repeat.annex, Table(_widths(lines), body, head))

    def cell(
        self, place: Placed, lines: list[int], height: float, name: str, item: Any = None, fixed: bool = True
    ) -> LaidCell:
        cell = place.cell
        size = cell.size or self.paper.size
        width, only = (place.right - place.left) / 10 - 2 * PADDING, self.paper.one_size
        body: Shown
        if isinstance(cell.content, OpinionBox):
            given = self.data.opinions.get(cell.content.box)
            body, size, sheet = lay_opinions(cell.content, name, given, size, width, height - 2 * PADDING, only)
            if sheet:
                self.opinions.append(sheet)
        elif isinstance(cell.content, Value):
            body, size = self.value(cell.content, size, width, height, name, item, fixed)
        else:
            body, size = self.plain(cell.content, width, size)
        return LaidCell(
            body=body,
            colspan=lines.index(place.right) - lines.index(place.left),
            rowspan=cell.rowspan,
            align=cell.align or "center",
            size=size,
            height=height,
        )

    def value(
        self, value: Value, size: float, width: float, height: float, name: str, item: Any = None, fixed: bool = True
    ) -> tuple[ShownValue, float]:
        text = shown(value, self.data, item)
        around = value.before + value.unit
        prose = value.form == "prose"
        height -= FRAME + (2 * PADDING if prose else 0)
        line = LINE if prose else TIGHT
        whole = around + (indented(text) if prose else text)
        only = self.paper.one_size
        fitting = best_size(whole, size, width, height, line, only)
        if fitting is None and not fixed:
            fitting = best_size(whole, size, width, height * GROWTH, line, only)
        if fitting is None:
            self.texts.append((value.name or name, text))
            text, prose = SEE_ANNEX, False
            fitting = best_size(around + text, size, width, height) or SIZES[-1]
        return ShownValue(text, value.before, value.unit, prose), fitting

    def plain(self, content: Label | Value | Options | OpinionBox, width: float, size: float) -> tuple[Shown, float]:
        """Words that are not fitted: labels, boxes to tick, and values that set the width of their line themselves."""
        if isinstance(content, Options):
            return self.options(content, width, size)
        if isinstance(content, Value):
            return ShownValue(shown(content, self.data), content.before, content.unit), size
        if isinstance(content, Label):
            return ShownLabel(content.text, content.vertical), size
        raise TypeError("an opinion box stands in a cell only")

    def options(self, content: Options, width: float, size: float) -> tuple[ShownOptions, float]:
        chosen = ticked(content.source, self.data)
        told = {value: written(read(source, self.data)) for value, source in content.notes if value in chosen}
        for step in (size, *(smaller for smaller in SIZES if smaller < size)):
            lines = _boxes(content, chosen, told)
            if not any(told.values()) or max(map(_taken, lines)) * step * POINT <= width:
                return ShownOptions(content.before, lines), step
        self.texts += [(label, told[value]) for value, label in content.choices if told.get(value)]
        pointed = {value: SEE_ANNEX.strip("（）") for value, text in told.items() if text}
        return ShownOptions(content.before, _boxes(content, chosen, pointed)), SIZES[-1]


Boxes = tuple[tuple[bool, str], ...]


def _boxes(content: Options, chosen: frozenset[str], told: dict[str, str]) -> tuple[Boxes, ...]:
    boxes = [
        (value in chosen, f"{label}（{told[value]}）" if told.get(value) else label) for value, label in content.choices
    ]
    return tuple(tuple(boxes[at : at + content.per_line]) for at in range(0, len(boxes), content.per_line))


def _taken(line: Boxes) -> float:
    return sum(ems(label) + BOX for _, label in line)


def _widths(lines: list[int]) -> tuple[float, ...]:
    return tuple((right - left) / 10 for left, right in pairwise(lines))


def _heads(block: Block, rows: list[list[Placed]]) -> dict[int, str]:
    """The words above each column of the repeated rows, by the column's left edge."""
    return {
        cell.left: "".join(cell.cell.content.text.split())
        for row, cells in zip(block.rows, rows, strict=True)
        if row.head
        for cell in cells
        if isinstance(cell.cell.content, Label)
    }


def _first_words(cells: list[Placed], data: PaperData, item: Any) -> str:
    first = cells[0].cell.content
    words = shown(first, data, item) if isinstance(first, Value) else ""
    return words if len(words) <= 40 else ""
