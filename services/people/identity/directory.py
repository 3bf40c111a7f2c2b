"""Questions about who there is: found by name, by login, by where they sit, by whether they may come in."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from ..organisations import Organisation
from .models import Person, Position

PAGE = 50
STOPPED, NO_PASSWORD, NO_SEAT = "stopped", "no_password", "no_seat"


def find_persons(
    uow: UnitOfWork, words: str = "", which: str = "", organisation_id: int | None = None, page: int = 1
) -> tuple[list[Person], bool]:
    """A page of persons by login, and whether there are more. `which`: STOPPED, NO_PASSWORD, NO_SEAT or all."""
    today = local_day(uow.now)
    question = select(Person).order_by(Person.login)
    if words.strip():
        like = f"%{_plain(words.strip()[:50])}%"
        question = question.where(or_(Person.name.like(like, escape="!"), Person.login.like(like.lower(), escape="!")))
    if which == STOPPED:
        question = question.where(Person.active.is_(False))
    elif which == NO_PASSWORD:
        question = question.where(Person.active, Person.password_hash.is_(None))
    elif which == NO_SEAT:
        question = question.where(Person.active, Person.id.not_in(select(Position.person_id).where(_holds(today))))
    if organisation_id is not None:
        there = select(Position.person_id).where(Position.organisation_id == organisation_id, _holds(today))
        question = question.where(Person.id.in_(there))
    rows = list(uow.session.scalars(question.offset((max(page, 1) - 1) * PAGE).limit(PAGE + 1)))
    return rows[:PAGE], len(rows) > PAGE


def positions_of(uow: UnitOfWork, person_ids: Iterable[int]) -> list[tuple[Position, Organisation]]:
    """Every position these persons hold, held or will hold, with its organisation; the latest begun first."""
    rows = uow.session.execute(
        select(Position, Organisation)
        .join(Organisation, Organisation.id == Position.organisation_id)
        .where(Position.person_id.in_(list(person_ids)))
        .order_by(Position.from_day.desc(), Position.id.desc())
    )
    return [(position, organisation) for position, organisation in rows]


def how_many_sit(uow: UnitOfWork) -> dict[int, int]:
    """How many persons hold a position today, by organisation."""
    rows = uow.session.execute(
        select(Position.organisation_id, func.count(Position.person_id.distinct()))
        .join(Person, Person.id == Position.person_id)
        .where(Person.active, _holds(local_day(uow.now)))
        .group_by(Position.organisation_id)
    )
    return {organisation_id: count for organisation_id, count in rows}


def nobody_sits(uow: UnitOfWork) -> bool:
    """Whether the house is empty: nobody has ever been given a login."""
    return uow.session.scalar(select(Person.id).limit(1)) is None


def _holds(today: date) -> ColumnElement[bool]:
    return (Position.from_day <= today) & or_(Position.until_day.is_(None), Position.until_day >= today)


def _plain(words: str) -> str:
    for sign in "!%_":
        words = words.replace(sign, f"!{sign}")
    return words
