"""A plaque: lines of large type on a plate, drawn to scale on one sheet for whoever makes it."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from .entries import Entries, PaperRefused
from .fit import POINT, ems
from .shapes import Page
from .wording import Names, Scope, Wording, read_for

LEADING = 1.2
"""Line height in ems; the stylesheet says the same."""
BELOW = 0.09
"""The share of the plate's height that stays free below the foot."""
Ink = Literal["black", "red"]
PAGE = Page(297.0, 210.0, (15.0, 15.0, 15.0, 15.0))
CAPTION = 10.0
"""Millimetres below the plate for its measures."""
SIDE = 0.06
"""The share of the plate's width that stays free on either side."""


@dataclass(frozen=True)
class PlaqueLine:
    """A line; `height` of its signs and `gap` above it in mm on the plate. Too long a text shrinks."""

    text: Wording
    height: float
    gap: float
    black: bool


@dataclass(frozen=True)
class Plaque:
    """A plate of `width` × `height` mm; the organs stand below one another at its foot, the date last."""

    title: str
    width: float
    height: float
    ink: Ink
    lines: tuple[PlaqueLine, ...]
    organs: Names
    date: Wording
    foot: float

    @property
    def names(self) -> tuple[str, ...]:
        """The names the plaque reads."""
        found = [name for line in self.lines for name in line.text.names]
        return tuple(dict.fromkeys((*found, *read_for(self.organs), *self.date.names)))


@dataclass(frozen=True)
class DrawnLine:
    """A line as it is drawn: size in points, free room above it in mm, both to scale."""

    text: str
    size: float
    gap: float
    black: bool


@dataclass(frozen=True)
class Drawn:
    """The plate to scale, in mm on the sheet: `above` the lines, `between` them and the foot."""

    width: float
    height: float
    scale: float
    above: float
    between: float
    lines: tuple[DrawnLine, ...]
    foot: tuple[DrawnLine, ...]


def read_plaque(described: Any) -> Plaque:
    """The plaque a mapping describes; raises PaperRefused with all that is wrong."""
    reading = _Reading()
    plaque = reading.plaque(described)
    if reading.problems:
        raise PaperRefused(reading.problems)
    return plaque


def draw(plaque: Plaque, scope: Scope) -> Drawn:
    """The plaque filled, as large as the sheet allows and never larger than it is."""
    scale = min(PAGE.inner_width / plaque.width, (PAGE.inner_height - CAPTION) / plaque.height, 1.0)
    room = plaque.width * (1 - 2 * SIDE)
    texts = [*scope.texts(plaque.organs), scope.fill(plaque.date)]

    def drawn(text: str, height: float, gap: float, black: bool) -> DrawnLine:
        fitting = min(height, room / max(ems(text), 1.0))
        return DrawnLine(text, fitting * scale / POINT, gap * scale, black)

    lines = tuple(drawn(scope.fill(line.text), line.height, line.gap, line.black) for line in plaque.lines)
    foot = tuple(drawn(text, plaque.foot, plaque.foot * 0.35, False) for text in texts if text)
    free = plaque.height * scale * (1 - BELOW) - _tall(lines) - _tall(foot)
    # A little above the middle of what the foot leaves looks like the middle.
    return Drawn(plaque.width * scale, plaque.height * scale, scale, free * 0.48, free * 0.52, lines, foot)


def _tall(lines: tuple[DrawnLine, ...]) -> float:
    gaps = sum(line.gap for line in lines[1:])
    return gaps + sum(line.size * POINT * LEADING for line in lines)


class _Reading(Entries):
    """One pass over the file."""

    def plaque(self, raw: Any) -> Plaque:
        entry = self.mapping(raw, "表样", {"kind", "title", "plate", "ink", "lines", "organs", "date", "foot"})
        plate = self.mapping(entry.get("plate"), "plate", {"width", "height"})
        ink: Ink = self.one_of(entry, "ink", "表样", get_args(Ink), "black")  # type: ignore[assignment]
        return Plaque(
            title=self.text(entry, "title", "表样"),
            width=self.number(plate, "width", "plate"),
            height=self.number(plate, "height", "plate"),
            ink=ink,
            lines=tuple(self.each(entry.get("lines"), "lines", self.line, required=True)),
            organs=self.names(entry, "organs", "表样"),
            date=self.wording(entry, "date", "表样", ""),
            foot=self.number(entry, "foot", "表样", 20),
        )

    def line(self, raw: Any, where: str) -> PlaqueLine:
        entry = self.mapping(raw, where, {"text", "height", "gap", "black"})
        return PlaqueLine(
            text=self.wording(entry, "text", where),
            height=self.number(entry, "height", where),
            gap=self.number(entry, "gap", where, 10),
            black=entry.get("black") is True,
        )
