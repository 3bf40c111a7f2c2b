"""What a diagram may ask about its studio."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry
from services.process.rules.values import from_json

from .annual_reviews import as_known, reviews_of, years_without_results
from .changes import changes_of
from .models import Studio, StudioStatus
from .plaques import hanging
from .standing import ON_RECORD


def known_studio(uow: UnitOfWork, instance: Instance) -> dict[str, Any] | None:
    """`studio`, null outside a studio's pool. See `facts_of`."""
    if instance.subject_kind != "studio":
        return None
    categories = registry.load(uow, instance.version_id).manifest.categories
    return facts_of(uow, uow.session.get_one(Studio, instance.subject_id), categories)


def facts_of(uow: UnitOfWork, studio: Studio, categories: Mapping[str, str] | None = None) -> dict[str, Any]:
    """All that may be asked.

    id, no, name, category, category_name, organisation, unit, lead, members, naming_organ, named_on, decision_no,
    status, status_since, on_record, plaque_no, plaque_on, plaque_hanging, grant_cny, years_without_results,
    reviews: [{year, kind, verdict, results, note, organ, decided_on, and its own facts}], the newest first,
    changes: [{what, old, new, decided_on}], the newest first, facts: what the naming message said.
    """
    reviews = reviews_of(uow, studio.id)
    since = uow.session.scalar(
        select(StudioStatus.since).where(StudioStatus.studio_id == studio.id).order_by(StudioStatus.id.desc()).limit(1)
    )
    same = (
        "id", "no", "name", "category", "unit", "lead", "named_on", "decision_no", "status", "plaque_no",
        "grant_cny", "naming_organ",
    )  # fmt: skip
    return {
        **{name: getattr(studio, name) for name in same},
        "category_name": (categories or {}).get(studio.category, studio.category),
        "organisation": studio.organisation_id,
        "members": from_json(studio.members),
        "on_record": studio.status == ON_RECORD,
        "status_since": local_day(since) if since else studio.named_on,
        "years_without_results": years_without_results(reviews),
        "reviews": [{**as_known(row), "decided_on": local_day(row.decided_at)} for row in reviews],
        "changes": [
            {"what": row.what, "old": row.old, "new": row.new, "decided_on": local_day(row.decided_at)}
            for row in changes_of(uow, studio.id)
        ],
        "plaque_on": local_day(studio.plaque_at) if studio.plaque_at else None,
        "plaque_hanging": hanging(uow, studio.id) is not None,
        "facts": {k: from_json(v) for k, v in studio.facts.items()},
    }
