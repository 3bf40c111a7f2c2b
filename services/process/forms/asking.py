"""Laying a form out as a `Sheet`: which parts show, with which values, options, counters and faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .circumstances import Circumstances, Library
from .fields import Component, Field, Form, Group, Option, Rows, Static, leaves
from .files import asked_in_words, number_of
from .kinds import token
from .layout import spans
from .places import Place, dig, html_name, plant, spelled
from .prose import blocks
from .sheet import Choice, Counter, Fault, Item, Note, Question, Row, Section, Sheet, Table
from .shown import control_type, file_words, shown, typed
from .wording import count_characters


@dataclass
class _Drawing:
    form: Form
    values: Mapping[str, Any]
    now: Circumstances
    errors: Mapping[str, str]
    readonly: bool
    faults: list[Fault] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    trail: list[str] = field(default_factory=list)


def asked(
    form: Form,
    values: Mapping[str, Any],
    context: Mapping[str, Any] | None = None,
    errors: Mapping[str, str] | None = None,
    library: Library | None = None,
    readonly: bool = False,
) -> Sheet:
    """Lay the form out with these values (typed or as somebody typed them) and faults (AnswersIncomplete.fields)."""
    now = Circumstances.of_draft(form, values, context or {}, library or {})
    drawing = _Drawing(form, values, now, errors or {}, readonly)
    items = _items(drawing, form.fields, ())
    rest = [Fault("", "", sentence) for path, sentence in drawing.errors.items() if path not in drawing.placed]
    redraws = not readonly and any(path.split(".")[0] in form.driving_names for path in form.writable_keys)
    takes_files = not readonly and any(_takes_files(form.fields))
    return Sheet(form.id, form.title, items, (*drawing.faults, *rest), redraws, readonly, takes_files)


def _takes_files(components: tuple[Component, ...]) -> Iterator[bool]:
    for leaf in leaves(components):
        yield leaf.kind == "filepicker" and not leaf.locked
        if isinstance(leaf, Rows):
            yield from _takes_files(leaf.children)


def starting(form: Form, context: Mapping[str, Any]) -> dict[str, Any]:
    """What a freshly opened form shows: what the case holds already, else the form's own defaults."""
    return _starting(form.fields, context)


def _starting(components: tuple[Component, ...], known: Any) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for leaf in leaves(components):
        value = dig(known, leaf.path)
        if value is None and isinstance(leaf, Field):
            value = leaf.default
        elif isinstance(leaf, Rows):
            rows = value if isinstance(value, list) else []
            rows = rows + [{}] * (leaf.shown_rows - len(rows))
            value = [_starting(leaf.children, row) for row in rows]
        if value is not None:
            plant(values, leaf.path, value)
    return values


def _items(drawing: _Drawing, components: tuple[Component, ...], row: Place) -> tuple[Item, ...]:
    visible = [component for component in components if not drawing.now.is_hidden(component, row)]
    return tuple(_item(drawing, component, row, span) for component, span in zip(visible, spans(visible), strict=True))


def _item(drawing: _Drawing, component: Component, row: Place, span: int) -> Item:
    base: dict[str, Any] = {
        "label": component.label,
        "hint": component.hint,
        "clauses": component.clauses,
        "span": span,
    }
    if isinstance(component, Field):
        return _question(drawing, component, row, base)
    if isinstance(component, Rows):
        return _table(drawing, component, row, base)
    anchor = "-".join(["f", *(str(step) for step in row), component.id])
    if isinstance(component, Group):
        drawing.trail.append(component.label)
        items = _items(drawing, component.children, row)
        drawing.trail.pop()
        return Section(shape="section", id=anchor, items=items, **base)
    assert isinstance(component, Static)
    if component.kind != "text":
        return Note(shape="separator", id=anchor, **base)
    text = component.text
    if component.computed is not None:
        text = token(drawing.now.evaluate(component.computed, row))
    return Note(shape="note", id=anchor, blocks=blocks(text), **base)


def _question(drawing: _Drawing, leaf: Field, row: Place, base: dict[str, Any]) -> Question:
    place = (*row, *leaf.path)
    value = dig(drawing.values, place)
    options = drawing.now.options(leaf, row)
    locked = leaf.locked or drawing.readonly
    if leaf.kind == "filepicker" and not locked:
        base["hint"] = leaf.hint + asked_in_words(leaf)
    return Question(
        shape="question",
        id=f"f-{html_name(place)}",
        kind=leaf.kind,
        name=html_name(place),
        path=spelled(place),
        value=typed(leaf, value),
        words=shown(leaf, value, options),
        control=control_type(leaf, value),
        unit=leaf.unit,
        required=not locked and drawing.now.required(leaf, row),
        locked=locked,
        error=_fault(drawing, place, leaf.label),
        drives=not locked and place[0] in drawing.form.driving_names,
        choices=_choices(f"f-{html_name(place)}", value, options)
        if leaf.kind != "filepicker"
        else _files(place, value),
        accept=",".join(leaf.accepts),
        multiple=leaf.multiple,
        counter=None if locked else _counter(drawing, leaf, row, value),
        **base,
    )


