"""专家库: who may be drawn, what they know, when they are away, with whom they have dealings, and what they carry."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.errors import Invalid, NotAllowed, NotFound
from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, Person, Position
from services.people.organisations import Organisation

from ..campaigns import Campaign
from .draw import loads_of
from .events import ConflictDeclared, ConflictEnded, ExpertDescribed
from .models import ExpertConflict, ExpertProfile
from .recusal import is_away

EXPERT_ROLES = ("expert", "inspector")
KEEPERS = {"office", "administrator"}
MOST_FIELDS, LONGEST = 10, 30


@dataclass(frozen=True)
class Expert:
    """One line of the roster. `load`: on how many panels of running campaigns they sit."""

    person: Person
    units: list[str]
    fields: list[str]
    away_from: date | None
    away_until: date | None
    away: bool
    load: int
    conflicts: list[tuple[ExpertConflict, str]]


def keeps_roster(actor: Actor) -> bool:
    """Whether somebody looks after experts at all."""
    return any(seat.role in KEEPERS for seat in actor.positions)


def is_expert(actor: Actor) -> bool:
    """Whether somebody may be drawn."""
    return any(seat.role in EXPERT_ROLES for seat in actor.positions)


def roster(uow: UnitOfWork, actor: Actor) -> list[Expert]:
    """The experts at and below the actor's offices, the least loaded first. Raises NotAllowed."""
    if not keeps_roster(actor):
        raise NotAllowed("专家库由批次的经办人员管理。")
    return _experts(uow, _kept_by(uow, actor))


def expert(uow: UnitOfWork, actor: Actor, person_id: int) -> Expert:
    """One expert, for those who look after them and for themselves. Raises NotFound."""
    if person_id != actor.id and person_id not in _kept_by(uow, actor):
        raise NotFound("专家库里没有这个人。")
    found = _experts(uow, {person_id})
    if not found:
        raise NotFound("专家库里没有这个人。")
    return found[0]


def describe(
    uow: UnitOfWork, actor: Actor, person_id: int, fields: str, away_from: date | None, away_until: date | None
) -> None:
    """Write down what an expert knows and when they are away. Raises NotFound, Invalid."""
    before = expert(uow, actor, person_id)
    words = list(dict.fromkeys(word for word in re.split(r"[\s，、,；;]+", fields) if word))
    if len(words) > MOST_FIELDS or any(len(word) > LONGEST for word in words):
        raise Invalid(fields={"fields": f"专业最多 {MOST_FIELDS} 项，每项不超过 {LONGEST} 个字。"})
    if away_from and away_until and away_until < away_from:
        raise Invalid(fields={"away_until": "结束日期早于开始日期。"})
    row = uow.session.get(ExpertProfile, person_id)
    if row is None:
        row = ExpertProfile(person_id=person_id)
        uow.session.add(row)
    row.fields, row.away_from, row.away_until, row.changed_at = words, away_from, away_until, uow.now
    uow.session.flush()
    told = (_words(before.fields, before.away_from, before.away_until), _words(words, away_from, away_until))
    uow.record(
        ExpertDescribed(
            subject=ADMINISTRATION, actor_id=actor.id, name=before.person.name, before=told[0], now=told[1]
        )
    )


def declare_conflict(uow: UnitOfWork, actor: Actor, person_id: int, about: str, reason: str) -> ExpertConflict:
    """An expert has an interest in an organisation of that name, else in a person of that name.

    Raises NotFound, Invalid.
    """
    who, about, reason = expert(uow, actor, person_id), about.strip(), reason.strip()
    wrong = {}
    if not 2 <= len(about) <= 100:
        wrong["about"] = "请写单位全称或者人的姓名。"
    if not 2 <= len(reason) <= 200:
        wrong["reason"] = "请写明是什么关系，2 至 200 个字。"
    if wrong:
        raise Invalid(fields=wrong)
    organisation = uow.session.scalars(select(Organisation).where(Organisation.name == about)).first()
    row = ExpertConflict(
        person_id=person_id,
        organisation_id=organisation.id if organisation else None,
        name=None if organisation else about,
        reason=reason,
        declared_by=actor.id,
        declared_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    told = {"name": who.person.name, "about": about, "reason": reason}
    uow.record(ConflictDeclared(subject=ADMINISTRATION, actor_id=actor.id, **told))
    return row


def end_conflict(uow: UnitOfWork, actor: Actor, conflict_id: int) -> int:
    """The interest is no more: for those who look after the expert, not the expert alone. Returns the expert's id."""
    row = uow.session.get(ExpertConflict, conflict_id)
    if row is None or row.ended_at is not None or row.person_id not in _kept_by(uow, actor):
        raise NotFound("没有这条声明，或者它已经终止。")
    row.ended_at = uow.now
    person = uow.session.get_one(Person, row.person_id)
    uow.record(
        ConflictEnded(subject=ADMINISTRATION, actor_id=actor.id, name=person.name, about=_about(uow, row))
    )
    return row.person_id


def _experts(uow: UnitOfWork, wanted: Iterable[int]) -> list[Expert]:
    carried: Counter[int] = Counter()
    for campaign_id in uow.session.scalars(select(Campaign.id).where(Campaign.ended_at.is_(None))):
        carried += loads_of(uow, campaign_id)
    seats = _seats(uow)
    people = select(Person).where(Person.active, Person.id.in_(set(wanted) & seats.keys()))
    found = [_expert(uow, person, seats[person.id], carried[person.id]) for person in uow.session.scalars(people)]
    return sorted(found, key=lambda each: (each.load, each.person.id))


def _expert(uow: UnitOfWork, person: Person, units: list[Organisation], load: int) -> Expert:
    profile = uow.session.get(ExpertProfile, person.id)
    mine = (ExpertConflict.person_id == person.id, ExpertConflict.ended_at.is_(None))
    rows = uow.session.scalars(select(ExpertConflict).where(*mine).order_by(ExpertConflict.id))
    return Expert(
        person,
        [unit.name for unit in units],
        list(profile.fields) if profile else [],
        profile.away_from if profile else None,
        profile.away_until if profile else None,
        profile is not None and is_away(uow, profile),
        load,
        [(row, _about(uow, row)) for row in rows],
    )


def _kept_by(uow: UnitOfWork, actor: Actor) -> set[int]:
    """The experts at and below the offices of somebody who looks after them."""
    offices = [seat.organisation_id for seat in actor.positions if seat.role in KEEPERS]
    paths = list(uow.session.scalars(select(Organisation.path).where(Organisation.id.in_(offices))))
    return {p for p, units in _seats(uow).items() if any(u.path.startswith(path) for u in units for path in paths)}


def _seats(uow: UnitOfWork) -> dict[int, list[Organisation]]:
    """Where everybody is an expert today."""
    today = local_day(uow.now)
    in_force = (Position.from_day <= today, or_(Position.until_day.is_(None), Position.until_day >= today))
    rows = select(Position.person_id, Organisation).join(Organisation, Organisation.id == Position.organisation_id)
    found: dict[int, list[Organisation]] = {}
    for person_id, unit in uow.session.execute(rows.where(Position.role.in_(EXPERT_ROLES), *in_force)).all():
        found.setdefault(person_id, []).append(unit)
    return found


def _about(uow: UnitOfWork, row: ExpertConflict) -> str:
    return uow.session.get_one(Organisation, row.organisation_id).name if row.organisation_id else str(row.name)


def _words(fields: list[str], away_from: date | None, away_until: date | None) -> dict[str, str]:
    away = f"{away_from or ''}至{away_until or ''}" if away_from or away_until else ""
    return {"专业": "、".join(fields), "不在岗": away}
