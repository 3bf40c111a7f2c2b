"""Possible duplicate applications: the same studio or the same lead twice in one campaign (system default D-09)."""

from sqlalchemy import or_, select

from services.foundation.storage.unit_of_work import UnitOfWork

from ..instances import Instance
from .models import Case


def duplicates_of(uow: UnitOfWork, case: Case, theirs: Instance) -> list[tuple[Case, Instance]]:
    """Other live cases of the campaign under the same studio name or the same lead, whoever recommends them.

    A case that ended takes no place; equal names of two persons are possible, so a person compares and decides.
    """
    same = [Instance.title == theirs.title]
    if theirs.lead:
        same.append(Instance.lead == theirs.lead)
    query = (
        select(Case, Instance)
        .join(Instance, (Instance.subject_id == Case.id) & (Instance.subject_kind == "case"))
        .where(Case.campaign_id == case.campaign_id, Case.id != case.id, Case.ended_at.is_(None), or_(*same))
        .order_by(Case.id)
    )
    return [(other, instance) for other, instance in uow.session.execute(query)]