def _choices(anchor: str, value: Any, options: tuple[Option, ...]) -> tuple[Choice, ...]:
    chosen = {token(item) for item in value} if isinstance(value, list) else {token(value)}
    return tuple(
        Choice(f"{anchor}-{index}", token(option.value), option.label, token(option.value) in chosen)
        for index, option in enumerate(options)
    )


def _files(place: Place, value: Any) -> tuple[Choice, ...]:
    """What was uploaded, each ticked: to untick it is to leave it out."""
    found = [(number_of(item), item) for item in value] if isinstance(value, list) else []
    return tuple(
        Choice(f"f-{html_name(place)}-{number}", str(number), file_words(item), True)
        for number, item in found
        if number is not None
    )


def _counter(drawing: _Drawing, leaf: Field, row: Place, value: Any) -> Counter | None:
    if leaf.count_group:
        return _shared_counter(drawing, leaf, row, value)
    if leaf.kind != "textarea" or (leaf.count_blanks and not leaf.has_own_limit):
        return None
    limit = drawing.now.limit(leaf.max_length, row) if leaf.has_own_limit else None
    used = count_characters(_text(value), blanks=leaf.count_blanks)
    return Counter(used, used, None if limit is None else int(limit), leaf.count_blanks, "")


def _shared_counter(drawing: _Drawing, leaf: Field, row: Place, value: Any) -> Counter:
    sharing = [
        spot
        for spot in drawing.now.spots()
        if isinstance(spot.leaf, Field) and spot.leaf.count_group == leaf.count_group and spot.row == row
    ]
    limits = (drawing.now.limit(spot.leaf.count_limit, row) for spot in sharing if isinstance(spot.leaf, Field))
    limit = next((found for found in limits if found is not None), None)
    total = sum(count_characters(_text(dig(drawing.values, spot.place))) for spot in sharing)
    bound = None if limit is None else int(limit)
    return Counter(count_characters(_text(value)), total, bound, False, leaf.count_group)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _table(drawing: _Drawing, leaf: Rows, row: Place, base: dict[str, Any]) -> Table:
    place = (*row, *leaf.path)
    content = dig(drawing.values, place)
    count = len(content) if isinstance(content, list) else leaf.shown_rows
    locked = leaf.locked or drawing.readonly
    inner = [component for component in leaf.children if not isinstance(component, Static)]
    error = _fault(drawing, place, leaf.label)
    drawing.trail.append(leaf.label)
    rows = tuple(_row(drawing, leaf, place, index) for index in range(count))
    drawing.trail.pop()
    return Table(
        shape="rows",
        id=f"f-{html_name(place)}",
        name=html_name(place),
        path=spelled(place),
        rows=rows,
        # Inside another list's row a button goes to the server: two lists cannot number one template.
        blank=_row(drawing, leaf, place, "__row__") if leaf.growable and not locked and not row else None,
        growable=leaf.growable and not locked,
        locked=locked,
        min_rows=leaf.min_rows,
        max_rows=leaf.max_rows,
        error=error,
        as_cards=len(inner) > 9 or any(_needs_room(component) for component in inner),
        **base,
    )


_ROOMY = frozenset({"textarea", "checklist", "filepicker"})


def _needs_room(component: Component) -> bool:
    """Whether a cell of a table is too small for it; a part that comes and goes would shift the columns."""
    return not isinstance(component, Field) or component.kind in _ROOMY or component.hide is not None


def _row(drawing: _Drawing, leaf: Rows, place: Place, index: int | str) -> Row:
    number = index + 1 if isinstance(index, int) else 0
    return Row(number, f"{spelled(place)}[{index}]", _items(drawing, leaf.children, (*place, index)))


def _fault(drawing: _Drawing, place: Place, label: str) -> str:
    path = spelled(place)
    sentence = drawing.errors.get(path, "")
    if sentence:
        drawing.placed.add(path)
        rows = "、".join(f"第 {step + 1} 行" for step in place if isinstance(step, int))
        # Only the group tells the amount of one year from that of the next.
        words = [part for part in (*drawing.trail[-2:], rows, label) if part]
        drawing.faults.append(Fault(f"f-{html_name(place)}", " › ".join(dict.fromkeys(words)), sentence))
    return sentence
