"""Opening an attachment: whoever may read the case may open what was handed in; before that, only who added it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import organisations
from services.people.identity import Actor

from ..cases import Case, may_view
from ..cases.queries import NO_OFFICE, READS_ALL
from ..cases.sight import sight_of
from ..instances import Instance
from ..tasks import Task, my_principals
from .models import Attachment
from .store import store_of

UNKNOWN = "没有这个附件。"


@dataclass(frozen=True)
class Opened:
    """An attachment and its bytes, a piece at a time."""

    attachment: Attachment
    content: Iterator[bytes]


def open_attachment(uow: UnitOfWork, actor: Actor, attachment_id: int) -> Opened:
    """One attachment. Raises NotFound: whoever may not read it is not told that it exists."""
    row = uow.session.get(Attachment, attachment_id)
    if row is None or not _may_open(uow, actor, row):
        raise NotFound(UNKNOWN)
    return Opened(row, store_of(uow.wiring).read(uow, row.digest))


def _may_open(uow: UnitOfWork, actor: Actor, row: Attachment) -> bool:
    if actor.id == row.uploaded_by:
        return True
    if row.handed_in_at is None:
        return False
    case = uow.session.get(Case, row.subject_id) if row.subject_kind == "case" else None
    if case is None:
        return _has_to_do_with(uow, actor, row)
    sight = sight_of(uow, actor, uow.session.get_one(Instance, row.instance_id))
    return may_view(uow, actor, case) and sight.may_open(row.uploaded_by, row.form_id)


def _has_to_do_with(uow: UnitOfWork, actor: Actor, row: Attachment) -> bool:
    """For campaigns and studios, as for cases: office at the unit or above it, a task of theirs, auditors."""
    if any(seat.role in READS_ALL for seat in actor.positions):
        return True
    unit = uow.session.get_one(Instance, row.instance_id).organisation_id
    offices = {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}
    if offices & {o.id for o in organisations.ancestors(uow, unit)}:
        return True
    about = (Task.subject_kind == row.subject_kind, Task.subject_id == row.subject_id)
    mine = set(my_principals(actor))
    return any(
        by == actor.id or (by is None and mine & set(who))
        for who, by in uow.session.execute(select(Task.principals, Task.closed_by).where(*about))
    )
