"""The other live cases of one recommender in one campaign: what a quota or a rank is measured against."""

from typing import Any

from sqlalchemy import Row, select

from services.casework.cases import Case
from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import UnitOfWork


def peers_of(uow: UnitOfWork, case: Case) -> list[Row[Case, Instance]]:
    """Live or successful cases beside this one; a case that ended before it was submitted takes no place."""
    query = (
        select(Case, Instance)
        .join(Instance, (Instance.subject_id == Case.id) & (Instance.subject_kind == "case"))
        .where(Case.campaign_id == case.campaign_id, Case.recommender_id == case.recommender_id, Case.id != case.id)
        .where(Case.ended_at.is_(None) | Case.submitted_at.is_not(None))
        .order_by(Case.id)
    )
    return list(uow.session.execute(query).all())


def known_peers(uow: UnitOfWork, instance: Instance) -> list[dict[str, Any]]:
    """`peers`: [{case, no, title, category, rank, submitted}] for a case; empty elsewhere."""
    if instance.subject_kind != "case":
        return []
    case = uow.session.get_one(Case, instance.subject_id)
    return [
        {
            "case": other.id,
            "no": other.no,
            "title": theirs.title,
            "category": theirs.category,
            "rank": other.rank,
            "submitted": other.submitted_at is not None,
        }
        for other, theirs in peers_of(uow, case)
    ]
