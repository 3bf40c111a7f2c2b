"""What the template of a prose paper prints: every decision about words and places is taken before it sees these."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

Run = tuple[str, str]
"""(text, style): "" as the body, "hei" 黑体, "kai" 楷体."""


@dataclass(frozen=True)
class SetLine:
    """A line of a paragraph as the first printing broke it; `spread` is what each sign gets to fill it, in points."""

    runs: tuple[Run, ...]
    spread: float
    indent: float


@dataclass(frozen=True)
class LaidParagraph:
    """A paragraph; `number` finds it again in print. `indent` and `hang`: signs before its first, its other lines."""

    number: int
    runs: tuple[Run, ...]
    setting: str = "text"
    indent: float = 2
    hang: float = 0
    keep: bool = False
    lines: tuple[SetLine, ...] = ()
    kind: str = "paragraph"


@dataclass(frozen=True)
class LaidEnds:
    """Words at both ends of a line."""

    left: str
    right: str
    kind: str = "ends"


@dataclass(frozen=True)
class LaidBlank:
    """Empty lines."""

    lines: int
    kind: str = "blank"


@dataclass(frozen=True)
class LaidTable:
    """A table: heads, rows of (text, align), the closing row of (text, align, span). `size` is points, all else mm."""

    widths: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]
    total: tuple[tuple[str, str, int], ...]
    size: float
    height: float
    kind: str = "table"


LaidItem = LaidParagraph | LaidEnds | LaidBlank | LaidTable


@dataclass(frozen=True)
class LaidMark:
    """The red head: organs with the points between their signs, the word behind them, the size of signs in points."""

    organs: tuple[tuple[str, float], ...]
    word: str
    size: float


@dataclass(frozen=True)
class LaidSign:
    """Organs in rows, each name in its lines, and the date under the last; `seal` mm across."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    date: str
    seal: float | None


@dataclass(frozen=True)
class LaidAnnex:
    """An annex: its label (附件1), its title in lines, its body."""

    label: str
    heading: tuple[str, ...]
    body: tuple[LaidItem, ...]


@dataclass(frozen=True)
class LaidImprint:
    """版记; empty `copies` leave that line out."""

    copies: str
    organ: str
    date: str


@dataclass(frozen=True)
class LaidProse:
    """All there is to print."""

    heading: tuple[str, ...]
    body: tuple[LaidItem, ...]
    mark: LaidMark | None = None
    number: str | None = None
    signer: str | None = None
    addressee: LaidParagraph | None = None
    attached: tuple[LaidParagraph, ...] = ()
    sign: LaidSign | None = None
    note: LaidParagraph | None = None
    annexes: tuple[LaidAnnex, ...] = ()
    imprint: LaidImprint | None = None


def texts_of(laid: Any) -> Iterator[str]:
    """Every text of what is laid out."""
    if isinstance(laid, str):
        yield laid
    elif isinstance(laid, tuple):
        for part in laid:
            yield from texts_of(part)
    elif is_dataclass(laid):
        for entry in fields(laid):
            yield from texts_of(getattr(laid, entry.name))
