"""The typed tree of a form: what it asks, in which order and under which conditions. No answer lives here.

Paths are relative to the nearest row (or to the form), as FEEL would write them: `("lead", "name")`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from services.foundation.errors import Faulty
from services.process.rules.feel import Expression

Path = tuple[str, ...]
Limit = int | Decimal | Expression

FIELD_KINDS = frozenset(
    {"textfield", "textarea", "number", "select", "radio", "checkbox", "checklist", "datetime", "filepicker"}
)
CHOICE_KINDS = frozenset({"select", "radio", "checklist"})
MAX_TEXT = 20_000
MAX_ROWS = 200


@dataclass(frozen=True)
class FormProblem:
    """One thing wrong with a form: the component's id and a Chinese sentence."""

    component: str
    message: str


class FormFaulty(Faulty):
    """A form cannot be used; `problems` lists everything found, not only the first."""

    def __init__(self, problems: list[FormProblem]) -> None:
        self.problems = problems
        super().__init__("；".join(f"{problem.component}：{problem.message}" for problem in problems))


@dataclass(frozen=True)
class Option:
    """One choice: the value that is stored and the words that are shown."""

    value: Any
    label: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Component:
    """Anything that stands on a form; `row` and `columns` are form-js layout (16 columns wide)."""

    id: str
    kind: str
    label: str = ""
    hint: str = ""
    clauses: tuple[str, ...] = ()
    hide: Expression | None = None
    row: str | None = None
    columns: int | None = None
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Field(Component):
    """One question with one answer. `locked` ones are shown and never written."""

    path: Path
    locked: bool = False
    required: bool = False
    required_if: Expression | None = None
    minimum: Limit | None = None
    maximum: Limit | None = None
    min_length: Limit | None = None
    max_length: Limit | None = None
    pattern: str | None = None
    pattern_message: str = ""
    format: str = ""
    decimals: int | None = None
    options: tuple[Option, ...] | None = None
    options_from: Expression | None = None
    unit: str = ""
    default: Any = None
    count_blanks: bool = True
    count_group: str = ""
    count_limit: Limit | None = None
    accepts: tuple[str, ...] = ()
    multiple: bool = False
    max_mb: int | None = None

    @property
    def has_own_limit(self) -> bool:
        """Whether the form states a longest length, beyond the house's own bound."""
        return self.max_length is not None and self.max_length != MAX_TEXT


@dataclass(frozen=True, eq=False, kw_only=True)
class Group(Component):
    """Questions under one heading; its own path is already part of its children's."""

    children: tuple[Component, ...] = ()


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows(Component):
    """A list of rows that all ask the same; fixed in number unless `growable`."""

    path: Path
    children: tuple[Component, ...] = ()
    growable: bool = True
    shown_rows: int = 1
    min_rows: int = 0
    max_rows: int = MAX_ROWS
    locked: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Static(Component):
    """A text or a separator: shown, never answered."""

    text: str = ""
    computed: Expression | None = None


@dataclass(frozen=True, eq=False)
class Form:
    """One form of one version of a procedure, as its form-js JSON says it."""

    id: str
    title: str
    fields: tuple[Component, ...]

    @cached_property
    def writable_keys(self) -> frozenset[str]:
        """The top-level names that a submission of this form can set, and no others."""
        return frozenset(leaf.path[0] for leaf in leaves(self.fields) if not leaf.locked)

    @cached_property
    def writable_paths(self) -> frozenset[str]:
        """Every writable place: `lead.name`, `members[].name`."""
        return frozenset(_writable(self.fields, ""))

    @cached_property
    def asks_for_files(self) -> bool:
        """Whether any question of the form is answered by a file."""
        return _any_file(self.fields)

    @cached_property
    def driving_names(self) -> frozenset[str]:
        """Names that some condition, option list or limit of this form reads: a change redraws the form."""
        return frozenset(name for expression in _expressions(self.fields) for name in expression.names)


def leaves(components: tuple[Component, ...]) -> Iterator[Field | Rows]:
    """Fields and row lists in the order of the form, groups opened, rows not."""
    for component in components:
        if isinstance(component, Group):
            yield from leaves(component.children)
        elif isinstance(component, (Field, Rows)):
            yield component


def _any_file(components: tuple[Component, ...]) -> bool:
    return any(
        _any_file(leaf.children) if isinstance(leaf, Rows) else leaf.kind == "filepicker" for leaf in leaves(components)
    )


def only(form: Form, paths: frozenset[str] | set[str]) -> Form:
    """The same form with every field locked except those named; a name opens all below it.

    A correction names `lead.phone`, `lead` or `members[2].name`; the last opens the whole list, because rows move.
    """
    open_names = {name.split("[", 1)[0] for name in paths}
    return replace(form, fields=_closed(form.fields, open_names))


def _closed(components: tuple[Component, ...], open_names: set[str]) -> tuple[Component, ...]:
    return tuple(_close(component, open_names) for component in components)


def _close(component: Component, open_names: set[str]) -> Component:
    if isinstance(component, Group):
        return replace(component, children=_closed(component.children, open_names))
    if not isinstance(component, (Field, Rows)) or component.locked or _is_open(component.path, open_names):
        return component
    if isinstance(component, Rows):
        return replace(component, locked=True, children=_closed(component.children, set()))
    return replace(component, locked=True)


def _is_open(path: Path, open_names: set[str]) -> bool:
    return any(".".join(path[:length]) in open_names for length in range(1, len(path) + 1))


def _writable(components: tuple[Component, ...], prefix: str) -> Iterator[str]:
    for leaf in leaves(components):
        if leaf.locked:
            continue
        name = prefix + ".".join(leaf.path)
        if isinstance(leaf, Rows):
            yield from _writable(leaf.children, f"{name}[].")
        else:
            yield name


def _expressions(components: tuple[Component, ...]) -> Iterator[Expression]:
    for component in components:
        candidates: list[Any] = [component.hide]
        if isinstance(component, Field):
            candidates += [component.required_if, component.options_from, component.minimum, component.maximum]
            candidates += [component.min_length, component.max_length, component.count_limit]
        if isinstance(component, Static):
            candidates.append(component.computed)
        yield from (candidate for candidate in candidates if isinstance(candidate, Expression))
        if isinstance(component, (Group, Rows)):
            yield from _expressions(component.children)
