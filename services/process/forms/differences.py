"""What a form says now against what it said before: every place that differs, in words, in the order of the form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .circumstances import is_blank
from .fields import Component, Field, Form, Group, Rows
from .places import Place, dig
from .shown import NOTHING, shown


@dataclass(frozen=True)
class Difference:
    """One place that reads otherwise: where (as people say it), the words before and the words now."""

    where: str
    before: str
    now: str


def differences(form: Form, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Every place that differs between two sets of typed answers; rows are compared by their number."""
    return list(_components(form.fields, before, now, (), ()))


def _components(
    components: tuple[Component, ...], before: Any, now: Any, row: Place, trail: tuple[str, ...]
) -> Iterator[Difference]:
    for component in components:
        if isinstance(component, Group):
            inner = (*trail, component.label) if component.label else trail
            yield from _components(component.children, before, now, row, inner)
        elif isinstance(component, Rows):
            yield from _rows(component, before, now, row, trail)
        elif isinstance(component, Field):
            yield from _field(component, before, now, row, trail)


def _field(leaf: Field, before: Any, now: Any, row: Place, trail: tuple[str, ...]) -> Iterator[Difference]:
    place = (*row, *leaf.path)
    old, new = dig(before, place), dig(now, place)
    if old == new or (is_blank(old) and is_blank(new)):
        return
    words = [shown(leaf, value, leaf.options or ()) for value in (old, new)]
    if words[0] != words[1]:
        yield Difference(" › ".join((*trail, leaf.label)), *words)


def _rows(leaf: Rows, before: Any, now: Any, row: Place, trail: tuple[str, ...]) -> Iterator[Difference]:
    place = (*row, *leaf.path)
    counts = [len(rows) if isinstance(rows := dig(answers, place), list) else 0 for answers in (before, now)]
    for index in range(max(counts)):
        where = (*trail, f"{leaf.label}第 {index + 1} 行")
        found = list(_components(leaf.children, before, now, (*place, index), where))
        if index < min(counts):
            yield from found
        elif found:
            removed = index >= counts[1]
            said = "、".join(words for d in found if (words := d.before if removed else d.now) != NOTHING)
            yield Difference(" › ".join(where), *((said, "（删去）") if removed else ("（新增）", said)))
