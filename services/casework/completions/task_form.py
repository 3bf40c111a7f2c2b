"""A task's form as one person sees it now: fields, options from the case, and what stands in it already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import engine, registry
from services.process.forms import Form, checked, only, starting
from services.process.registry import Procedure
from services.process.rules.values import from_json

from ..instances import Instance, scope_of, world_for
from ..instances.world import Scope
from ..tasks import Task
from .drafts import draft_of, seen_of


@dataclass(frozen=True)
class TaskForm:
    """What a page needs to show a task: `values` come from the draft, else from `prefill`, else are empty."""

    form: Form | None
    values: dict[str, Any]
    context: Mapping[str, Any]
    library: Mapping[str, Any]
    draft_saved_at: Any
    seen: int
    draft_seen: str = ""


@dataclass(frozen=True)
class Defect:
    """What a form came back for: the field that is open for it, as people call it, what is wrong there, and why."""

    field: str
    label: str
    problem: str
    note: str


def task_form(uow: UnitOfWork, actor: Actor, task: Task) -> TaskForm:
    """The form of a task for this person. A task without a form has none."""
    instance = uow.session.get_one(Instance, task.instance_id)
    procedure = registry.load(uow, instance.version_id)
    context = task_scope(uow, instance, procedure, task)
    form = form_of(procedure, task)
    draft = draft_of(uow, actor, task.id) if task.id is not None else None  # a deed keeps none
    values = starting(form, _prefilled(uow, instance, procedure, task)) if form else {}
    if draft is not None:
        values = over(values, draft.answers) if partly_open(task) else draft.answers
    library = world_for(uow, instance, procedure).library
    saved_at = draft.saved_at if draft else None
    return TaskForm(form, values, context, library, saved_at, instance.content_version, seen_of(draft))


def checked_answers(
    uow: UnitOfWork,
    instance: Instance,
    procedure: Procedure,
    task: Task,
    answers: Mapping[str, Any],
    world: engine.World,
) -> dict[str, Any]:
    """The answers this task may give, clean. Where only a part is open, all the rest stays as it was prefilled."""
    if not task.form_id:
        return {}
    whole, scope = procedure.form(task.form_id), task_scope(uow, instance, procedure, task, world=world)
    if not partly_open(task):
        return checked(whole, answers, scope, world.library)
    before = {k: v for k, v in _prefilled(uow, instance, procedure, task).items() if k in whole.writable_keys}
    return over(before, checked(open_part(whole, task), answers, Scope(before, scope), world.library))


def form_of(procedure: Procedure, task: Task) -> Form | None:
    """The task's form with only what is open left open; None where the task has no form."""
    return open_part(procedure.form(task.form_id), task) if task.form_id else None


def partly_open(task: Task) -> bool:
    """Whether property `unlocked` names the fields that are open; a task without it, or with nothing in it, is open."""
    return bool(_unlocked(task))


def open_part(form: Form, task: Task) -> Form:
    """The form with every field closed that property `unlocked` does not name (D-02: only what is defective)."""
    return only(form, _unlocked(task)) if partly_open(task) else form


def defects_of(task: Task) -> list[Defect]:
    """Why the fields are open that property `unlocked` names, in the order of the list.

    Each is a path (`lead.phone`, `members`), or a context {field, label, problem, note}.
    """
    listed = from_json(task.properties.get("unlocked"))
    rows = [row if isinstance(row, dict) else {"field": row} for row in listed or []]
    found = [[str(row.get(key) or "") for key in ("field", "label", "problem", "note")] for row in rows]
    return [Defect(*words) for words in found if words[0]]


def _unlocked(task: Task) -> set[str]:
    return {defect.field for defect in defects_of(task)}


def over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two sets of answers as one: what `above` says wins, contexts are merged name by name, lists are not."""
    merged = dict(below)
    for name, value in above.items():
        lower = merged.get(name)
        both = isinstance(lower, Mapping) and isinstance(value, Mapping)
        merged[name] = over(lower, value) if both else value  # type: ignore[arg-type]
    return merged


def task_scope(
    uow: UnitOfWork,
    instance: Instance,
    procedure: Procedure,
    task: Task,
    answers: Mapping[str, Any] | None = None,
    world: engine.World | None = None,
) -> Mapping[str, Any]:
    """Variables as a form, guard or pre-check of this task sees them: its answers and locals, then the case."""
    own = {k: from_json(v) for k, v in task.locals.items()}
    if answers is not None:
        own = {**own, **answers, "answers": dict(answers)}
    return scope_of(uow, instance, procedure, own, world)


def _prefilled(uow: UnitOfWork, instance: Instance, procedure: Procedure, task: Task) -> dict[str, Any]:
    """Property `prefill`: a FEEL expression whose context fills the form for a start, as things stood at opening.

    Where it gives a text that is an expression itself (`="={cases: ...}"`), it is computed whenever the page is shown.
    """
    value = from_json(task.properties.get("prefill"))
    if isinstance(value, str) and value.startswith("="):
        pool = procedure.pool(instance.process)
        value = engine.look(pool, instance.snapshot, value, uow.now, world_for(uow, instance, procedure))
    return value if isinstance(value, dict) else {}
