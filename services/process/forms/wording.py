"""Typed text: how it is tidied before it is kept, and how its characters are counted."""

from __future__ import annotations

import unicodedata

# Word pastes soft line breaks as vertical tabs; no database or XML takes the other control characters.
_CONTROLS = {code: None for code in (*range(0x00, 0x20), 0x7F) if code not in (0x09, 0x0A)} | {0x0B: "\n", 0x0C: "\n"}
_NOT_COUNTED = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn"})


def tidy_line(text: str) -> str:
    """One line: line breaks become blanks, the ends are trimmed (full-width blanks too)."""
    return " ".join(tidy_text(text).splitlines()).strip()


def tidy_text(text: str) -> str:
    """Several lines: one kind of line break, nothing unprintable; the first line keeps its indent."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    printable = unified.encode("utf-8", "ignore").decode("utf-8")
    return printable.strip("\n").rstrip() if printable.strip() else ""


def count_characters(text: str, blanks: bool = False) -> int:
    """Chinese characters, letters, digits and punctuation count one each; blanks and line breaks only if asked.

    The same rule stands in app/islands/site/counters.js; invisible marks never count.
    """
    if blanks:
        return len(text)
    return sum(unicodedata.category(character) not in _NOT_COUNTED for character in text)
