"""The answers of a submission against its form: clean answers, or every place at fault with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from services.foundation.errors import Invalid
from services.process.rules.feel import Expression

from .circumstances import Circumstances, Library, Spot, is_blank, is_blank_row
from .fields import CHOICE_KINDS, Field, Form, Rows, leaves
from .kinds import chosen, chosen_many
from .limits import group_problem, length_problem, range_problem
from .places import Place, dig, spelled
from .schema import load
from .wording import count_characters

Faults = dict[Place, str]


class AnswersIncomplete(Invalid):
    """Something on the form is missing or wrong; `fields` says what, by path (`members[0].name`), in form order."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(f"有 {len(fields)} 处需要填写或修改。", fields=fields)


def checked(
    form: Form, answers: Mapping[str, Any], context: Mapping[str, Any] | None = None, library: Library | None = None
) -> dict[str, Any]:
    """Clean answers, ready for the engine: typed, declared, visible. Raises AnswersIncomplete.

    `context` holds the names the task can see (its variables too); `library` the FEEL functions of the house.
    """
    if not isinstance(answers, Mapping):
        raise AnswersIncomplete({"": "应当提交表单内容。"})
    read, faults = load(form, dict(answers))
    now = Circumstances(form, read, context or {}, library or {})
    spots = list(now.spots(with_hidden=True))
    seen: Faults = {}
    for spot in spots:
        if not spot.hidden and not spot.leaf.locked:
            _judge(now, spot, faults, seen)
    _judge_counts(now, seen)
    _leftovers(spots, faults, seen)
    if seen:
        raise AnswersIncomplete({spelled(place): sentence for place, sentence in seen.items()})
    return now.composed()


def _judge(now: Circumstances, spot: Spot, faults: Faults, seen: Faults) -> None:
    if spot.place in faults:
        seen[spot.place] = faults[spot.place]
    elif _below_a_fault(spot, faults) or _in_blank_row(now, spot, faults):
        return
    elif isinstance(spot.leaf, Rows):
        _note(seen, spot.place, _row_problem(spot.leaf, now.value(spot.place)))
    else:
        _note(seen, spot.place, _field_problem(now, spot, spot.leaf))


def _below_a_fault(spot: Spot, faults: Faults) -> bool:
    """Where a whole group or row is no such thing, its fields have nothing to add."""
    return any(spot.place[:length] in faults for length in range(1, len(spot.place)))


def _in_blank_row(now: Circumstances, spot: Spot, faults: Faults) -> bool:
    """Empty rows of a list that grows are dropped, so nothing in them is asked; rows with a fault are not empty."""
    for leaf, place in _lists_around(now, spot.row):
        if leaf.growable and is_blank_row(leaf, now.value(place)):
            return not any(fault[: len(place)] == place for fault in faults)
    return False


def _lists_around(now: Circumstances, row: Place) -> list[tuple[Rows, Place]]:
    around = []
    components = now.form.fields
    start = 0
    for end, step in enumerate(row):
        if isinstance(step, int):
            leaf = _list_at(components, row[start:end])
            around.append((leaf, row[: end + 1]))
            components, start = leaf.children, end + 1
    return around


def _list_at(components: Any, path: Place) -> Rows:
    return next(leaf for leaf in leaves(components) if isinstance(leaf, Rows) and leaf.path == path)


def _row_problem(rows: Rows, content: Any) -> str | None:
    filled = [row for row in content or [] if not rows.growable or not is_blank_row(rows, row)]
    if len(filled) < rows.min_rows:
        return f"请至少填写 {rows.min_rows} 行，现有 {len(filled)} 行。"
    return None


def _field_problem(now: Circumstances, spot: Spot, question: Field) -> str | None:
    value = now.value(spot.place)
    if is_blank(value):
        return _missing(question) if now.required(question, spot.row) else None
    if question.options_from is not None and question.options is None:
        return _choose(now, spot, question, value)
    if isinstance(value, str):
        return length_problem(
            question, value, *(_computed(now, spot, limit) for limit in (question.min_length, question.max_length))
        )
    if question.kind == "number":
        return range_problem(
            question, value, *(_computed(now, spot, limit) for limit in (question.minimum, question.maximum))
        )
    return None


def _computed(now: Circumstances, spot: Spot, limit: Any) -> Any:
    return now.limit(limit, spot.row) if isinstance(limit, Expression) else None


def _choose(now: Circumstances, spot: Spot, question: Field, value: Any) -> str | None:
    """Compare with the options of this case, and keep the option's own value rather than its text."""
    allowed = [option.value for option in now.options(question, spot.row)]
    try:
        kept = chosen_many(value, allowed) if question.kind == "checklist" else chosen(value, allowed)
    except ValidationError as error:
        return str(error.messages[0])
    holder = dig(now.answers, spot.place[:-1])
    holder[spot.place[-1]] = kept
    return None


def _missing(question: Field) -> str:
    if question.kind == "checkbox":
        return "请勾选此项。"
    if question.kind == "filepicker":
        return f"请上传{question.label}。"
    if question.kind in CHOICE_KINDS or question.kind in ("date", "datetime"):
        return f"请选择{question.label}。"
    return f"请填写{question.label}。"


def _judge_counts(now: Circumstances, seen: Faults) -> None:
    """Texts that share one limit are counted together, closed ones too; the fault stands at the first open one."""
    sharing: dict[tuple[Place, str], list[tuple[Place, Field]]] = {}
    for spot in now.spots():
        if isinstance(spot.leaf, Field) and spot.leaf.count_group:
            sharing.setdefault((spot.row, spot.leaf.count_group), []).append((spot.place, spot.leaf))
    for (row, _name), members in sharing.items():
        writable = [place for place, field in members if not field.locked]
        if not writable:
            continue
        limits = [now.limit(field.count_limit, row) for _, field in members]
        used = sum(_counted(now, place, field) for place, field in members)
        limit = next((limit for limit in limits if limit is not None), None)
        place = writable[0]
        if place not in seen:
            _note(seen, place, group_problem([field.label for _, field in members], used, limit))


def _counted(now: Circumstances, place: Place, field: Field) -> int:
    """A closed text is not read from the submission: what counts is what the case holds."""
    text = dig(now.context, place) if field.locked else now.value(place)
    return count_characters(text) if isinstance(text, str) else 0


def _leftovers(spots: list[Spot], faults: Faults, seen: Faults) -> None:
    """Faults that belong to no leaf: a row or a group that is not even a context."""
    known = {spot.place for spot in spots}
    hidden = [spot.place for spot in spots if spot.hidden]
    for place, sentence in faults.items():
        if place not in known and not any(place[: len(above)] == above for above in hidden):
            seen[place] = sentence


def _note(seen: Faults, place: Place, problem: str | None) -> None:
    if problem:
        seen[place] = problem
