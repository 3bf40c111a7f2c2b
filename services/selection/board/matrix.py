"""Unit by step: how many cases of each recommender stand at which step. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .places import Place

WAITING = "等待中"


@dataclass(frozen=True)
class MatrixRow:
    """A recommender: its cases by column, and all of them. A case at two steps at once stands in both columns."""

    recommender_id: int
    name: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Matrix:
    """`columns` are names: steps in the diagram's order, then waiting, then how cases ended (the last `ended`)."""

    columns: tuple[str, ...]
    ended: int
    rows: tuple[MatrixRow, ...]
    sums: tuple[int, ...]
    total: int


def standings(place: Place) -> tuple[str, ...]:
    """The names under which a case stands in the board: its open steps, waiting, or how it ended."""
    if place.outcome is not None:
        return (place.outcome,)
    return tuple(dict.fromkeys(step.name for step in place.steps)) or (WAITING,)


def matrix(rows: Sequence[Place], order: Iterable[str]) -> Matrix:
    """Count. `order`: the elements of the diagram as drawn, so that columns run in the order of the procedure."""
    drawn = {element: at for at, element in enumerate(order)}
    first: dict[str, int] = {}
    for place in rows:
        for step in place.steps if place.outcome is None else ():
            first[step.name] = min(first.get(step.name, len(drawn)), drawn.get(step.element, len(drawn)))
    steps = sorted(first, key=lambda name: (first[name], name))
    waits = [WAITING] if any(standings(place) == (WAITING,) for place in rows) else []
    ends = list(dict.fromkeys(place.outcome for place in rows if place.outcome is not None))
    columns = (*steps, *waits, *ends)
    counts = Counter((place.recommender_id, name) for place in rows for name in standings(place))
    totals = Counter(place.recommender_id for place in rows)
    names = {place.recommender_id: place.recommender for place in rows}
    found = tuple(
        MatrixRow(number, names[number], tuple(counts[number, column] for column in columns), totals[number])
        for number in sorted(names, key=lambda n: (names[n], n))
    )
    sums = tuple(sum(row.counts[at] for row in found) for at in range(len(columns)))
    return Matrix(columns, len(ends), found, sums, len(rows))
