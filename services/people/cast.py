"""A cast: organisations and people from data, for the demonstration, scenarios and tests. Safe to load twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork

from .identity import Person, Position, appoint, create_person
from .identity.passwords import hashed
from .organisations import Organisation, add


@dataclass(frozen=True)
class Cast:
    """Ids by the names the data uses: organisations by code, people by login."""

    organisations: Mapping[str, int]
    people: Mapping[str, int]


def load_cast(uow: UnitOfWork, data: Mapping[str, Any], password: str | None = None) -> Cast:
    """Create what `data` names and is not there yet; what is there already stays as it is.

    data: {since: first day of all positions,
    organisations: [{code, name, level, short_name?, kind?, parent?: code}], parents first,
    people: [{login, name, language?, seats: [{at: code, role}]}]}.
    All share one password; None: no sign-in by password.
    Refuses with Invalid where a code is named that does not exist.
    """
    organisations = {code: key for key, code in uow.session.execute(select(Organisation.id, Organisation.code))}
    for entry in data.get("organisations", ()):
        if entry["code"] not in organisations:
            organisations[entry["code"]] = _organisation(uow, entry, organisations)
    people = {login: key for key, login in uow.session.execute(select(Person.id, Person.login))}
    # Hashed once: argon2 is slow on purpose, and people who share a password have no salt to lose.
    password_hash = hashed(password) if password else None
    for entry in data.get("people", ()):
        if entry["login"] not in people:
            row = create_person(
                uow,
                None,
                login=entry["login"],
                name=entry["name"],
                password_hash=password_hash,
                language=entry.get("language", "zh"),
            )
            people[row.login] = row.id
        _seat(uow, people[entry["login"]], entry, organisations, data.get("since"))
    return Cast(organisations, people)


def _organisation(uow: UnitOfWork, entry: Mapping[str, Any], known: Mapping[str, int]) -> int:
    parent = entry.get("parent")
    return int(
        add(
            uow,
            code=entry["code"],
            name=entry["name"],
            level=entry["level"],
            kind=entry.get("kind", ""),
            short_name=entry.get("short_name", ""),
            parent_id=_named(known, parent) if parent else None,
        ).id
    )


def _seat(
    uow: UnitOfWork, person_id: int, entry: Mapping[str, Any], known: Mapping[str, int], since: date | str | None
) -> None:
    held = {
        (organisation_id, role)
        for organisation_id, role in uow.session.execute(
            select(Position.organisation_id, Position.role).where(Position.person_id == person_id)
        )
    }
    for seat in entry.get("seats", ()):
        where = _named(known, seat["at"])
        if (where, seat["role"]) not in held:
            appoint(uow, None, person_id, where, seat["role"], date.fromisoformat(str(since)) if since else None)


def _named(known: Mapping[str, int], code: str) -> int:
    if code not in known:
        raise Invalid(f"人员名册里没有代码为“{code}”的单位。")
    return known[code]
