"""The titles an organisation holds, for rules that ask for an earlier one: FEEL function `titles`."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.rules.values import from_json

from .models import Studio


def titles_function(uow: UnitOfWork) -> Callable[..., list[dict[str, Any]]]:
    """`titles(organisation)`: what the register holds of an organisation, whichever procedure named it; by number.

    `titles()` is the whole register. Each row: {no, name, category, status, organisation, unit, lead, naming_organ,
    procedure, named_on, plaque_on, case, facts}. Revoked titles are rows too: who asks says which `status` counts.
    `category` is what the naming procedure calls it; where one procedure names at several levels, it is the level.
    `titles(null)` and a value that is no organisation's number give the empty list.
    """

    def titles(*organisation: Any) -> list[dict[str, Any]]:
        if not organisation:
            return titles_of(uow)
        number = organisation[0]
        if isinstance(number, bool) or not isinstance(number, (int, Decimal)) or number != int(number):
            return []
        return titles_of(uow, int(number))

    return titles


def titles_of(uow: UnitOfWork, organisation_id: int | None = None) -> list[dict[str, Any]]:
    """The rows of `titles`; None: of every organisation."""
    query = select(Studio).where(Studio.no.is_not(None)).order_by(Studio.no)
    if organisation_id is not None:
        query = query.where(Studio.organisation_id == organisation_id)
    return [_told(studio) for studio in uow.session.scalars(query)]


def _told(studio: Studio) -> dict[str, Any]:
    same = ("no", "name", "category", "status", "unit", "lead", "naming_organ", "procedure", "named_on")
    return {
        **{name: getattr(studio, name) for name in same},
        "organisation": studio.organisation_id,
        "case": studio.case_id,
        "plaque_on": local_day(studio.plaque_at) if studio.plaque_at else None,
        "facts": {k: from_json(v) for k, v in studio.facts.items()},
    }
