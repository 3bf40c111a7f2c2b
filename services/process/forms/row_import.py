"""A table from elsewhere becomes rows of a list: columns found by heading, each row judged before any is taken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .checking import AnswersIncomplete, checked
from .circumstances import Circumstances, Library
from .fields import CHOICE_KINDS, Field, Form, Option, Rows, leaves
from .kinds import token
from .places import place_of, plant, spelled

HEADINGS_WITHIN = 10
"""A title or two may stand above the headings."""
YES = frozenset({"是", "√", "✓", "☑", "有", "true", "1", "y", "yes"})
NO = frozenset({"", "否", "无", "×", "false", "0", "n", "no"})
_SEVERAL = re.compile(r"[、,，;；/\s]+")


@dataclass(frozen=True)
class Column:
    """What a list asks in each row, and which words may stand there."""

    label: str
    required: bool
    unit: str
    choices: tuple[str, ...]
    field: Field


@dataclass(frozen=True)
class BadRow:
    """A line that cannot be taken as it is: its number in the file, what stands in it, and why, column by column."""

    line: int
    words: str
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RowsRead:
    """What a table gives. `good`: answers as if typed, with their line; `unknown`: headings that mean nothing here."""

    columns: tuple[str, ...]
    good: tuple[tuple[int, dict[str, Any]], ...]
    bad: tuple[BadRow, ...]
    unknown: tuple[str, ...]
    absent: tuple[str, ...]
    by_heading: bool


def importable(form: Form, path: str) -> Rows | None:
    """The open list at a path that grows; None where there is none, or where it stands inside another."""
    place = place_of(path) or ()
    found = (leaf for leaf in leaves(form.fields) if isinstance(leaf, Rows) and leaf.path == place)
    rows = next(found, None)
    return rows if rows is not None and rows.growable and not rows.locked else None


def columns_of(form: Form, rows: Rows, context: Mapping[str, Any], library: Library) -> list[Column]:
    """The questions of a row that a cell can answer."""
    now = Circumstances(form, {}, context, library)
    asked = [leaf for leaf in leaves(rows.children) if isinstance(leaf, Field) and not leaf.locked]
    return [_column(now, leaf) for leaf in asked if leaf.kind != "filepicker"]


def read_rows(
    form: Form, rows: Rows, cells: Sequence[Sequence[str]], context: Mapping[str, Any], library: Library
) -> RowsRead:
    """Every filled line of a table as a row of the list, judged as the form will judge it."""
    columns = columns_of(form, rows, context, library)
    heading, where = _headings(columns, cells)
    lines = [(number, line) for number, line in enumerate(cells, 1) if number > heading and any(line)]
    if not heading:
        where = _in_order(columns, lines)
    answers = [(number, _answers(columns, where, line)) for number, line in lines]
    known = set(where)
    unknown = (
        [c for i, c in enumerate(cells[heading - 1]) if c and i not in known and _plain(c) != "序号"] if heading else []
    )
    absent = [column.label for i, column in enumerate(columns) if i not in where.values()]
    faults = _faults(form, rows, [row for _, row in answers], context, library)
    good: list[tuple[int, dict[str, Any]]] = []
    bad: list[BadRow] = []
    for index, (number, row) in enumerate(answers):
        wrong = faults.get(index, ())
        if not wrong and len(good) >= rows.max_rows:
            wrong = (("", f"本表最多 {rows.max_rows} 行，这一行放不下。"),)
        if wrong:
            bad.append(BadRow(number, "，".join(cell for cell in lines[index][1] if cell)[:80], tuple(wrong)))
        else:
            good.append((number, row))
    shown = tuple(column.label for column in columns)
    return RowsRead(shown, tuple(good), tuple(bad), tuple(unknown), tuple(absent) if heading else (), bool(heading))


def _column(now: Circumstances, leaf: Field) -> Column:
    options: tuple[Option, ...] = now.options(leaf, ()) if leaf.kind in CHOICE_KINDS else ()
    return Column(leaf.label, leaf.required, leaf.unit, tuple(option.label for option in options), _with(leaf, options))


def _with(leaf: Field, options: tuple[Option, ...]) -> Field:
    return replace(leaf, options=options) if options and leaf.options is None else leaf


def _plain(text: str) -> str:
    """A heading without what people decorate it with: `姓 名*（必填）` is `姓名`."""
    text = re.sub(r"[（(\[【].*?[）)\]】]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[\s*：:]+", "", text).lower()


def _headings(columns: list[Column], cells: Sequence[Sequence[str]]) -> tuple[int, dict[int, int]]:
    """The number of the line that holds the headings (0: there is none), and cell -> column."""
    best: tuple[int, dict[int, int]] = (0, {})
    for number, line in enumerate(cells[:HEADINGS_WITHIN], 1):
        found: dict[int, int] = {}
        for at, cell in enumerate(line):
            column = _named(columns, cell)
            if column is not None and column not in found.values():
                found[at] = column
        if len(found) > len(best[1]):
            best = number, found
    return best if len(best[1]) >= min(2, len(columns)) else (0, {})


def _named(columns: list[Column], cell: str) -> int | None:
    said = _plain(cell)
    if not said:
        return None
    names = [_plain(column.label) for column in columns]
    if said in names:
        return names.index(said)
    alike = (name != "" and (name.startswith(said) or said.startswith(name)) for name in names)
    near = [number for number, is_alike in enumerate(alike) if is_alike and len(said) > 1]
    return near[0] if len(near) == 1 else None


def _in_order(columns: list[Column], lines: list[tuple[int, Sequence[str]]]) -> dict[int, int]:
    """Without headings cells follow the order of the form; a first column that only counts 1, 2, 3 is left out."""
    counts = [line[0] for _, line in lines if line]
    numbered = len(counts) > 1 and counts == [str(n) for n in range(1, len(counts) + 1)]
    return {column + numbered: column for column in range(len(columns))}


def _answers(columns: list[Column], where: Mapping[int, int], line: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for at, column in where.items():
        leaf = columns[column].field
        plant(row, leaf.path, _typed(leaf, line[at] if at < len(line) else ""))
    return row


def _typed(leaf: Field, cell: str) -> Any:
    """A cell as the form's own control would send it; words that mean no choice stay, to be told."""
    cell = cell.strip()
    if leaf.kind == "checkbox":
        said = cell.lower()
        return said in YES if said in YES | NO else cell
    if leaf.kind == "checklist":
        return [_meant(leaf, part) for part in _SEVERAL.split(cell) if part]
    if leaf.kind in CHOICE_KINDS:
        return _meant(leaf, cell)
    if leaf.format == "month" and re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return cell[:7]
    return cell


