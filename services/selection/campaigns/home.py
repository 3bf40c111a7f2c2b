"""Whose a procedure is, in a house where several cities work: each keeps to its own tree of organisations."""

from sqlalchemy import select

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation, organisation

from .models import Campaign


def roots_of(uow: UnitOfWork, procedure_id: str) -> set[int]:
    """The roots of the trees that run a procedure: where its campaigns were opened. Empty before the first."""
    paths = (
        select(Organisation.path)
        .join(Campaign, Campaign.organisation_id == Organisation.id)
        .where(Campaign.procedure == procedure_id)
        .distinct()
    )
    return {_root(path) for path in uow.session.scalars(paths)}


def is_at_home(uow: UnitOfWork, procedure_id: str, organisation_id: int) -> bool:
    """Whether an organisation's tree runs this procedure, or nobody has run it yet: the first makes it its own."""
    roots = roots_of(uow, procedure_id)
    return not roots or organisation(uow, organisation_id).way[0] in roots


def _root(path: str) -> int:
    return int(path.strip("/").split("/")[0])
