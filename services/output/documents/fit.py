"""How much text a cell takes: an estimate on the safe side, so that the printed form never changes its shape."""

import unicodedata
from math import ceil

LINE = 1.3
"""Line height of prose, in ems; the stylesheet says the same."""
TIGHT = 1.2
"""Line height in a cell of the table; the stylesheet says the same."""
POINT = 25.4 / 72
"""A point in millimetres."""
SIZES = (14.0, 12.0, 10.5, 9.0, 7.5)
"""四号 小四 五号 小五 六号, in points: a text steps down these sizes, not below the last."""
INDENT = "　　"
"""Two characters before each paragraph of prose."""
NARROW = frozenset("fijlrtI.,:;-/()[]{}!|'` ·")
BROAD = frozenset("mwMW@%")


def ems(text: str) -> float:
    """The width of a text in ems: a Chinese character is one, Latin letters as in Noto Serif CJK, rounded up."""
    return sum(map(_width, text))


def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if sign in NARROW:
        return 0.4
    if unicodedata.east_asian_width(sign) in "WFA":
        return 1.0
    if sign in BROAD:
        return 1.0
    return 0.78 if sign.isupper() else 0.6


def lines_needed(text: str, width: float) -> int:
    """How many lines of `width` ems the text takes."""
    # Punctuation may not begin a line and long words move as a whole, so a full line holds a little less.
    usable = max(1.0, width - 1.0)
    return sum(1 if ems(line) <= width else ceil(ems(line) / usable) for line in text.split("\n"))


def tall(text: str, size: float, width: float, line: float = TIGHT) -> float:
    """Millimetres that the lines of the text take at `size` points in `width` millimetres."""
    return lines_needed(text, width / (size * POINT)) * line * size * POINT


def best_size(
    text: str, size: float, width: float, height: float, line: float = TIGHT, only: bool = False
) -> float | None:
    """The size, at most `size`, at which the text stays inside width x height millimetres; None when none does.

    The largest that fits, but a text that takes a single line one step lower is not broken in two. `only` this size
    will do for a form that forbids any other.
    """
    steps = [size] if only else [size, *(smaller for smaller in SIZES if smaller < size)]
    fitting = [step for step in steps if step * POINT <= width and tall(text, step, width, line) <= height]
    single = [step for step in fitting if step in steps[:2] and lines_needed(text, width / (step * POINT)) == 1]
    return max(single or fitting, default=None)


def indented(text: str) -> str:
    """The text with the indents prose is printed with."""
    return "\n".join(INDENT + line.strip() for line in text.split("\n") if line.strip())
