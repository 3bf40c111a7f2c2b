"""Which elements of two diagrams are marked as removed, added or altered, for drawing them side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.process.registry import Procedure

from .change import Change
from .diagram import elements_of


@dataclass(frozen=True)
class Marks:
    """Ids by what became of them, and for each the sentences that are told of it."""

    removed: tuple[str, ...]
    added: tuple[str, ...]
    altered: tuple[str, ...]
    notes: dict[str, str]


def marks(changes: Sequence[Change], new: Procedure) -> Marks:
    """A step whose form or rule was changed is marked as altered too."""
    found: dict[str, dict[str, None]] = {"removed": {}, "added": {}, "altered": {}}
    notes: dict[str, list[str]] = {}
    for change in changes:
        for element in [change.element] if change.what == "diagram" else _users(change, new):
            found["altered" if change.what != "diagram" else change.kind][element] = None
            notes.setdefault(element, []).append(change.sentence)
    altered = [e for e in found["altered"] if e not in found["removed"] and e not in found["added"]]
    told = {element: "".join(said) for element, said in notes.items()}
    return Marks(tuple(found["removed"]), tuple(found["added"]), tuple(altered), told)


def _users(change: Change, procedure: Procedure) -> list[str]:
    """The steps that show a form or ask a table."""
    elements = elements_of(procedure).values()
    if change.what == "form":
        return [e.id for e in elements if e.form_id == change.element]
    if change.what == "table":
        asked = ("guard", "precheck")
        return [
            e.id
            for e in elements
            if e.called == change.element or change.element in [e.properties.get(name) for name in asked]
        ]
    return []
