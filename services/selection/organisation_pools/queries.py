"""What runs or ran about an organisation, and who may read it."""

from sqlalchemy import select

from services.casework.cases.queries import NO_OFFICE, READS_ALL
from services.casework.instances import Instance
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation, ancestors

SUBJECT = "organisation"


def subject_of(organisation: Organisation) -> Subject:
    """The audit's name for an organisation."""
    return Subject(SUBJECT, organisation.id)


def instances_about(uow: UnitOfWork, organisation: Organisation) -> list[Instance]:
    """Every pool that runs or ran about an organisation, the newest first."""
    about = (Instance.subject_kind == SUBJECT, Instance.subject_id == organisation.id)
    return list(uow.session.scalars(select(Instance).where(*about).order_by(Instance.id.desc())))


def may_read_about(uow: UnitOfWork, actor: Actor, organisation: Organisation) -> bool:
    """Whoever holds office there or above, and those who read everything."""
    if any(seat.role in READS_ALL for seat in actor.positions):
        return True
    above = {each.id for each in ancestors(uow, organisation.id)}
    return any(seat.organisation_id in above and seat.role not in NO_OFFICE for seat in actor.positions)
