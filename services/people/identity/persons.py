"""Verbs about persons: create, rename, stop, appoint.

Only an administrator, or the house itself (actor None: commands, the demonstration), may do them to others.
"""

import re
from datetime import date

from sqlalchemy import select

from services.foundation.clock import local_day
from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from ..organisations import organisation
from . import passwords
from .actor import Actor, require_role
from .events import (
    PersonActivated,
    PersonAppointed,
    PersonCreated,
    PersonDeactivated,
    PersonRenamed,
    PositionEnded,
)
from .models import Person, Position
from .sign_in import end_other_sign_ins, plain_login

ADMINISTRATOR = "administrator"
LOGIN_SHAPE = re.compile(r"[a-z0-9][a-z0-9._@-]{1,49}")
ROLE_SHAPE = re.compile(r"[a-z][a-z0-9_]{0,59}")


class LoginTaken(Conflict):
    """Somebody else has this login."""

    sentence = "该登录名已被使用。"


def person(uow: UnitOfWork, person_id: int) -> Person:
    """The person with this id; NotFound if there is none."""
    found = uow.session.get(Person, person_id)
    if found is None:
        raise NotFound("没有这个人员。")
    return found


def create_person(
    uow: UnitOfWork,
    actor: Actor | None,
    *,
    login: str,
    name: str,
    password: str | None = None,
    password_hash: str | None = None,
    language: str = "zh",
) -> Person:
    """Give somebody a login; without a password they cannot sign in by one.

    Refuses with LoginTaken, Invalid, NotAllowed.
    `password_hash` is for a caller who creates many persons with one password and hashes it once.
    """
    require_role(actor, ADMINISTRATOR)
    login, name = plain_login(login), _good_name(name)
    if not LOGIN_SHAPE.fullmatch(login):
        raise Invalid(fields={"login": "登录名为 2 至 50 个小写字母、数字或 . _ @ -，以字母或数字开头。"})
    if language not in {"zh", "en"}:
        raise Invalid(fields={"language": "语言只能是 zh 或 en。"})
    if password is not None:
        passwords.require_good(password, login)
        password_hash = passwords.hashed(password)
    if uow.session.scalar(select(Person.id).where(Person.login == login)) is not None:
        raise LoginTaken(fields={"login": LoginTaken.sentence})

    row = Person(
        login=login, name=name, password_hash=password_hash, active=True, language=language, created_at=uow.now
    )
    uow.session.add(row)
    uow.session.flush()

    uow.record(PersonCreated(person_id=row.id, login=login, name=name, actor_id=actor.id if actor else None))
    return row


def rename_person(uow: UnitOfWork, actor: Actor | None, person_id: int, name: str) -> Person:
    """Write somebody's name otherwise. What they did keeps the name they did it under."""
    require_role(actor, ADMINISTRATOR)
    row, name = person(uow, person_id), _good_name(name)
    if row.name != name:
        old, row.name = row.name, name
        uow.session.flush()
        uow.record(PersonRenamed(person_id=row.id, old=old, new=name, actor_id=actor.id if actor else None))
    return row


def deactivate(uow: UnitOfWork, actor: Actor | None, person_id: int) -> None:
    """Stop a person: no sign-in, no deed, no task. Their past deeds stay. Nobody stops themselves."""
    require_role(actor, ADMINISTRATOR)
    if actor is not None and actor.id == person_id:
        raise NotAllowed("不能停用自己的登录。")
    whose = person(uow, person_id)
    if not whose.active:
        raise Conflict("该人员已停用。")

    whose.active = False
    uow.session.flush()
    end_other_sign_ins(uow, person_id, None)

    uow.record(PersonDeactivated(person_id=whose.id, name=whose.name, actor_id=actor.id if actor else None))


def activate(uow: UnitOfWork, actor: Actor | None, person_id: int) -> None:
    """Let a stopped person in again."""
    require_role(actor, ADMINISTRATOR)
    whose = person(uow, person_id)
    if whose.active:
        raise Conflict("该人员未被停用。")

    whose.active = True
    uow.session.flush()

    uow.record(PersonActivated(person_id=whose.id, name=whose.name, actor_id=actor.id if actor else None))


def appoint(
    uow: UnitOfWork,
    actor: Actor | None,
    person_id: int,
    organisation_id: int,
    role: str,
    from_day: date | None = None,
    until_day: date | None = None,
) -> Position:
    """Give a person a role at an organisation, from a day (today) until a day (open). Refuses a role held already."""
    require_role(actor, ADMINISTRATOR)
    whose, where = person(uow, person_id), organisation(uow, organisation_id)
    begin = from_day or local_day(uow.now)
    if not where.is_open(until_day or max(begin, local_day(uow.now))):
        raise Conflict(f"“{where.name}”已经撤销，不能再任职。")
    if not ROLE_SHAPE.fullmatch(role):
        raise Invalid(fields={"role": "角色由小写字母、数字和下划线组成。"})
    if until_day is not None and until_day < begin:
        raise Invalid(fields={"until_day": "任职的最后一天不能早于第一天。"})
    same = select(Position).filter_by(person_id=person_id, organisation_id=organisation_id, role=role)
    if any(_overlap(each, begin, until_day) for each in uow.session.scalars(same)):
        raise Conflict(f"{whose.name}在该单位已有此任职。")

    row = Position(person_id=person_id, organisation_id=organisation_id, role=role, from_day=begin, until_day=until_day)
    uow.session.add(row)
    uow.session.flush()

    uow.record(
        PersonAppointed(
            person_id=whose.id,
            name=whose.name,
            organisation_id=where.id,
            organisation_name=where.name,
            role=role,
            from_day=begin,
            until_day=until_day,
            actor_id=actor.id if actor else None,
        )
    )
    return row


def end_position(uow: UnitOfWork, actor: Actor | None, position_id: int, until_day: date) -> None:
    """Let a position end with a day, its last. Refuses a day before its first."""
    require_role(actor, ADMINISTRATOR)
    row = uow.session.get(Position, position_id)
    if row is None:
        raise NotFound("没有这项任职。")
    if until_day < row.from_day:
        raise Invalid(fields={"until_day": "任职的最后一天不能早于第一天。"})

    row.until_day = until_day
    uow.session.flush()

    whose, where = person(uow, row.person_id), organisation(uow, row.organisation_id)
    uow.record(
        PositionEnded(
            person_id=whose.id,
            name=whose.name,
            organisation_id=where.id,
            organisation_name=where.name,
            role=row.role,
            until_day=until_day,
            actor_id=actor.id if actor else None,
        )
    )


def _good_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > 100:
        raise Invalid(fields={"name": "请填写姓名（不超过 100 个字符）。"})
    return name


def _overlap(held: Position, begin: date, until: date | None) -> bool:
    return (until is None or held.from_day <= until) and (held.until_day is None or held.until_day >= begin)
