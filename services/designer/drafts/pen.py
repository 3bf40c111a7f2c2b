"""One writer at a time: whoever writes holds the pen for two minutes, and each save holds it anew."""

from datetime import timedelta

from sqlalchemy import select

from services.foundation.clock import local
from services.foundation.errors import Conflict, NotAllowed, NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person, require_role

from .events import DraftTakenOver
from .models import Draft

ROLE = "designer"
READERS = (ROLE, "auditor")
LEASE = timedelta(minutes=2)


class PenHeld(Conflict):
    """Somebody else is writing; `who` is their name."""

    def __init__(self, who: str, until: str) -> None:
        self.who = who
        super().__init__(f"{who}正在编辑这份草稿，现在只能查看。对方停笔两分钟（{until}）以后可以编辑，也可以接手。")


def draft_by_id(uow: UnitOfWork, actor: Actor, draft_id: int) -> Draft:
    """A draft for whoever may change it. Raises NotAllowed without the role, NotFound where there is none."""
    require_role(actor, ROLE)
    return _found(uow.session.get(Draft, draft_id))


def draft_to_read(uow: UnitOfWork, actor: Actor, draft_id: int) -> Draft:
    """A draft for whoever may look: a designer or an auditor. Raises NotAllowed, NotFound."""
    if not any(actor.holds(role) for role in READERS):
        raise NotAllowed()
    return _found(uow.session.get(Draft, draft_id))


def take_pen(uow: UnitOfWork, actor: Actor, draft_id: int, over: bool = False) -> Draft:
    """Hold the pen (again) and lock the draft for this transaction. Raises PenHeld while somebody else holds it.

    `over`: take it all the same, which the trail tells; what the other has not saved yet is refused to them.
    """
    require_role(actor, ROLE)
    query = select(Draft).where(Draft.id == draft_id).with_for_update()
    draft = _found(uow.session.scalar(query.execution_options(populate_existing=True)))
    holder = writer(uow, draft)
    if holder is not None and holder.id != actor.id:
        if not over:
            raise PenHeld(holder.name, until(draft))
        subject = Subject("draft", draft.id)
        uow.record(DraftTakenOver(subject=subject, actor_id=actor.id, title=draft.title, from_id=holder.id))
    draft.writer_id, draft.writer_until = actor.id, uow.now + LEASE
    return draft


def keep_pen(uow: UnitOfWork, actor: Actor, draft_id: int) -> Draft:
    """Go on holding the pen without having saved. Raises PenHeld."""
    return take_pen(uow, actor, draft_id)


def hand_over_pen(uow: UnitOfWork, actor: Actor, draft_id: int) -> None:
    """Lay the pen down, if it is one's own."""
    draft = draft_by_id(uow, actor, draft_id)
    if draft.writer_id == actor.id:
        draft.writer_id = draft.writer_until = None


def writer(uow: UnitOfWork, draft: Draft) -> Person | None:
    """Who holds the pen now."""
    if draft.writer_id is None or draft.writer_until is None or draft.writer_until <= uow.now:
        return None
    return uow.session.get(Person, draft.writer_id)


def until(draft: Draft) -> str:
    """When the pen falls, hour and minute in Shanghai."""
    return f"{local(draft.writer_until):%H:%M}" if draft.writer_until else ""


def _found(draft: Draft | None) -> Draft:
    if draft is None or draft.dropped_at is not None:
        raise NotFound("没有这份草稿。")
    return draft
