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
MAX_COLUMNS = 60
MAX_STEPS = 500_000
SHOWN = 3
_PATH = re.compile(r"[\w·?' -]+(?:\.[\w·?' -]+)*")
_WHOLE = re.compile(r"(?:count|string length)\([^()]*\)")
_PARTS = frozenset(("year month day weekday hour minute second years months days hours minutes seconds").split())
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


class _TooMuch(Exception):
    """A model with more to look at than is worth the time."""


class _Budget:
    """The work that looking at one model may be: a few seconds."""

    def __init__(self) -> None:
        self._left = MAX_STEPS

    def spend(self, steps: int) -> None:
        """Count work before it is done; raises _TooMuch."""
        self._left -= steps
        if self._left < 0:
            raise _TooMuch


def remarks(decisions: Decisions) -> Iterator[Remark]:
    """Overlaps and gaps of all tables of a model, as far as there is time."""
    budget = _Budget()
    for grid in decisions.grids:
        if len(grid.cells) <= MAX_RULES and len(grid.columns) <= MAX_COLUMNS and grid.policy in _ANSWERS:
            try:
                yield from _of_table(grid, decisions.computed, budget)
            except _TooMuch:
                return


def _of_table(grid: Grid, computed: frozenset[str], budget: _Budget) -> Iterator[Remark]:
    axes = _axes(grid, computed, budget)
    if grid.policy in _ALONE:
        budget.spend(len(grid.cells) ** 2 * len(axes) // 2)
        yield from _overlaps(grid, axes)
    if not grid.has_default and grid.cells:
        yield from _gaps(grid, axes, budget)


def _axes(grid: Grid, computed: frozenset[str], budget: _Budget) -> list[_Axis]:
    """The inputs that vary by themselves: columns of one expression are one input."""
    places: dict[str, list[int]] = {}
    for place, column in enumerate(grid.columns):
        places.setdefault(column.text, []).append(place)
    roots = [_roots(text, grid) for text in places]
    axes = []
    for at, (text, columns) in enumerate(places.items()):
        known = not roots[at] & computed and bool(roots[at])
        plain = known and _is_plain(text, roots[at])
        alone = known and not any(roots[at] & roots[other] for other in range(len(roots)) if other != at)
        axes.append(_axis(grid, columns, plain, alone, budget))
    return axes


def _roots(text: str, grid: Grid) -> frozenset[str]:
    expression = compile_expression(text, grid.vocabulary)
    return frozenset((*expression.names, *expression.possible_names))


def _is_plain(text: str, roots: frozenset[str]) -> bool:
    """Whether an input is a name or a path that the model is given; what a date consists of is not any number."""
    path = text.split(".")
    return len(roots) == 1 and _PATH.fullmatch(text) is not None and normal(path[0]) in roots and path[-1] not in _PARTS


def _axis(grid: Grid, places: list[int], plain: bool, alone: bool, budget: _Budget) -> _Axis:
    """`plain`: the input can be anything; `alone`: it is computed from what no other column uses."""
    column = grid.columns[places[0]]
    cells = [[row[place] for place in places] for row in grid.cells]
    read = [[constants(text) for text in row] for row in cells]
    values = [value for row in read for found in row for value in found or ()]
    allowed = next((grid.columns[place].allowed for place in places if grid.columns[place].allowed), "")
    # Who lists the texts one by one means all there are; who writes "not" thinks of others.
    others = any(text.startswith("not") or "!=" in text for row in cells for text in row)
    budget.spend(len(cells) * len(places))
    found = _samples(column, values, allowed, others, plain) if (plain or alone) and (values or allowed) else None
    if found is None:
        free = tuple(all(text in ("", "-") for text in row) for row in cells)
        return _Axis(column.label, (), (1,) * len(cells), free, 1)
    budget.spend(len(cells) * len(places) * len(found))
    everything = (1 << len(found)) - 1
    certain = tuple(all(each is not None for each in row) for row in read)
    masks = tuple(_mask(row, found) if sure else everything for row, sure in zip(cells, certain, strict=True))
    return _Axis(column.label, tuple(found), masks, certain, everything)


def _samples(column: Column, values: list[object], allowed: str, others: bool, plain: bool) -> list[object] | None:
    """Samples of a column; of a computed one only where its values are known: true and false, or natural numbers."""
    whole = _WHOLE.fullmatch(column.text) is not None
    found = samples(values, allowed, whole, others)
    if found is None or whole or plain:
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


def _gaps(grid: Grid, axes: list[_Axis], budget: _Budget) -> Iterator[Remark]:
    for masks in islice(_Search(grid, [axis for axis in axes if axis.samples], budget).gaps(), SHOWN):
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

    def __init__(self, grid: Grid, axes: list[_Axis], budget: _Budget) -> None:
        self._axes = axes
        self._budget = budget
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
        return self._from(0, self._all)

    def _from(self, at: int, alive: int) -> Iterator[list[int]]:
        if not alive:
            yield [axis.everything for axis in self._axes[at:]]
            return
        if alive & self._free[at] or (at, alive) in self._covered:
            return
        self._budget.spend(len(self._classes[at]))
        found = False
        for holding, mask in self._classes[at]:
            for rest in self._from(at + 1, alive & holding):
                found = True
                yield [mask, *rest]
        if not found:
            self._covered.add((at, alive))


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
