"""FEEL's view of the organisation tree: functions about any organisation, and the running pool's own."""

from collections.abc import Callable
from typing import Any

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people import organisations
from services.people.organisations import Organisation

from .models import Instance


def organisation_functions(uow: UnitOfWork, recommender_level: str) -> dict[str, Callable[..., Any]]:
    """`superior unions`, `organisation`, `organisation by code`, `organisations of level`, `role at`.

    An organisation is told as {id, code, name, short_name, level, kind, parent}; null where there is none. Its code is
    the operator's and stays the same on every machine, so tables of a package may be keyed by it.
    """

    def superior_unions(organisation: Any) -> list[int]:
        return organisations.superior_chain(uow, int(organisation), recommender_level)

    def organisation(number: Any) -> dict[str, Any] | None:
        return None if number is None else _told(uow.session.get(Organisation, int(number)))

    def by_code(code: Any) -> dict[str, Any] | None:
        return None if code is None else _told(organisations.with_code(uow, str(code)))

    def of_level(level: Any, *below: Any) -> list[dict[str, Any]]:
        top = organisations.organisation(uow, int(below[0])).path if below and below[0] is not None else "/"
        return [told(row) for row in organisations.of_level(uow, str(level), top)]

    def role_at(organisation: Any, role: Any) -> str:
        return f"@{int(organisation)}:{role}"

    return {
        "superior unions": superior_unions,
        "organisation": organisation,
        "organisation by code": by_code,
        "organisations of level": of_level,
        "role at": role_at,
    }


def known_own_organisation(uow: UnitOfWork, instance: Instance) -> dict[str, Any]:
    """`own_organisation`: whose a case or studio is, who runs a campaign, or whom a pool is about."""
    return told(uow.session.get_one(Organisation, instance.organisation_id))


def told(row: Organisation) -> dict[str, Any]:
    """An organisation as diagrams see it."""
    same = ("id", "code", "name", "short_name", "level", "kind")
    return {**{name: getattr(row, name) for name in same}, "parent": row.parent_id}


def _told(row: Organisation | None) -> dict[str, Any] | None:
    return None if row is None else told(row)
