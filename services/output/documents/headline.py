"""Breaking a title into lines: by sense, and in the shape of a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from math import ceil

from .fit import ems

AFTER = "的和与及、，：；"
"""Words a line may well end with."""
BEFORE = ("关于", "（", "《", "“")
"""What may well begin a line."""
WHOLE = re.compile(r"[A-Za-z0-9.%〔〕]+[年月日号个届批]?|《[^》]{1,12}》|“[^”]{1,12}”|关于|.", re.DOTALL)
CLOSING = "，。、；：！？）》」』”’〕"
OPENING = "（《「『“‘〔"
MANY = 5
"""More lines than this are filled from the top, without choosing."""


def headline(text: str, width: float) -> list[str]:
    """The lines of a title, `width` ems at most; a line the author broke stays as it is where it fits."""
    lines = [line.strip() for line in text.split("\n")]
    return [part for line in lines if line for part in _broken(line, width)]


def _broken(line: str, width: float) -> list[str]:
    if ems(line) <= width:
        return [line]
    atoms = _atoms(line, width)
    count = ceil(ems(line) / width)
    # One line more than needed is worth it where it lets the sense decide.
    ways = [way for more in (count, count + 1) if more <= MANY for way in _ways(atoms, more, width)]
    return min(ways, key=_cost, default=[]) or _filled(atoms, width)


def _atoms(line: str, width: float) -> list[str]:
    """What is never broken: numbers with their unit, short names of books, marks with the sign they belong to."""
    atoms: list[str] = []
    for found in WHOLE.findall(line):
        glued = atoms and (found in CLOSING or atoms[-1][-1] in OPENING) and ems(atoms[-1] + found) <= width
        if glued:
            atoms[-1] += found
        else:
            atoms += [found] if ems(found) <= width else list(found)
    return atoms


def _ways(atoms: list[str], count: int, width: float) -> Iterator[list[str]]:
    """Every way to set the atoms in so many lines of which none is very short."""
    if count == 1:
        if ems("".join(atoms)) <= width:
            yield ["".join(atoms)]
        return
    line, taken = "", 0.0
    mean = sum(map(ems, atoms)) / count
    for at, atom in enumerate(atoms[:-1], 1):
        line, taken = line + atom, taken + ems(atom)
        if taken > width:
            return
        # Far from the mean no line looks well, and there are too many ways to try.
        if taken >= 0.6 * mean:
            for rest in _ways(atoms[at:], count - 1, width):
                yield [line, *rest]


def _cost(lines: list[str]) -> float:
    lengths = [ems(line) for line in lines]
    mean = sum(lengths) / len(lengths)
    cost = sum((length - mean) ** 2 for length in lengths) / 4 + 4 * len(lines)
    for before, after in pairwise(lines):
        cost += 0 if before[-1] in AFTER or after.startswith(BEFORE) else 8
        cost += 12 if after.startswith(("的", "和", "与")) else 0
    steps = [after - before for before, after in pairwise(lengths)]
    cost += 10 * all(abs(step) < 1 for step in steps)
    hourglass = any(first < 0 < second for first, second in pairwise(steps))
    return cost + (15 if hourglass else 0)


def _filled(atoms: list[str], width: float) -> list[str]:
    lines = [""]
    for atom in atoms:
        if ems(lines[-1] + atom) > width:
            lines.append("")
        lines[-1] += atom
    return lines
