"""A long form in steps: its top-level parts one after the other, and how far each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .sheet import Item, Question, Section, Sheet, Table

FEWEST = 3
"""A form with fewer parts than this is short enough to stand as it is."""


@dataclass(frozen=True)
class Step:
    """One part of a form. `missing`: required answers that are not given yet; `faulty`: places the check refused."""

    number: int
    label: str
    items: tuple[Item, ...]
    missing: int
    faulty: int
    asks: bool

    @property
    def id(self) -> str:
        """Where a link leads to."""
        return f"step-{self.number}"

    @property
    def words(self) -> str:
        """How far it is, beside its name."""
        if self.faulty:
            return f"有 {self.faulty} 处要改"
        if self.missing:
            return f"还有 {self.missing} 项"
        return "✓ 已填齐" if self.asks else "✓ 选填"


def steps_of(sheet: Sheet | None) -> list[Step]:
    """The steps of a form that is to be filled in; none where it is short or only shown.

    A part begins with every labelled group or list at the top; whatever stands before the first belongs to it.
    """
    if sheet is None or sheet.readonly:
        return []
    parts: list[tuple[str, list[Item]]] = []
    before: list[Item] = []
    for item in sheet.items:
        if isinstance(item, (Section, Table)) and item.label:
            parts.append((item.label, [*before, item]))
            before = []
        else:
            (parts[-1][1] if parts else before).append(item)
    return [_step(number, *part) for number, part in enumerate(parts, 1)] if len(parts) >= FEWEST else []


def _step(number: int, label: str, items: list[Item]) -> Step:
    asked = [question for question in _questions(items) if question.required]
    short = sum(max(0, table.min_rows - _filled(table)) for table in _tables(items) if not table.locked)
    faulty = sum(bool(question.error) for question in _questions(items, blank_rows=True))
    faulty += sum(bool(table.error) for table in _tables(items))
    missing = sum(not answered(question) for question in asked) + short
    tables = any(table.min_rows for table in _tables(items))
    return Step(number, label, tuple(items), missing, faulty, bool(asked) or tables)


def file_questions(sheet: Sheet | None) -> list[Question]:
    """Every open question of a form that is answered with files, in the order they stand."""
    asked = _questions(sheet.items, blank_rows=True) if sheet is not None else ()
    return [question for question in asked if question.kind == "filepicker"]


def answered(question: Question) -> bool:
    """Whether anything stands in it."""
    if question.kind in ("radio", "checklist", "filepicker"):
        return any(choice.chosen for choice in question.choices)
    return question.value == "true" if question.kind == "checkbox" else bool(question.value.strip())


def _questions(items: Iterable[Item], blank_rows: bool = False) -> Iterator[Question]:
    """Open questions; rows of a growing list that are still blank ask for nothing."""
    for item in items:
        if isinstance(item, Question) and not item.locked:
            yield item
        elif isinstance(item, Section):
            yield from _questions(item.items, blank_rows)
        elif isinstance(item, Table):
            for row in item.rows:
                if blank_rows or not item.growable or _has_answers(row.items):
                    yield from _questions(row.items, blank_rows)


def _tables(items: Iterable[Item]) -> Iterator[Table]:
    for item in items:
        if isinstance(item, Table):
            yield item
        elif isinstance(item, Section):
            yield from _tables(item.items)


def _filled(table: Table) -> int:
    return sum(_has_answers(row.items) for row in table.rows) if table.growable else len(table.rows)


def _has_answers(items: Iterable[Item]) -> bool:
    return any(answered(question) for question in _questions(items, blank_rows=True))
