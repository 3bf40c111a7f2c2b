"""What a text was probably meant to be: full-width punctuation, and the signs of other languages, made FEEL's."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import FeelError

FULL_WIDTH = dict(
    zip("，；：（）“”‘’【】｛｝＝＞＜＋－×÷。、！？．＊／–—", ',;:()""""[]{}=><+-*/.,!?.*/--', strict=True)
)
FULL_WIDTH |= {"≥": ">=", "≤": "<=", "≠": "!="}
# The full-width forms of ASCII stand in its order; letters and `_` are names in FEEL as they are.
FULL_WIDTH |= {chr(c + 0xFEE0): chr(c) for c in range(0x21, 0x7F) if not chr(c).isalpha() and chr(c) not in "_'"}
FOREIGN = {"==": "=", "&&": "and", "||": "or", "<>": "!="}
"""Signs that other languages write; none of them can stand in FEEL."""
_CLOSING = {'"': '"', "“": "“”", "”": "“”", "'": "'", "‘": "‘’", "’": "‘’"}
_SIGN = re.compile("|".join(map(re.escape, FOREIGN)))
MAX_OFFERED = 500


def offered(text: str, reads: Callable[[str], Any]) -> str:
    """The corrected text; empty where there is nothing to correct, or what comes of it cannot be read either."""
    corrected = _corrected(text) if len(text) <= MAX_OFFERED else text
    if corrected == text:
        return ""
    try:
        reads(corrected)
    except FeelError:
        return ""
    return corrected


def _corrected(text: str) -> str:
    out: list[str] = []
    closing = ""
    place = 0
    while place < len(text):
        char = text[place]
        sign = None if closing else _SIGN.match(text, place)
        if sign:
            out.append(_spaced(FOREIGN[sign.group()]))
            place = sign.end()
            continue
        if closing and char == "\\":
            out.append(text[place : place + 2])
            place += 2
            continue
        if char in (closing or _CLOSING):
            closing = "" if closing else _CLOSING[char]
            out.append('"')
        else:
            out.append(char if closing else FULL_WIDTH.get(char, char))
        place += 1
    return "".join(out)


def _spaced(sign: str) -> str:
    return f" {sign} " if sign.isalpha() else sign
