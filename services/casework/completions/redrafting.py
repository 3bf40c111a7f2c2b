"""Drafts when a step's form has become another: what the new one still asks for is kept, the rest can come back."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.registry import Procedure

from ..tasks import Task
from .models import Draft
from .task_form import form_of

Kept = list[tuple[int, int, dict[str, Any]]]


def drop_undeclared(uow: UnitOfWork, instance_id: int, procedure: Procedure) -> Kept:
    """An instance goes on by another version: what its drafts say is kept where the step's form still asks for it.

    Returns the drafts that lost something, as they were: (task, person, answers).
    """
    query = select(Draft, Task).join(Task, Task.id == Draft.task_id)
    open_drafts = query.where(Task.instance_id == instance_id, Task.closed_at.is_(None))
    changed: Kept = []
    for draft, task in uow.session.execute(open_drafts):
        form = form_of(procedure, task)
        keys = form.writable_keys if form is not None else frozenset()
        kept = {key: value for key, value in draft.answers.items() if key in keys}
        if kept != draft.answers:
            changed.append((draft.task_id, draft.person_id, draft.answers))
            draft.answers = kept
    return changed


def restore_drafts(uow: UnitOfWork, kept: Iterable[Sequence[Any]]) -> None:
    """Put back what `drop_undeclared` took, in drafts that still are; what was typed since stays."""
    for task_id, person_id, answers in kept:
        draft = uow.session.get(Draft, (task_id, person_id))
        if draft is not None:
            draft.answers = {**answers, **draft.answers}
