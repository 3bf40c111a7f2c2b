"""What a diagram may ask about its case."""

from typing import Any

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from ..instances import Instance
from .models import Case


def known_case(uow: UnitOfWork, instance: Instance) -> dict[str, Any] | None:
    """`case`: {id, no, title, applicant, organisation, recommender, unit, opened_on, rank}; else null."""
    if instance.subject_kind != "case":
        return None
    case = uow.session.get_one(Case, instance.subject_id)
    return {
        "id": case.id,
        "no": case.no,
        "applicant": case.applicant_id,
        "organisation": case.organisation_id,
        "recommender": case.recommender_id,
        "unit": instance.unit,
        "title": instance.title,
        "opened_on": local_day(case.opened_at),
        "rank": case.rank,
    }
