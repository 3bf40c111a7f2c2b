"""Verbs about substitutes: somebody who will be away names who acts for them; it ends by itself, or is ended."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from ..identity import Actor, Person, Seat
from ..identity.actor import actor as actor_of
from ..substitutes import NOT_STOOD_IN_FOR, Substitution
from .events import SubstituteNamed, SubstitutionEnded

ADMINISTRATOR = "administrator"
REASON_MAX = 200


class NotYourSubstitution(NotAllowed):
    """Only the person themselves and an administrator arrange it."""

    sentence = "只有本人和系统管理员可以安排或结束代理。"


class AlreadyStoodInFor(Conflict):
    """Two substitutes for one position on one day would leave open who decides."""

    sentence = "这些日子里已经安排了代理人，请先结束原来的安排。"


@dataclass(frozen=True)
class Arrangement:
    """Who acts for whom, from which day to which, why; `seat` None: in every office the person holds."""

    person_id: int
    substitute_id: int
    from_day: date
    until_day: date
    reason: str
    seat: Seat | None = None


def name_substitute(uow: UnitOfWork, actor: Actor, wanted: Arrangement) -> Substitution:
    """Arrange a substitute. Raises NotYourSubstitution, Invalid (by field), AlreadyStoodInFor."""
    _require_theirs(actor, wanted.person_id)
    absent, other = uow.session.get(Person, wanted.person_id), uow.session.get(Person, wanted.substitute_id)
    if faults := _faults(uow, wanted, absent, other):
        raise Invalid(fields=faults)
    assert absent is not None and other is not None, "the faults name a person who is not there"
    if _overlapping(uow, wanted):
        raise AlreadyStoodInFor
    row = Substitution(
        person_id=absent.id,
        substitute_id=other.id,
        organisation_id=wanted.seat.organisation_id if wanted.seat else None,
        role=wanted.seat.role if wanted.seat else None,
        from_day=wanted.from_day,
        until_day=wanted.until_day,
        reason=wanted.reason.strip(),
        arranged_by=actor.id,
        arranged_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record(
        SubstituteNamed(
            actor_id=actor.id,
            substitution_id=row.id,
            name=absent.name,
            substitute=other.name,
            from_day=row.from_day,
            until_day=row.until_day,
            reason=row.reason,
            role=row.role or "",
        )
    )
    return row


def end_substitution(uow: UnitOfWork, actor: Actor, substitution_id: int) -> None:
    """End an arrangement before its time. Raises NotFound, NotYourSubstitution, Conflict where it is over."""
    row = uow.session.get(Substitution, substitution_id, with_for_update=True)
    if row is None:
        raise NotFound("没有这项代理安排。")
    _require_theirs(actor, row.person_id)
    if row.ended_at is not None or row.until_day < local_day(uow.now):
        raise Conflict("这项代理已经结束。")
    row.ended_at = uow.now
    absent, other = uow.session.get_one(Person, row.person_id), uow.session.get_one(Person, row.substitute_id)
    uow.record(
        SubstitutionEnded(actor_id=actor.id, substitution_id=row.id, name=absent.name, substitute=other.name)
    )


def substitutions_of(uow: UnitOfWork, actor: Actor) -> list[tuple[Substitution, str, str]]:
    """(row, who is away, who acts) of what concerns the actor, an administrator all of it; the latest first."""
    mine = or_(Substitution.person_id == actor.id, Substitution.substitute_id == actor.id)
    query = select(Substitution).order_by(Substitution.from_day.desc(), Substitution.id.desc()).limit(200)
    rows = list(uow.session.scalars(query if actor.holds(ADMINISTRATOR) else query.where(mine)))
    ids = {n for row in rows for n in (row.person_id, row.substitute_id)}
    names = {p.id: p.name for p in uow.session.scalars(select(Person).where(Person.id.in_(ids)))}
    return [(row, names[row.person_id], names[row.substitute_id]) for row in rows]


def _require_theirs(actor: Actor, person_id: int) -> None:
    if actor.id != person_id and not actor.holds(ADMINISTRATOR):
        raise NotYourSubstitution


def _faults(uow: UnitOfWork, wanted: Arrangement, absent: Person | None, other: Person | None) -> dict[str, str]:
    faults: dict[str, str] = {}
    offices = [s for s in actor_of(uow, absent.id).positions if s.role not in NOT_STOOD_IN_FOR] if absent else []
    if not offices:
        faults["person"] = "没有可以由他人代理的职务。抽签确定的专家、申报人和系统管理员须本人办理。"
    elif wanted.seat is not None and wanted.seat not in offices:
        faults["seat"] = "请选择本人现任的职务。"
    if other is None or not other.active:
        faults["substitute"] = "请选择代理人。"
    elif other.id == wanted.person_id:
        faults["substitute"] = "不能由本人代理本人。"
    if wanted.until_day < wanted.from_day:
        faults["until_day"] = "代理的最后一天不能早于第一天。"
    elif wanted.until_day < local_day(uow.now):
        faults["until_day"] = "不能补办已经过去的代理。"
    elif wanted.from_day < local_day(uow.now):
        faults["from_day"] = "代理从今天或以后开始，不能倒签。"
    if not 2 <= len(wanted.reason.strip()) <= REASON_MAX:
        faults["reason"] = f"请写明事由，2 至 {REASON_MAX} 字。"
    return faults


def _overlapping(uow: UnitOfWork, wanted: Arrangement) -> bool:
    query = select(Substitution).where(
        Substitution.person_id == wanted.person_id,
        Substitution.ended_at.is_(None),
        Substitution.from_day <= wanted.until_day,
        Substitution.until_day >= wanted.from_day,
    )
    seats = [Seat(row.organisation_id, row.role) if row.role else None for row in uow.session.scalars(query)]  # type: ignore[arg-type]
    return any(wanted.seat is None or seat is None or seat == wanted.seat for seat in seats)
