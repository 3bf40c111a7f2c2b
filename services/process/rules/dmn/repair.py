"""Full-width punctuation is what a Chinese keyboard gives: the corrected text is offered, where it can be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..errors import FeelError
from ..feel.repairing import FULL_WIDTH

_QUOTES = "“”"


def repaired(problem: FeelError, text: str, reads: Callable[[str], Any]) -> str:
    """The text with half-width punctuation outside its quoted words; empty where that does not make it readable."""
    offered = getattr(problem, "repair", None)
    if offered:
        return str(offered)
    corrected = _half_width(text)
    if corrected == text:
        return ""
    try:
        reads(corrected)
    except FeelError:
        return ""
    return corrected


def _half_width(text: str) -> str:
    written, quoted, closing = [], False, ""
    for char in text:
        if quoted:
            quoted = char not in closing
            written.append('"' if not quoted else char)
        elif char == '"' or char in _QUOTES:
            quoted, closing = True, '"' if char == '"' else _QUOTES
            written.append('"')
        else:
            written.append(FULL_WIDTH.get(char, char))
    return "".join(written)
