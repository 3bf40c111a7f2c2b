"""What a paper is: page, lines above the table, a table cut into blocks of rows and cells. Lengths are millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from services.process.rules.feel import Expression

from .imposition import Printing

ValueForm = Literal["text", "prose", "date", "month", "year"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Source:
    """Where a value comes from: a path such as `funding_2019.amount`, or FEEL (written with a leading =)."""

    text: str
    expression: Expression | None = None


@dataclass(frozen=True)
class Label:
    """Printed words, kept letter by letter, blanks and line breaks included; `vertical` writes them downwards."""

    text: str
    vertical: bool = False


@dataclass(frozen=True)
class Value:
    """A filled-in value, with the words printed before it and the unit printed behind it."""

    source: Source
    form: ValueForm = "text"
    before: str = ""
    unit: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    name: str = ""
    """What the annex sheet calls the value when it does not fit its cell."""
    blank: str = ""
    """What is printed while there is no value: 年 月 日."""


@dataclass(frozen=True)
class Options:
    """Boxes to tick: (value, label) in printed order, `per_line` of them on a line.

    `notes` names, by value, what is printed in brackets behind a ticked box (其他 wants to be told).
    """

    source: Source
    choices: tuple[tuple[str, str], ...]
    per_line: int
    before: str = ""
    notes: tuple[tuple[str, Source], ...] = ()


@dataclass(frozen=True)
class OpinionBox:
    """A box for an opinion with a place for the seal and the date.

    `signature` are the words before the place where the responsible person signs, printed on the blank form too;
    without them whoever signed is named in small print, and with `seal_only` nobody is. `not_applicable` is printed
    when the chain of organs is known to be empty; `annex` heads the sheet that takes the opinions before the last.
    """

    box: str
    seal: str = "盖 章"
    signature: str = ""
    seal_only: bool = False
    not_applicable: str = ""
    annex: str = ""


Content = Label | Value | Options | OpinionBox


@dataclass(frozen=True)
class Cell:
    """One cell over `colspan` columns and `rowspan` rows of its block."""

    content: Content
    colspan: int = 1
    rowspan: int = 1
    align: Align | None = None
    size: float | None = None


@dataclass(frozen=True)
class Part:
    """A stretch of a line; without a width it takes what its words need. `ruled`: a line to write on."""

    content: Label | Value | Options
    width: float | None = None
    ruled: bool = False


@dataclass(frozen=True)
class Line:
    """A line above the table."""

    parts: tuple[Part, ...]
    height: float
    size: float | None = None
    title: bool = False


@dataclass(frozen=True)
class Repeat:
    """Rows printed once for each item of a list: `rows` of them on the form, the rest on the sheet headed `annex`."""

    source: Source
    rows: int
    annex: str


@dataclass(frozen=True)
class Row:
    """A row of fixed height; `head` marks the rows that the annex sheet of the block prints again."""

    cells: tuple[Cell, ...]
    height: float
    head: bool = False
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Block:
    """Rows that share their columns; `new_page` begins a page."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Page:
    """The sheet: width and height after turning, margins top, right, bottom, left."""

    width: float
    height: float
    margins: tuple[float, float, float, float]

    @property
    def inner_width(self) -> float:
        """Between the left and the right margin."""
        return self.width - self.margins[1] - self.margins[3]

    @property
    def inner_height(self) -> float:
        """Between the upper and the lower margin."""
        return self.height - self.margins[0] - self.margins[2]


@dataclass(frozen=True)
class Paper:
    """A form as it is printed. `font` and `filled` are styles of type (宋体 …), `size` is points.

    `front`: pages before the table, of lines alone (a cover, notes). `below`: lines under the table, on its last page.
    `printing`: how it goes to the printer, if not page by page. `one_size`: what has no room at `size` is not set
    smaller, but on an annex sheet.
    """

    title: str
    page: Page
    font: str
    filled: str
    size: float
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]
    annex_title: str = "附页"
    annex_line: Line | None = None
    front: tuple[tuple[Line, ...], ...] = ()
    below: tuple[Line, ...] = ()
    printing: Printing | None = None
    one_size: bool = False

    def cells(self) -> Iterator[tuple[Row, Cell]]:
        """Every cell with its row, in printed order."""
        for block in self.blocks:
            for row in block.rows:
                for cell in row.cells:
                    yield row, cell

    @property
    def paths(self) -> tuple[str, ...]:
        """The answers the paper prints, in printed order; cells of repeated rows read `members[].name`."""
        found: list[str] = []
        for part in (part for line in (*chain(*self.front), *self.lines, *self.below) for part in line.parts):
            found += _path(part.content)
        for row, cell in self.cells():
            found += _path(cell.content, f"{row.repeat.source.text}[]." if row.repeat else "")
        return tuple(dict.fromkeys(found))

    @property
    def boxes(self) -> tuple[str, ...]:
        """The opinion boxes, in printed order."""
        return tuple(cell.content.box for _, cell in self.cells() if isinstance(cell.content, OpinionBox))


def _path(content: Content, prefix: str = "") -> list[str]:
    sources = [content.source] if isinstance(content, Value | Options) else []
    sources += [source for _, source in content.notes] if isinstance(content, Options) else []
    return [prefix + source.text for source in sources if source.expression is None]
