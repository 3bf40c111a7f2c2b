"""How wide each thing stands: form-js layout (rows of 16 columns) where it is given, else by what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from .fields import Component, Field

WIDTH = 16
_HALF = 16  # letters that fit into half a line, the buttons around them counted as three
_BY_KIND = {
    "textfield": 8,
    "select": 8,
    "number": 4,
    "date": 4,
    "time": 4,
    "datetime": 8,
    "checkbox": 16,
    "filepicker": 16,
}


def spans(components: Sequence[Component]) -> list[int]:
    """One width per component; those that share a row of the layout share what is left of it."""
    widths: list[int] = []
    for row, grouped in groupby(components, key=lambda component: component.row):
        members = list(grouped)
        if row is None or (len(members) == 1 and members[0].columns is None):
            widths += [component.columns or _usual(component) for component in members]
            continue
        fixed = sum(component.columns or 0 for component in members)
        open_ended = sum(component.columns is None for component in members)
        share = max(2, (WIDTH - fixed) // open_ended) if open_ended else 0
        widths += [component.columns or share for component in members]
    return widths


def _usual(component: Component) -> int:
    if isinstance(component, Field) and component.kind == "radio" and component.options is not None:
        letters = sum(len(option.label) + 3 for option in component.options)
        return WIDTH // 2 if letters <= _HALF and len(component.label) <= _HALF else WIDTH
    return _BY_KIND.get(component.kind, WIDTH)
