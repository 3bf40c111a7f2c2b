"""What an official document, a letter and a list are: words with values between them, set on lines. Lengths are mm."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from .shapes import Page, Source
from .wording import Names, Wording, names_of

ProseKind = Literal["official", "letter", "list"]
Setting = Literal["text", "left", "center", "right"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `head` stands first in it, in the type of its level (1 黑体, 2 楷体)."""

    text: Wording
    head: Wording | None = None
    level: int = 0
    setting: Setting = "text"
    condition: Source | None = None


@dataclass(frozen=True)
class Ends:
    """A line with words at both ends: 单位：万元."""

    left: Wording
    right: Wording


@dataclass(frozen=True)
class Blank:
    """Empty lines."""

    lines: int


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its width, what stands in each row."""

    title: str
    width: float
    value: Wording
    align: Literal["left", "center", "right"]


@dataclass(frozen=True)
class Total:
    """A cell of the closing row, over `span` columns; it may read `rows`, the whole list."""

    text: Wording
    span: int


@dataclass(frozen=True)
class Table:
    """A table with a row for each item; its head is repeated on every page. `size` in points, `height` at least."""

    each: Source
    columns: tuple[Column, ...]
    total: tuple[Total, ...]
    size: float
    height: float


@dataclass(frozen=True)
class Several:
    """Items printed once where the condition holds, or once for each item of a list."""

    body: tuple["Item", ...]
    each: Source | None = None
    condition: Source | None = None


Item = Paragraph | Ends | Blank | Table | Several


@dataclass(frozen=True)
class Mark:
    """The red head: organs, the host first, and the word behind them (文件)."""

    organs: Names
    word: Wording


@dataclass(frozen=True)
class Sign:
    """Organs and date below the text; `seal` is the diameter of the place kept for each seal, None for none."""

    organs: Names
    date: Wording
    seal: float | None


@dataclass(frozen=True)
class Annex:
    """An annex on a page of its own; its number is counted among those that are printed."""

    title: Wording
    body: tuple[Item, ...]
    condition: Source | None


@dataclass(frozen=True)
class Imprint:
    """版记: who gets copies, who prints, on which day."""

    copies: Wording
    organ: Wording
    date: Wording


@dataclass(frozen=True)
class Prose:
    """A paper of words. `official` has a red head and follows GB/T 9704-2012, `letter` has none, `list` is a table."""

    kind: ProseKind
    title: str
    page: Page
    heading: Wording
    body: tuple[Item, ...]
    mark: Mark | None = None
    number: Wording | None = None
    signer: Wording | None = None
    addressee: Wording | None = None
    sign: Sign | None = None
    note: Wording | None = None
    annexes: tuple[Annex, ...] = ()
    imprint: Imprint | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names the paper reads at large, apart from what the items of its lists hold."""
        return tuple(dict.fromkeys(_read_by(self)))


def _read_by(part: Any) -> Iterator[str]:
    """Names read by a part; those below a repetition belong to its items and are left out."""
    if isinstance(part, Source):
        yield from names_of(part)
    elif isinstance(part, Wording):
        yield from part.names
    elif isinstance(part, Table | Several) and part.each:
        yield from names_of(part.each)
    elif isinstance(part, tuple):
        for entry in part:
            yield from _read_by(entry)
    elif is_dataclass(part):
        for entry in fields(part):
            yield from _read_by(getattr(part, entry.name))
