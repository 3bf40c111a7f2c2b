"""Who may read an issued paper, and who may ask for its withdrawal."""

from services.casework.cases import Case, may_view
from services.casework.cases.queries import NO_OFFICE, READS_ALL
from services.casework.instances import Instance
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import ancestors
from services.selection.campaigns import campaign_by_id, may_read_papers

from .models import IssuedPaper

KEEPERS = {"office", "approver"}
"""Roles that answer for an organ's papers."""


def may_read(uow: UnitOfWork, actor: Actor | None, paper: IssuedPaper) -> bool:
    """A public paper: everybody. A case's: whoever may read the case. A campaign's: whoever reads its papers.

    Any other: office holders of the issuing organ, of the subject's own organisation and of those above it.
    """
    if paper.public:
        return True
    if actor is None:
        return False
    if keeps(uow, actor, paper) or any(seat.role in READS_ALL for seat in actor.positions):
        return True
    if paper.subject_kind == "case":
        return may_view(uow, actor, uow.session.get_one(Case, paper.subject_id))
    if paper.subject_kind == "campaign":
        return may_read_papers(uow, actor, campaign_by_id(uow, paper.subject_id))
    return bool(_offices(actor) & _above_instance(uow, paper))


def require_may_read(uow: UnitOfWork, actor: Actor | None, paper: IssuedPaper) -> None:
    """Raises NotFound: whoever may not read a paper is not told that it exists."""
    if not may_read(uow, actor, paper):
        raise NotFound("没有这份文书。")


def keeps(uow: UnitOfWork, actor: Actor, paper: IssuedPaper) -> bool:
    """Whether the paper is in the person's keeping: the issuing organ's office, or that of an organ above it."""
    return keeps_at(uow, actor, paper.organisation_id)


def keeps_at(uow: UnitOfWork, actor: Actor, organisation_id: int) -> bool:
    """Whether the person answers for the papers of an organisation: in its own office, or in one above it."""
    above = {o.id for o in ancestors(uow, organisation_id)}
    return any(seat.role in KEEPERS and seat.organisation_id in above for seat in actor.positions)


def _offices(actor: Actor) -> set[int]:
    return {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}


def _above_instance(uow: UnitOfWork, paper: IssuedPaper) -> set[int]:
    return {o.id for o in ancestors(uow, uow.session.get_one(Instance, paper.instance_id).organisation_id)}
