"""What the template prints: every decision about words, sizes and annexes is taken before it sees these."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShownLabel:
    """Printed words; vertical ones are written one sign below the other."""

    text: str
    vertical: bool = False
    kind: str = "label"


@dataclass(frozen=True)
class ShownValue:
    """A value between its printed words; prose has paragraphs."""

    text: str
    before: str = ""
    unit: str = ""
    prose: bool = False
    kind: str = "value"


@dataclass(frozen=True)
class ShownOptions:
    """Lines of boxes: (ticked, label)."""

    before: str
    lines: tuple[tuple[tuple[bool, str], ...], ...]
    kind: str = "options"


@dataclass(frozen=True)
class ShownOpinion:
    """An opinion in print; `day` is year, month and day, or three blanks; `note` points to the annex sheet;
    `signature` stands before the signer where the form asks for one.

    `room` is the height in millimetres kept for the words, so that seal and date stand at the foot of the box; on an
    annex sheet the words take what they need.
    """

    words: str = ""
    organ: str = ""
    signer: str = ""
    seal: str = ""
    signature: str = ""
    day: tuple[str, str, str] = ("", "", "")
    note: str = ""
    room: float = 0
    kind: str = "opinion"


Shown = ShownLabel | ShownValue | ShownOptions | ShownOpinion


@dataclass(frozen=True)
class LaidCell:
    """A cell. `size` is points, `height` the millimetres from its upper to its lower border."""

    body: Shown
    colspan: int
    rowspan: int
    align: str
    size: float
    height: float


@dataclass(frozen=True)
class LaidRow:
    """A row, `height` in millimetres."""

    height: float
    cells: tuple[LaidCell, ...]


@dataclass(frozen=True)
class LaidPart:
    """A stretch of a line above the table; no width means as wide as its words."""

    body: Shown
    size: float
    width: float | None
    ruled: bool = False


@dataclass(frozen=True)
class LaidLine:
    """A line above the table."""

    parts: tuple[LaidPart, ...]
    height: float
    size: float
    title: bool


@dataclass(frozen=True)
class Table:
    """Widths of the columns in millimetres, rows repeated on each sheet, rows."""

    columns: tuple[float, ...]
    rows: tuple[LaidRow, ...]
    head: tuple[LaidRow, ...] = ()


@dataclass(frozen=True)
class TableSheet:
    """An annex sheet with the rows the form has no room for."""

    title: str
    table: Table


@dataclass(frozen=True)
class OpinionSheet:
    """An annex sheet with opinions of one box, oldest first."""

    title: str
    opinions: tuple[ShownOpinion, ...]


@dataclass(frozen=True)
class TextSheet:
    """An annex sheet with texts their cells have no room for: (name of the cell, text)."""

    title: str
    texts: tuple[tuple[str, str], ...]


Sheet = TableSheet | OpinionSheet | TextSheet


@dataclass(frozen=True)
class Laid:
    """All there is to print: the form's pages, whose shape never changes, and its annex sheets."""

    lines: tuple[LaidLine, ...]
    pages: tuple[Table, ...]
    annex_line: LaidLine | None
    tables: tuple[TableSheet, ...]
    opinions: tuple[OpinionSheet, ...]
    texts: TextSheet | None
    front: tuple[tuple[LaidLine, ...], ...] = ()
    below: tuple[LaidLine, ...] = ()
