"""Drafts: kept as typed, right or wrong, for the person alone; one draft, from whichever device it was typed."""

from dataclasses import dataclass
from typing import Any

from services.foundation.clock import local
from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..instances import Instance
from ..tasks import open_task, require_may_act
from .models import Draft


class SavedElsewhere(Conflict):
    """The same person typed into the same form elsewhere since this page was opened."""

    def __init__(self, draft: Draft) -> None:
        at = local(draft.saved_at)
        super().__init__(
            f"这份草稿 {at.month}月{at.day}日 {at:%H:%M} 在另一个窗口或另一台设备上保存过，本页填写的内容还没有保存。"
            "请选择保留哪一份。"
        )


@dataclass(frozen=True)
class OpenPage:
    """The page that saves: its own name, and the state of the draft that it showed (`seen_of`)."""

    name: str
    seen: str


def save_draft(
    uow: UnitOfWork, actor: Actor, task_id: int, answers: dict[str, Any], page: OpenPage | None = None
) -> Draft:
    """Keep what a person typed so far. Without `page` whatever stands there is replaced.

    Raises TaskAlreadyClosed, NotYours, SavedElsewhere.
    """
    task = open_task(uow, task_id)
    instance = uow.session.get_one(Instance, task.instance_id)
    require_may_act(actor, task, instance.applicant_id)
    draft = uow.session.get(Draft, (task_id, actor.id), with_for_update=True)
    if draft is None:
        draft = Draft(task_id=task_id, person_id=actor.id, answers=answers, saved_at=uow.now)
        uow.session.add(draft)
    elif page is not None and draft.page != page.name and seen_of(draft) != page.seen:
        raise SavedElsewhere(draft)
    draft.answers, draft.saved_at, draft.page = answers, uow.now, page.name if page else ""
    return draft


def seen_of(draft: Draft | None) -> str:
    """What a page remembers of the draft that it shows."""
    return f"{local(draft.saved_at).isoformat()} {draft.page}" if draft else ""


def draft_of(uow: UnitOfWork, actor: Actor, task_id: int) -> Draft | None:
    """What this person typed into this task before, if anything."""
    return uow.session.get(Draft, (task_id, actor.id))
