"""A decision table as it is written, for those who look at tables rather than ask them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """An input column: how people call it, its expression, its type, and the values it allows (empty: all)."""

    label: str
    text: str
    type_ref: str | None
    allowed: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: its id, its hit policy in full, its input columns, the cells and the output texts of each rule."""

    place: str
    policy: str
    columns: tuple[Column, ...]
    cells: tuple[tuple[str, ...], ...]
    results: tuple[tuple[str, ...], ...]
    has_default: bool
    vocabulary: tuple[str, ...]
