"""Names with spaces: FEEL reads the longest known name, so it must know which names there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

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


def normal(name: str) -> str:
    """A name with its blanks made single, and none around signs: `a  - b` and `a-b` are the same name."""
    out = ""
    for piece in _PIECES.findall(name):
        glue = out and _PART.fullmatch(out[-1]) and _PART.fullmatch(piece[0])
        out += " " + piece if glue else piece
    return out


class KnownNames:
    """The names of more than one word that may occur in one text; grows while the text is read."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for name in names:
            self.add(name)

    def copy(self) -> KnownNames:
        """Another set with the same names, to be grown apart."""
        twin = KnownNames(())
        twin._by_first = {first: list(found) for first, found in self._by_first.items()}
        return twin

    def add(self, name: str) -> None:
        """From here on `name` is read as one name. Names of one word need not be told."""
        pieces = _PIECES.findall(name)
        if len(pieces) < 2:
            return
        pattern = r"\s*".join(re.escape(piece) for piece in pieces)
        for one, two in pairwise(pieces):
            if _PART.fullmatch(one[-1]) and _PART.fullmatch(two[0]):
                pattern = pattern.replace(
                    re.escape(one) + r"\s*" + re.escape(two), re.escape(one) + r"\s+" + re.escape(two)
                )
        if _PART.fullmatch(pieces[-1][-1]):
            pattern += rf"(?!{PART})"
        found = self._by_first.setdefault(pieces[0], [])
        if all(known != normal(name) for _, known in found):
            found.append((re.compile(pattern), normal(name)))
            found.sort(key=lambda entry: -len(entry[1]))

    def match(self, text: str, position: int) -> tuple[str, int] | None:
        """The longest known name of several words at `position`, and where it ends."""
        word = WORD.match(text, position)
        first = word.group() if word else text[position : position + 1]
        for pattern, name in self._by_first.get(first, ()):
            found = pattern.match(text, position)
            if found:
                return name, found.end()
        return None
