"""A posted HTML form -> nested answers, exactly as typed; and rows added or removed with plain buttons.

Nothing is judged here, so a draft keeps everything a person wrote, right or wrong.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Protocol

from .fields import Component, Field, Form, Rows, leaves
from .places import Place, dig, html_name, place_of, plant

ADD, REMOVE, REDRAW, UPLOAD = "_add", "_remove", "_redraw", "_upload"
FILES = "-files"
"""What the name of a control that takes new files ends in."""
_MAX_RAW = 200_000


class Posted(Protocol):
    """What werkzeug's MultiDict offers and we need."""

    def getlist(self, key: str) -> list[str]:
        """All values posted under a name."""
        ...

    def __contains__(self, key: object) -> bool: ...


def read_submitted(form: Form, posted: Posted) -> dict[str, Any]:
    """Nested answers as typed: text for every field, a list of texts for checklists, True/False for checkboxes.

    Fields that the page did not send (a condition hid them) are left out; locked ones are never read.
    """
    return _read(form.fields, posted, ())


def pressed(form: Form, posted: Posted) -> dict[str, Any] | None:
    """The answers after 添加一行, 删除, 更新表单 or 上传 was pressed; None when it was another button."""
    for button, change in ((ADD, with_row), (REMOVE, without_row)):
        if button in posted:
            return change(form, read_submitted(form, posted), posted.getlist(button)[0])
    return read_submitted(form, posted) if REDRAW in posted or UPLOAD in posted else None


def with_row(form: Form, answers: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The answers with one more blank row in the list `members`; unchanged when the list may not grow."""
    place = place_of(path) or ()
    rows = _list_at(form, place)
    changed = copy.deepcopy(dict(answers))
    if rows is None or not rows.growable or rows.locked:
        return changed
    content = dig(changed, place)
    grown = [*(content if isinstance(content, list) else [{}] * rows.shown_rows), {}]
    _put(changed, place, grown[: rows.max_rows])
    return changed


def without_row(form: Form, answers: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The answers without the row `members[2]`; unchanged when there is no such row."""
    place = place_of(path) or ()
    changed = copy.deepcopy(dict(answers))
    if not place or not isinstance(place[-1], int):
        return changed
    rows = _list_at(form, place[:-1])
    content = dig(changed, place[:-1])
    if rows is None or not rows.growable or rows.locked or not isinstance(content, list):
        return changed
    _put(changed, place[:-1], [row for index, row in enumerate(content) if index != place[-1]])
    return changed


def _read(components: tuple[Component, ...], posted: Posted, row: Place) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for leaf in leaves(components):
        place = (*row, *leaf.path)
        value = None if leaf.locked else _value(leaf, posted, place)
        if value is not None:
            plant(answers, leaf.path, value)
    return answers


def _value(leaf: Field | Rows, posted: Posted, place: Place) -> Any:
    name = html_name(place)
    if isinstance(leaf, Rows):
        if f"{name}-rows" not in posted:
            return None
        return [_read(leaf.children, posted, (*place, index)) for index in range(_row_count(leaf, posted, name))]
    if leaf.kind in ("checkbox", "checklist", "filepicker"):
        # An unticked box sends nothing; the page marks with a hidden field that it was asked.
        if f"{name}-asked" not in posted:
            return None
        return name in posted if leaf.kind == "checkbox" else posted.getlist(name)
    return posted.getlist(name)[0][:_MAX_RAW] if name in posted else None


def _row_count(rows: Rows, posted: Posted, name: str) -> int:
    text = posted.getlist(f"{name}-rows")[0]
    return min(int(text), rows.max_rows) if text.isdecimal() and len(text) <= 4 else 0


def _list_at(form: Form, place: Place) -> Rows | None:
    components = form.fields
    found: Rows | None = None
    start = 0
    for end in range(len(place) + 1):
        if end == len(place) or isinstance(place[end], int):
            path = place[start:end]
            found = next((leaf for leaf in leaves(components) if isinstance(leaf, Rows) and leaf.path == path), None)
            if found is None:
                return None
            components, start = found.children, end + 1
    return found


def _put(answers: dict[str, Any], place: Place, value: list[Any]) -> None:
    """Replace a list; one that stands inside rows has its row already, because the buttons only stand in rows."""
    last = max((index for index, step in enumerate(place) if isinstance(step, int)), default=-1)
    holder = dig(answers, place[: last + 1]) if last >= 0 else answers
    if isinstance(holder, dict):
        path = tuple(step for step in place[last + 1 :] if isinstance(step, str))
        plant(holder, path, value)
