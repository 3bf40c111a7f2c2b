"""Names with spaces: FEEL reads the longest known name, so it must know which names there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

HOST_NAMES = frozenset(
    (
        "now",
        "today",
        "add working days",
        "working days between",
        "is working day",
        "start of day",
        "end of day",
        "superior unions",
        "organisation",
        "organisation by code",
        "organisations of level",
        "role at",
        "bars",
        "bars of person",
        "titles",
    )
)
"""Functions that the house adds to FEEL; whoever evaluates brings them as `library`."""

PROPERTIES = frozenset(("time offset", "start included", "end included"))
TYPE_NAMES = frozenset(
    ("date and time", "days and time duration", "years and months duration", "day time duration", "year month duration")
)

START = r"[^\W\d]|[?_\U00010000-\U000EFFFF]"
PART = r"[\w?\u00B7\u203F\u2040\u0300-\u036F\U00010000-\U000EFFFF\u200D\uFE0F]"
WORD = re.compile(rf"(?:{START}){PART}*")
_PART = re.compile(PART)
_PIECES = re.compile(rf"{PART}+|[^\s]")
_NEXT = re.compile(rf"\s*({PART}+|[^\s])")


def normal(name: str) -> str:
    """A name with its blanks made single, and none around signs: `a  - b` and `a-b` are the same name."""
    out = ""
    for piece in _PIECES.findall(name):
        glue = out and _PART.fullmatch(out[-1]) and _PART.fullmatch(piece[0])
        out += " " + piece if glue else piece
    return out


_END = ""


class KnownNames:
    """The names of more than one word that may occur in one text; grows while the text is read.

    Kept as a tree of their pieces, so that reading a text costs no more for many names than for few.
    """

    def __init__(self, names: Iterable[str], base: KnownNames | None = None) -> None:
        self._tree: dict[str, Any] = {}
        self._base = base
        for name in names:
            self.add(name)

    def copy(self) -> KnownNames:
        """Another set with the same names, to be grown apart."""
        return KnownNames((), self)

    def add(self, name: str) -> None:
        """From here on `name` is read as one name. Names of one word need not be told."""
        pieces = _PIECES.findall(name)
        if len(pieces) < 2:
            return
        node = self._tree
        for piece in pieces:
            node = node.setdefault(piece, {})
        node[_END] = normal(name)

    def match(self, text: str, position: int) -> tuple[str, int] | None:
        """The longest known name of several words at `position`, and where it ends."""
        found = self._longest(text, position)
        other = self._base.match(text, position) if self._base else None
        if found is None or other is None:
            return found or other
        return found if found[1] >= other[1] else other

    def _longest(self, text: str, position: int) -> tuple[str, int] | None:
        node: dict[str, Any] | None = self._tree
        best = None
        while node and (piece := _NEXT.match(text, position)):
            node = node.get(piece.group(1))
            position = piece.end()
            if node and _END in node:
                best = (node[_END], position)
        return best
