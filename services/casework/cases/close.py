"""A case ends where its pool ends."""

from services.foundation.storage.unit_of_work import UnitOfWork

from ..instances import InstanceFinished
from .models import Case


def close_case(uow: UnitOfWork, event: InstanceFinished) -> None:
    """Keep the outcome: the end event's id and words."""
    if event.subject.kind != "case":
        return
    case = uow.session.get_one(Case, event.subject.id)
    case.ended_at, case.outcome, case.outcome_name = uow.now, event.element, event.name
