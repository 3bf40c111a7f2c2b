"""Sets of characters in a pattern: `.`, `\\d`, `\\p{Lu}`, `[a-z-[aeiou]]` (XML Schema part 2, appendix F)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from .blocks import BLOCKS

Charset = Callable[[str], bool]

CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn".split()
)
SINGLE = {"n": "\n", "r": "\r", "t": "\t"} | {sign: sign for sign in "\\|.?*+(){}-[]^$"}


def unspaced(pattern: str) -> str:
    """A pattern as the flag `x` reads it: without blanks, but for those in `[...]`."""
    out: list[str] = []
    depth = 0
    for char in pattern:
        escaped = out[-1:] == ["\\"] and out[-2:] != ["\\", "\\"]
        if char == "[" and not escaped:
            depth += 1
        elif char == "]" and not escaped and depth:
            depth -= 1
        if depth or char not in "\t\n\r ":
            out.append(char)
    return "".join(out)


def just(wanted: str) -> Charset:
    """One character."""
    return lambda char: char == wanted


def negated(charset: Charset) -> Charset:
    """All that is not in the set."""
    return lambda char: not charset(char)


def span(low: str, high: str) -> Charset:
    """`a-z`; raises ValueError where it runs backwards."""
    if low > high:
        raise ValueError("a range of characters runs backwards")
    return lambda char: low <= char <= high


def union(charsets: list[Charset]) -> Charset:
    """What is in any of the sets."""
    return charsets[0] if len(charsets) == 1 else lambda char: any(charset(char) for charset in charsets)


def minus(charset: Charset, taken: Charset) -> Charset:
    """`[a-z-[aeiou]]`."""
    return lambda char: charset(char) and not taken(char)


def category(name: str) -> Charset:
    """`\\p{name}`, a category or a block (`IsBasicLatin`); raises ValueError for a name that is neither."""
    if name.startswith("Is") and name[2:] in BLOCKS:
        low, high = BLOCKS[name[2:]]
        return lambda char: low <= ord(char) <= high
    if name not in CATEGORIES:
        raise ValueError("unknown category of characters")
    return lambda char: unicodedata.category(char).startswith(name)


def any_case(charset: Charset) -> Charset:
    """The set with both cases of its letters."""
    return lambda char: charset(char) or charset(char.lower()) or charset(char.upper())


def _is_word(char: str) -> bool:
    return unicodedata.category(char)[0] not in "PZC"


def _begins_name(char: str) -> bool:
    return char.isalpha() or char in "_:"


def _in_name(char: str) -> bool:
    return char.isalnum() or char in "_:.-\u00b7" or unicodedata.category(char)[0] == "M"


CLASSES: dict[str, Charset] = {
    "s": lambda char: char in " \t\n\r",
    "d": lambda char: unicodedata.category(char) == "Nd",
    "w": _is_word,
    "i": _begins_name,
    "c": _in_name,
}
CLASSES |= {name.upper(): negated(charset) for name, charset in list(CLASSES.items())}


def dot(across_lines: bool) -> Charset:
    """`.`: any character, line ends only with the flag `s`."""
    return (lambda char: True) if across_lines else (lambda char: char not in "\n\r")
