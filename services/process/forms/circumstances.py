"""What depends on the rest of the answers and on the case: what is hidden, asked, offered and allowed right now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from services.process.rules.feel import Expression

from .fields import Component, Field, Form, Group, Limit, Option, Rows, leaves
from .kinds import token
from .limits import Bound
from .places import Place, dig, plant
from .schema import load

Library = Mapping[str, Callable[..., Any]]
Hidden = frozenset[tuple[Place, str]]

_ROUNDS = 8


@dataclass(frozen=True)
class Spot:
    """One leaf of the form where it stands now: which row, which place, whether anything above hides it."""

    leaf: Field | Rows
    place: Place
    row: Place
    hidden: bool


class Circumstances:
    """The answers so far over the case's own names; every question about the form goes through here."""

    def __init__(self, form: Form, answers: dict[str, Any], context: Mapping[str, Any], library: Library) -> None:
        self.form = form
        self.answers = answers
        self.context = context
        self.library = library
        self.hidden: Hidden = frozenset()
        self._scope = self.composed()
        # A hidden field counts as blank in the conditions of others, so we ask again until nothing changes.
        for _ in range(_ROUNDS):
            hidden = frozenset(self._find_hidden(form.fields, (), False))
            if hidden == self.hidden:
                break
            self.hidden = hidden
            self._scope = self.composed()

    @classmethod
    def of_draft(cls, form: Form, values: Mapping[str, Any], context: Mapping[str, Any], library: Library) -> Self:
        """Circumstances of what somebody is still typing: what cannot be read yet counts as blank."""
        read, _ = load(form, dict(values))
        return cls(form, read, {**values, **context}, library)

    def spots(self, with_hidden: bool = False) -> Iterator[Spot]:
        """Every leaf in the order of the form, rows opened one by one."""
        for spot in self._spots(self.form.fields, ()):
            if with_hidden or not spot.hidden:
                yield spot

    def is_hidden(self, component: Component, row: Place) -> bool:
        """Whether a condition, its own or one above it, hides this component in this row."""
        return (row, component.id) in self.hidden

    def value(self, place: Place) -> Any:
        """The typed answer at a place, None when it is blank or could not be read."""
        return dig(self.answers, place)

    def evaluate(self, expression: Expression, row: Place = ()) -> Any:
        """A FEEL value in this row: the row's answers, then the form's, then the case's names."""
        return expression.evaluate(self._names(row), self.library)

    def limit(self, limit: Limit | None, row: Place) -> Bound:
        """A fixed or computed limit; a computed one that is no number is no limit."""
        value = self.evaluate(limit, row) if isinstance(limit, Expression) else limit
        return None if isinstance(value, bool) or not hasattr(value, "as_integer_ratio") else value

    def required(self, question: Field, row: Place) -> bool:
        """Asked of everybody, or of whom `required_if` names."""
        if question.required or question.required_if is None:
            return question.required
        return self.evaluate(question.required_if, row) is True

    def options(self, question: Field, row: Place) -> tuple[Option, ...]:
        """What can be chosen here now, from the form or from the case."""
        if question.options is not None:
            return question.options
        if question.options_from is None:
            return ()
        found = self.evaluate(question.options_from, row)
        return tuple(_option(item) for item in found) if isinstance(found, list) else ()

    def composed(self) -> dict[str, Any]:
        """What the submission sets, by top-level name: declared, unlocked and not hidden.

        Inside a context that other forms fill too, their parts are kept. A hidden field that the case already has a
        value for is set to null, so that no stale value survives its question.
        """
        return self._compose(self.form.fields, (), self.context)

    def _compose(self, components: tuple[Component, ...], row: Place, before: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for leaf in leaves(components):
            if leaf.locked:
                continue
            old = dig(before, leaf.path)
            hidden = self.is_hidden(leaf, row)
            if hidden and old is None:
                continue
            self._inherit(made, leaf.path, before)
            plant(made, leaf.path, None if hidden else self._composed_value(leaf, (*row, *leaf.path), old))
        return made

    def _composed_value(self, leaf: Field | Rows, place: Place, old: Any) -> Any:
        value = self.value(place)
        if isinstance(leaf, Field):
            return _BLANK.get(leaf.kind, lambda: None)() if value is None else value
        rows = value if isinstance(value, list) else []
        made = []
        for index, content in enumerate(rows):
            if leaf.growable and is_blank_row(leaf, content):
                continue
            earlier = dig(old, (index,)) if not leaf.growable else None
            made.append({**(earlier or {}), **self._compose(leaf.children, (*place, index), earlier)})
        return made

    @staticmethod
    def _inherit(made: dict[str, Any], path: tuple[str, ...], before: Any) -> None:
        for length in range(1, len(path)):
            if dig(made, path[:length]) is None:
                plant(made, path[:length], dict(dig(before, path[:length]) or {}))

    def _names(self, row: Place) -> Callable[[str], Any]:
        scopes: list[Mapping[str, Any]] = []
        for length in range(len(row), 0, -1):
            if isinstance(row[length - 1], int):
                content = self.value(row[:length])
                scopes.append(content if isinstance(content, dict) else {})
        scopes += [self._scope, self.context]

        def lookup(name: str) -> Any:
            return next((scope[name] for scope in scopes if name in scope), None)

        return lookup

    def _spots(self, components: tuple[Component, ...], row: Place) -> Iterator[Spot]:
        for leaf in leaves(components):
            place = (*row, *leaf.path)
            yield Spot(leaf, place, row, self.is_hidden(leaf, row))
            if isinstance(leaf, Rows) and not self.is_hidden(leaf, row):
                content = self.value(place)
                for index in range(len(content) if isinstance(content, list) else 0):
                    yield from self._spots(leaf.children, (*place, index))

    def _find_hidden(self, components: tuple[Component, ...], row: Place, above: bool) -> Iterator[tuple[Place, str]]:
        for component in components:
            hidden = above or (component.hide is not None and self.evaluate(component.hide, row) is True)
            if hidden:
                yield row, component.id
            if isinstance(component, Group):
                yield from self._find_hidden(component.children, row, hidden)
            elif isinstance(component, Rows) and not hidden:
                content = self.value((*row, *component.path))
                for index in range(len(content) if isinstance(content, list) else 0):
                    yield from self._find_hidden(component.children, (*row, *component.path, index), False)


def is_blank(value: Any) -> bool:
    """Nothing was said: null, an unticked box, an empty text or list."""
    return value is None or value is False or value in ("", [])


def is_blank_row(rows: Rows, content: Any) -> bool:
    """Nobody wrote anything into this row (what stands in locked fields does not count)."""
    for leaf in leaves(rows.children):
        value = dig(content, leaf.path)
        if isinstance(leaf, Rows) and isinstance(value, list):
            value = [inner for inner in value if not is_blank_row(leaf, inner)]
        if not leaf.locked and not is_blank(value):
            return False
    return True


def _option(item: Any) -> Option:
    if isinstance(item, Mapping):
        value = item.get("value", item.get("id"))
        return Option(value, token(item.get("label") or item.get("title") or item.get("name") or value))
    return Option(item, token(item))


_BLANK: dict[str, Callable[[], Any]] = {"checklist": list, "filepicker": list, "checkbox": lambda: False}
