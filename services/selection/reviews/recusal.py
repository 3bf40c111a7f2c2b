"""Who may be drawn for a case, and why the others may not (D-08)."""

from dataclasses import dataclass

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import pool, standing_back_from
from services.people.identity import Person
from services.people.organisations import ancestors, nearest_with_level, organisation
from services.process import registry

from .models import ExpertConflict, ExpertProfile

APPLICANT = "申报人本人"
NAMED = "姓名与领衔人或成员相同"
SAME_UNIT = "在申报单位任职"
SAME_HOUSE = "在同一推荐单位任职"
DECLARED = "已声明有利害关系"
AWAY = "登记为不在岗"
OTHER_FIELD = "专业不符"
STOOD_BACK = "已就此件回避、谢绝或逾期未答复"


@dataclass(frozen=True)
class Candidates:
    """The ids of those who may be drawn, and (id, why) of those who may not."""

    people: list[int]
    left_out: list[tuple[int, str]]


def candidates(uow: UnitOfWork, instance: Instance, role: str, names: set[str], fields: set[str]) -> Candidates:
    """Holders of a role below the city's own root: each is asked every question, the first reason counts.

    names: the lead and the members; fields: what the panel has to know, empty: anything.
    """
    way = ancestors(uow, instance.organisation_id)  # one house may serve several cities; each draws from its own people
    everybody = pool(uow, role, None, way[-1].path)
    level = registry.load(uow, instance.version_id).manifest.recommender_level
    house = nearest_with_level(uow, instance.organisation_id, level) or organisation(uow, instance.organisation_id)
    not_of_house = {p.id for p in pool(uow, role, house.path, way[-1].path)}
    not_of_unit = {p.id for p in pool(uow, role, way[0].path, way[-1].path)}
    back = standing_back_from(uow, instance.subject)
    declared = _declared(uow, {o.id for o in way}, names)
    profiles = {row.person_id: row for row in uow.session.scalars(select(ExpertProfile))}

    def why_not(person: Person) -> str | None:
        profile = profiles.get(person.id)
        reasons = {
            APPLICANT: person.id == instance.applicant_id,
            NAMED: person.name in names,
            SAME_UNIT: person.id not in not_of_unit,
            SAME_HOUSE: person.id not in not_of_house,
            DECLARED: person.id in declared,
            STOOD_BACK: person.id in back,
            AWAY: profile is not None and is_away(uow, profile),
            OTHER_FIELD: bool(fields) and not fields & set(profile.fields if profile else ()),
        }
        return next((reason for reason, holds in reasons.items() if holds), None)

    asked = [(person.id, why_not(person)) for person in everybody]
    return Candidates([p for p, why in asked if why is None], [(p, why) for p, why in asked if why is not None])


def is_away(uow: UnitOfWork, profile: ExpertProfile) -> bool:
    """Whether an expert is away today."""
    today = local_day(uow.now)
    if profile.away_from is None and profile.away_until is None:
        return False
    return (profile.away_from or today) <= today <= (profile.away_until or today)


def _declared(uow: UnitOfWork, organisations: set[int], names: set[str]) -> set[int]:
    in_force = select(ExpertConflict).where(ExpertConflict.ended_at.is_(None))
    rows = uow.session.scalars(in_force)
    return {row.person_id for row in rows if row.organisation_id in organisations or row.name in names}
