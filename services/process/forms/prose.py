"""The little markup of form-js texts: headings, lists, paragraphs, **bold**. Everything else stays what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"(#{1,4})\s+(.*)")
_BULLET = re.compile(r"(?:[-*]|\d+[.、])\s+(.*)")


@dataclass(frozen=True)
class Span:
    """A run of text, bold or not."""

    text: str
    bold: bool


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a list; a list holds one run of spans per line."""

    kind: str
    lines: tuple[tuple[Span, ...], ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Split a text into blocks, ready to be escaped and drawn."""
    made: list[Block] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            made.append(Block("gap", ()))
        elif heading := _HEADING.match(line):
            made.append(Block("heading", (_spans(heading[2]),)))
        elif bullet := _BULLET.match(line):
            _join(made, "list", _spans(bullet[1]))
        else:
            _join(made, "paragraph", _spans(line))
    return tuple(block for block in made if block.kind != "gap")


def _join(made: list[Block], kind: str, spans: tuple[Span, ...]) -> None:
    if made and made[-1].kind == kind:
        made[-1] = Block(kind, (*made[-1].lines, spans))
    else:
        made.append(Block(kind, (spans,)))


def _spans(text: str) -> tuple[Span, ...]:
    return tuple(Span(part, index % 2 == 1) for index, part in enumerate(text.split("**")) if part)
