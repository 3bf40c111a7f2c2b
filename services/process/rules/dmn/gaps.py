"""Rules of a table that hold together where only one may, and inputs for which no rule holds, each with an example.

What is said is so: every example was tried. What a cell or a column says in ways that cannot be followed is left out of
overlaps and counted as covering everything for gaps, so silence proves nothing. A table too large is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from ..errors import FeelError
from ..feel import compile_expression, compile_unary
from ..feel.functions.conversion import Writing
from ..feel.names import normal
from .cells import constants, samples
from .decisions import Decisions
from .grids import Column, Grid

MAX_RULES = 500
MAX_STEPS = 20_000
SHOWN = 3
_PATH = re.compile(r"[\w·?' -]+(?:\.[\w·?' -]+)*")
_WHOLE = re.compile(r"(?:count|string length)\([^()]*\)")
_ALONE = ("UNIQUE", "ANY")
_ANSWERS = ("UNIQUE", "ANY", "FIRST", "PRIORITY")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a designer should look at in a table: its id and a Chinese sentence."""

    element: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Axis:
    """One input: its samples (none where it cannot be followed), for each rule the samples its cell may take as bits,
    and whether that is all there is to the cell."""

    label: str
    samples: tuple[object, ...]
    masks: tuple[int, ...]
    certain: tuple[bool, ...]
    everything: int


def remarks(decisions: Decisions) -> Iterator[Remark]:
    """Overlaps and gaps of all tables of a model."""
    for grid in decisions.grids:
        if len(grid.cells) <= MAX_RULES:
            axes = _axes(grid, decisions.computed)
            if grid.policy in _ALONE:
                yield from _overlaps(grid, axes)
            if grid.policy in _ANSWERS and not grid.has_default and grid.cells:
                yield from _gaps(grid, axes)


def _axes(grid: Grid, computed: frozenset[str]) -> list[_Axis]:
    """The inputs that vary by themselves: columns of one expression are one input."""
    places: dict[str, list[int]] = {}
    for place, column in enumerate(grid.columns):
        places.setdefault(column.text, []).append(place)
    roots = [_roots(text, grid) for text in places]
    return [
        _axis(grid, columns, _follows(text, roots[at], roots[:at] + roots[at + 1 :], computed))
        for at, (text, columns) in enumerate(places.items())
    ]


def _roots(text: str, grid: Grid) -> frozenset[str]:
    expression = compile_expression(text, grid.vocabulary)
    return frozenset((*expression.names, *expression.possible_names))


def _follows(text: str, roots: frozenset[str], others: list[frozenset[str]], computed: frozenset[str]) -> bool:
    """Whether an input can take any value whatever the others are: a plain name the model is given, or a count or a
    condition on names that no other column uses."""
    if roots & computed or not roots:
        return False
    plain = _PATH.fullmatch(text) and len(roots) == 1 and normal(text.split(".")[0]) in roots
    return bool(plain) or not any(roots & other for other in others)


def _axis(grid: Grid, places: list[int], follows: bool) -> _Axis:
    column = grid.columns[places[0]]
    cells = [[row[place] for place in places] for row in grid.cells]
    read = [[constants(text) for text in row] for row in cells]
    values = [value for row in read for found in row for value in found or ()]
    allowed = next((grid.columns[place].allowed for place in places if grid.columns[place].allowed), "")
    # Who lists the texts one by one means all there are; who writes "not" thinks of others.
    others = any(text.startswith("not") or "!=" in text for row in cells for text in row)
    found = _samples(column, values, allowed, others) if follows and (values or allowed) else None
    if found is None:
        free = tuple(all(text in ("", "-") for text in row) for row in cells)
        return _Axis(column.label, (), (1,) * len(cells), free, 1)
    everything = (1 << len(found)) - 1
    certain = tuple(all(each is not None for each in row) for row in read)
    masks = tuple(_mask(row, found) if sure else everything for row, sure in zip(cells, certain, strict=True))
    return _Axis(column.label, tuple(found), masks, certain, everything)


def _samples(column: Column, values: list[object], allowed: str, others: bool) -> list[object] | None:
    """Samples of a column; of a computed one only where its values are known: true and false, or natural numbers."""
    whole = _WHOLE.fullmatch(column.text) is not None
    found = samples(values, allowed, whole, others)
    if found is None or whole or _PATH.fullmatch(column.text):
        return found
    return found if all(isinstance(value, bool) for value in found) else None


