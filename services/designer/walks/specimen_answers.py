"""What a form is prefilled with on a walk: as a story of the package answers that step, else made up from the form."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.foundation.errors import Refusal
from services.process.forms import Form
from services.process.forms.fields import Component, Field, Rows, leaves
from services.process.forms.places import plant
from services.process.registry import Package

from ..rehearse import stories_of

WORDS = "样例"


def answers_for(package: Package, element: str, form: Form | None, today: date) -> dict[str, Any]:
    """Answers for a step. Files stand as {name}, and are made when the step is done."""
    told = _told(package, element)
    if told is not None:
        return told
    return invented(form.fields, today) if form is not None else {}


def invented(components: Iterable[Component], today: date) -> dict[str, Any]:
    """The plainest answers that a form may take; conditions are left to whoever looks at it."""
    made: dict[str, Any] = {}
    for leaf in leaves(tuple(components)):
        if leaf.locked:
            continue
        if isinstance(leaf, Rows):
            plant(made, leaf.path, [invented(leaf.children, today) for _ in range(max(1, leaf.min_rows))])
        else:
            value = _value(leaf, today)
            if value is not None:
                plant(made, leaf.path, value)
    return made


def _value(leaf: Field, today: date) -> Any:
    first = leaf.options[0].value if leaf.options else None
    if leaf.kind in {"radio", "select"}:
        return first
    if leaf.kind == "checklist":
        return [first] if first is not None else None
    if leaf.kind == "checkbox":
        return True
    if leaf.kind == "datetime":
        return today.isoformat()
    if leaf.kind == "number":
        return str(leaf.minimum if isinstance(leaf.minimum, int) else 1)
    if leaf.kind == "filepicker":
        ending = next((a.lstrip(".") for a in leaf.accepts if a.lstrip(".") in {"pdf", "jpg", "png", "mp4"}), "pdf")
        return [{"name": f"{WORDS}.{ending}"}] if leaf.required else None
    shortest = leaf.min_length if isinstance(leaf.min_length, int) else 0
    longest = leaf.max_length if isinstance(leaf.max_length, int) else 200
    text = WORDS if leaf.kind == "textfield" else f"{WORDS}：{leaf.label}。"
    return (text * (shortest // len(text) + 1))[:longest]


def _told(package: Package, element: str) -> dict[str, Any] | None:
    try:
        stories = stories_of(package)
    except Refusal:
        return None
    for story in stories:
        for step in story.steps:
            if step.task == element and step.do in {"complete", "deed"} and step.refused is None and step.answers:
                return dict(step.answers)
    return None
