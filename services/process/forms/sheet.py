"""The form as it is asked right now: plain records a template can draw without thinking.

Hidden parts are gone, values are words, every control knows its name, its id, its fault and what describes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from .prose import Block


@dataclass(frozen=True)
class Choice:
    """One radio button, tick box or line of a select."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Counter:
    """Characters used here and in all texts of the same `group`, and how many there may be together."""

    used: int
    total: int
    limit: int | None
    blanks: bool
    group: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """What every drawn thing has; `span` is its width out of 16; `shape` tells the template which macro."""

    shape: str
    id: str
    label: str
    hint: str = ""
    clauses: tuple[str, ...] = ()
    span: int = 16


@dataclass(frozen=True, kw_only=True)
class Question(Item):
    """One control (shape `question`). `drives` means: redraw the form when it changes."""

    kind: str
    name: str
    path: str
    value: str
    words: str
    control: str
    unit: str
    required: bool
    locked: bool
    error: str
    drives: bool
    choices: tuple[Choice, ...] = ()
    counter: Counter | None = None
    accept: str = ""
    multiple: bool = False

    @property
    def described_by(self) -> str:
        """Ids for aria-describedby: hint, fault, counter, as far as they exist."""
        parts = [(self.hint, "hint"), (self.error, "error"), (self.counter, "count")]
        return " ".join(f"{self.id}-{name}" for there, name in parts if there)

    @property
    def long_choices(self) -> bool:
        """Whether the choices are sentences, which stand one below the other."""
        return any(len(choice.label) > 16 for choice in self.choices)


Runs = tuple[tuple[str, tuple[Item, ...]], ...]


def _runs(items: tuple[Item, ...]) -> Runs:
    return tuple((shape, tuple(run)) for shape, run in groupby(items, key=lambda item: item.shape))


@dataclass(frozen=True, kw_only=True)
class Section(Item):
    """A group of questions under one legend (shape `section`)."""

    items: tuple[Item, ...]

    @property
    def runs(self) -> Runs:
        """The items with neighbours of one shape together, as a reader's list needs them."""
        return _runs(self.items)


@dataclass(frozen=True)
class Row:
    """One row of a table; `path` is what the 删除 button names."""

    number: int
    path: str
    items: tuple[Item, ...]

    @property
    def runs(self) -> Runs:
        """The items with neighbours of one shape together."""
        return _runs(self.items)


@dataclass(frozen=True, kw_only=True)
class Table(Item):
    """A list of rows (shape `rows`). `blank` is a row with `__row__` for its number, for adding one without a trip."""

    name: str
    path: str
    rows: tuple[Row, ...]
    blank: Row | None
    growable: bool
    locked: bool
    min_rows: int
    max_rows: int
    error: str
    as_cards: bool


@dataclass(frozen=True, kw_only=True)
class Note(Item):
    """Static text (shape `note`) or a separator (shape `separator`)."""

    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Fault:
    """A line of the error summary: where it leads, and the sentence."""

    anchor: str
    label: str
    sentence: str


@dataclass(frozen=True)
class Sheet:
    """The whole form, ready to draw."""

    form: str
    title: str
    items: tuple[Item, ...]
    faults: tuple[Fault, ...]
    redraws: bool
    readonly: bool
    takes_files: bool = False

    @property
    def runs(self) -> Runs:
        """The items with neighbours of one shape together."""
        return _runs(self.items)

    @property
    def places(self) -> list[tuple[str, str, str]]:
        """Path, id and label of every question and every table, in the order they stand."""
        return list(_places(self.items))


def _places(items: tuple[Item, ...]) -> Iterator[tuple[str, str, str]]:
    for item in items:
        if isinstance(item, Section):
            yield from _places(item.items)
        elif isinstance(item, Question | Table):
            yield item.path, item.id, item.label
