"""A task's form as one person sees it now: fields, options from the case, and what stands in it already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import engine, registry
from services.process.forms import Form, starting
from services.process.registry import Procedure
from services.process.rules.values import from_json

from ..instances import Instance, scope_of, world_for
from ..tasks import Task
from .drafts import draft_of


@dataclass(frozen=True)
class TaskForm:
    """What a page needs to show a task: `values` come from the draft, else from `prefill`, else are empty."""

    form: Form | None
    values: dict[str, Any]
    context: Mapping[str, Any]
    library: Mapping[str, Any]
    draft_saved_at: Any
    seen: int


def task_form(uow: UnitOfWork, actor: Actor, task: Task) -> TaskForm:
    """The form of a task for this person. A task without a form has none."""
    instance = uow.session.get_one(Instance, task.instance_id)
    procedure = registry.load(uow, instance.version_id)
    context = task_scope(uow, instance, procedure, task)
    form = procedure.form(task.form_id) if task.form_id else None
    draft = draft_of(uow, actor, task.id)
    if draft is not None:
        values = draft.answers
    else:
        values = starting(form, _prefilled(uow, instance, procedure, task)) if form else {}
    library = world_for(uow, instance, procedure).library
    return TaskForm(form, values, context, library, draft.saved_at if draft else None, instance.content_version)


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
    """Property `prefill`: a FEEL expression whose context fills the form for a start."""
    value = from_json(task.properties.get("prefill"))
    if isinstance(value, str) and value.startswith("="):
        pool = procedure.pool(instance.process)
        value = engine.look(pool, instance.snapshot, value, uow.now, world_for(uow, instance, procedure))
    return value if isinstance(value, dict) else {}
