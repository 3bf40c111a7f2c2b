"""Printing prose: once to see where the lines break, again with every line filled to its end and the imprint in place.

WeasyPrint stretches lines at blanks only, and Chinese has none; so the first printing breaks the lines and the second
spreads the signs of each. What is read here of its boxes is not its public face: the version is pinned for that reason.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from weasyprint.document import Document
from weasyprint.formatting_structure import boxes

from .prose_laid import LaidItem, LaidParagraph, LaidProse, Run, SetLine

MM = 96 / 25.4
"""CSS pixels in a millimetre."""
POINTS = 0.75
"""Points in a CSS pixel."""
TIGHT = -0.21
"""What the body's signs stand closer than they are cast, in points; the stylesheet says the same."""
WIDEST = 6.4
"""A line that would need more room than this between its signs stays short."""


@dataclass(frozen=True)
class End:
    """Where the imprint goes: `room` mm above it, on the `turned` side of the sheet or after a `blank` page."""

    room: float = 0
    turned: bool = False
    blank: int = 0
    unnumbered: tuple[int, ...] = ()


Print = Callable[[LaidProse, End], Document]


def pressed(laid: LaidProse, bottom: float, print_once: Print, spread: bool) -> Document:
    """The finished document. `bottom` is the end of the type area in mm from the top of the sheet."""
    if spread:
        laid = _with_lines(laid, _Lines.of(print_once(laid, End())))
    once = print_once(laid, End())
    return print_once(laid, _end(once, bottom)) if laid.imprint else once


@dataclass(frozen=True)
class _Lines:
    """By the paragraph's number: the text of each of its printed lines, and what is free at its end in points."""

    found: Mapping[int, list[tuple[str, float]]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "_Lines":
        found: dict[int, list[tuple[str, float]]] = {}
        for page in document.pages:
            for box in page._page_box.descendants():
                number = box.element.get("data-paragraph") if _is(box, boxes.BlockBox) else None
                if number is not None:
                    lines = found.setdefault(int(number), [])
                    lines += [_line(box, line) for line in box.children]
        return cls(found)


def _is(box: Any, kind: type) -> bool:
    return isinstance(box, kind) and getattr(box, "element", None) is not None


def _line(block: Any, line: Any) -> tuple[str, float]:
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    edge = max((box.position_x + box.width for box in texts), default=0.0)
    return "".join(box.text for box in texts), (block.content_box_x() + block.width - edge) * POINTS


def _with_lines(laid: LaidProse, lines: _Lines) -> LaidProse:
    def one(item: LaidParagraph) -> LaidParagraph:
        return replace(item, lines=_set(item, lines.found.get(item.number, [])))

    def several(items: Iterable[LaidItem]) -> tuple[Any, ...]:
        return tuple(one(item) if isinstance(item, LaidParagraph) else item for item in items)

    return replace(
        laid,
        body=several(laid.body),
        addressee=one(laid.addressee) if laid.addressee else None,
        attached=several(laid.attached),
        note=one(laid.note) if laid.note else None,
        annexes=tuple(replace(annex, body=several(annex.body)) for annex in laid.annexes),
    )


def _set(item: LaidParagraph, printed: list[tuple[str, float]]) -> tuple[SetLine, ...]:
    """The lines of a paragraph, all but the last filled; none where they are not the paragraph's whole text."""
    whole = "".join(text for text, _ in item.runs)
    if item.setting != "text" or "".join(text for text, _ in printed) != whole:
        return ()
    found, at = [], 0
    for number, (text, free) in enumerate(printed):
        last = number == len(printed) - 1
        each = free / (len(text) - 1) if len(text) > 1 and not last and free > 0 else 0.0
        runs = tuple(_cut(item.runs, at, at + len(text)))
        found.append(
            SetLine(runs, round(TIGHT + (each if each <= WIDEST else 0.0), 3), item.hang if number else item.indent)
        )
        at += len(text)
    return tuple(found)


def _cut(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    at = 0
    for text, style in runs:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            yield part, style
        at += len(text)


def _end(document: Document, bottom: float) -> End:
    """版记 stands at the foot of the last side of the last sheet (7.4.1); a side left blank for it has no number."""
    places = {
        box.element.get("id"): (number, box.position_y / MM)
        for number, page in enumerate(document.pages, 1)
        for box in page._page_box.descendants()
        if _is(box, boxes.BlockBox) and box.element.get("id")
    }
    page, used = places["end"]
    tall = places["imprint-end"][1] - places["imprint"][1]
    top = bottom - document.pages[0]._page_box.height / MM
    if page % 2:
        return End(room=_room(bottom - top - tall), turned=True)
    if used + tall <= bottom:
        return End(room=_room(bottom - used - tall))
    return End(room=_room(bottom - top - tall), blank=1, unnumbered=(page + 1, page + 2))


def _room(free: float) -> float:
    # A hair less than there is, or the imprint would move to the next page.
    return max(0.0, round(free - 0.05, 2))
