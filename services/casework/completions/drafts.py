"""Drafts: kept as typed, right or wrong, for the person alone."""

from typing import Any

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..instances import Instance
from ..tasks import open_task, require_may_act
from .models import Draft


def save_draft(uow: UnitOfWork, actor: Actor, task_id: int, answers: dict[str, Any]) -> Draft:
    """Keep what a person typed so far. Raises TaskAlreadyClosed, NotYours."""
    task = open_task(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    require_may_act(actor, task, instance.applicant_id)
    draft = draft_of(uow, actor, task_id)
    if draft is None:
        draft = Draft(task_id=task_id, person_id=actor.id, answers=answers, saved_at=uow.now)
        uow.session.add(draft)
    draft.answers, draft.saved_at = answers, uow.now
    return draft


def draft_of(uow: UnitOfWork, actor: Actor, task_id: int) -> Draft | None:
    """What this person typed into this task before, if anything."""
    return uow.session.get(Draft, (task_id, actor.id))
