"""A change between two versions: a typed thing that says its Chinese sentence."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """kind: added, removed or altered; what: diagram, parameter, window, manifest, form, table; element: its id."""

    kind: str
    what: str
    element: str
    sentence: str


def shown(value: Any) -> str:
    """A value as a sentence shows it."""
    return "空" if value in (None, "", ()) else str(value)