def _mask(cells: list[str], found: list[object]) -> int:
    """The samples for which all cells of a rule hold, as bits."""
    tests = [compile_unary(text) for text in cells]
    mask = 0
    for place, value in enumerate(found):
        if all(test.matches(value, {}) is True for test in tests):
            mask |= 1 << place
    return mask


def _overlaps(grid: Grid, axes: list[_Axis]) -> Iterator[Remark]:
    return islice(_all_overlaps(grid, axes), SHOWN)


def _all_overlaps(grid: Grid, axes: list[_Axis]) -> Iterator[Remark]:
    sure = [rule for rule in range(len(grid.cells)) if all(axis.certain[rule] for axis in axes)]
    for at, one in enumerate(sure):
        for two in sure[at + 1 :]:
            if grid.policy == "ANY" and not _differ(grid.results[one], grid.results[two]):
                continue
            common = [axis.masks[one] & axis.masks[two] for axis in axes]
            if all(common):
                yield Remark(grid.place, _together(grid.policy, one + 1, two + 1, _example(axes, common) or "任何输入"))


def _together(policy: str, one: int, two: int, example: str) -> str:
    if policy == "UNIQUE":
        return f"第 {one}、{two} 条规则会同时成立，例如：{example}；每次只应有一条成立。"
    return f"第 {one}、{two} 条规则会同时成立而结果不同，例如：{example}；同时成立的规则结果应当一致。"


def _differ(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether the results of two rules are literals that are not the same."""
    for left, right in zip(one, two, strict=True):
        values = constants(left), constants(right)
        if left != right and all(value is not None and len(value) == 1 for value in values):
            return values[0] != values[1]
    return False


def _gaps(grid: Grid, axes: list[_Axis]) -> Iterator[Remark]:
    for masks in islice(_Search(grid, [axis for axis in axes if axis.samples]).gaps(), SHOWN):
        example = _example([axis for axis in axes if axis.samples], masks)
        yield Remark(grid.place, f"没有规则适用的情形，例如：{example}；请补一条规则，或写明默认值、这一列允许的取值。")


def _example(axes: list[_Axis], masks: list[int]) -> str:
    """One sample of each axis by its mask; an axis on which everything goes is not mentioned."""
    said = []
    for axis, mask in zip(axes, masks, strict=True):
        if mask != axis.everything:
            value = axis.samples[(mask & -mask).bit_length() - 1]
            said.append(f"{axis.label} = {Writing().text(value)}")
    return "，".join(said)


class _Search:
    """Walks the samples axis by axis with the rules that may still hold; where none is left there is a gap."""

    def __init__(self, grid: Grid, axes: list[_Axis]) -> None:
        self._axes = axes
        self._steps = 0
        self._covered: set[tuple[int, int]] = set()
        rules = range(len(grid.cells))
        self._all = (1 << len(grid.cells)) - 1
        self._classes = [_classes(axis, rules) for axis in axes]
        # Rules that hold whatever the axes from here on are.
        self._free = [
            sum(1 << rule for rule in rules if all(axis.masks[rule] == axis.everything for axis in axes[at:]))
            for at in range(len(axes) + 1)
        ]

    def gaps(self) -> Iterator[list[int]]:
        """For each gap the samples of every axis, as bits."""
        try:
            yield from self._from(0, self._all)
        except _TooMuch:
            return

    def _from(self, at: int, alive: int) -> Iterator[list[int]]:
        if not alive:
            yield [axis.everything for axis in self._axes[at:]]
            return
        if alive & self._free[at] or (at, alive) in self._covered:
            return
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise _TooMuch
        found = False
        for holding, mask in self._classes[at]:
            for rest in self._from(at + 1, alive & holding):
                found = True
                yield [mask, *rest]
        if not found:
            self._covered.add((at, alive))


class _TooMuch(Exception):
    """A table with more combinations than can be looked at."""


def _classes(axis: _Axis, rules: range) -> list[tuple[int, int]]:
    """The samples of an axis by the rules that may hold there: bits of rules, bits of samples."""
    classes: dict[int, int] = {}
    for place in range(len(axis.samples)):
        holding = sum(1 << rule for rule in rules if axis.masks[rule] >> place & 1)
        classes[holding] = classes.get(holding, 0) | 1 << place
    return list(classes.items())


def warnings(decisions: Decisions) -> list[Remark]:
    """All remarks on a model; none where a text in it cannot be read, which its problems say."""
    try:
        return list(remarks(decisions))
    except FeelError:
        return []