def _meant(leaf: Field, words: str) -> str:
    said = _plain(words)
    for option in leaf.options or ():
        if words == token(option.value) or (said and said == _plain(option.label)):
            return token(option.value)
    return words


def _faults(
    form: Form, rows: Rows, answers: list[dict[str, Any]], context: Mapping[str, Any], library: Library
) -> dict[int, tuple[tuple[str, str], ...]]:
    """Index of a row -> what is wrong with it. The list alone is judged: the rest of the form has its own time."""
    alone = Form(form.id, form.title, (replace(rows, min_rows=0, max_rows=max(1, len(answers)), hide=None),))
    data: dict[str, Any] = {}
    plant(data, rows.path, answers)
    try:
        checked(alone, data, context, library)
    except AnswersIncomplete as refusal:
        return _by_row(rows, refusal.fields)
    return {}


def _by_row(rows: Rows, fields: Mapping[str, str]) -> dict[int, tuple[tuple[str, str], ...]]:
    labels = {spelled(leaf.path): leaf.label for leaf in leaves(rows.children)}
    found: dict[int, list[tuple[str, str]]] = {}
    for path, sentence in fields.items():
        place = place_of(path) or ()
        index = place[len(rows.path)] if len(place) > len(rows.path) else 0
        if isinstance(index, int):
            rest = spelled(place[len(rows.path) + 1 :])
            found.setdefault(index, []).append((labels.get(rest, ""), sentence))
    return {index: tuple(faults) for index, faults in found.items()}
