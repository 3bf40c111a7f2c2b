"""A form in which a meeting is put down: who was to come, who came, how they voted. The form says which is which."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .fields import Form, leaves

PARTS = ("expected", "attended", "for", "against", "abstained")


@dataclass(frozen=True)
class Meeting:
    """Whole numbers as they were put down; None where the form does not ask for them."""

    expected: int | None
    attended: int | None
    votes_for: int | None
    votes_against: int | None
    votes_abstained: int | None


def meeting_of(form: Form, values: Mapping[str, Any]) -> Meeting | None:
    """The numbers of a meeting that was put down in a form; None where the form puts down none."""
    paths = {leaf.properties.get("meeting", ""): leaf.path for leaf in leaves(form.fields)}
    if not set(PARTS) & paths.keys():
        return None
    return Meeting(*(_whole(values, paths.get(part)) for part in PARTS))


def _whole(values: Any, path: tuple[str, ...] | None) -> int | None:
    for step in path or ():
        values = values.get(step) if isinstance(values, Mapping) else None
    return int(values) if path and isinstance(values, (int, Decimal)) and not isinstance(values, bool) else None
