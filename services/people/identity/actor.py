"""The actor: who does a deed, and in which positions. Every verb receives one; no verb looks for one."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, cast, null, or_, select, union_all

from services.foundation.clock import local_day
from services.foundation.errors import NotAllowed, NotSignedIn
from services.foundation.storage.unit_of_work import UnitOfWork

from ..substitutes import NOT_STOOD_IN_FOR, Substitution, in_force
from .models import Person, Position, SignedIn
from .sign_in import digest


class PasswordToChange(NotAllowed):
    """The password was given by an administrator: its owner chooses another before doing anything else."""

    sentence = "您现在用的是临时密码，请先设置自己的密码。"


@dataclass(frozen=True)
class Seat:
    """A role at an organisation, held today."""

    organisation_id: int
    role: str


@dataclass(frozen=True)
class StandingIn:
    """For whom an actor acts today as a substitute, in which of that person's seats, and on what ground."""

    person_id: int
    name: str
    seats: tuple[Seat, ...]
    basis: str


@dataclass(frozen=True)
class Actor:
    """A person as a verb sees them: frozen at the beginning of the deed."""

    id: int
    name: str
    positions: tuple[Seat, ...] = ()
    language: str = "zh"
    must_change_password: bool = False
    standing_in: tuple[StandingIn, ...] = ()

    def holds(self, role: str, organisation_id: int | None = None) -> bool:
        """Whether the actor has a role: anywhere, or at one organisation."""
        return any(
            seat.role == role and (organisation_id is None or seat.organisation_id == organisation_id)
            for seat in self.positions
        )


def actor(uow: UnitOfWork, person_id: int) -> Actor:
    """The actor with the positions of today. Refuses with NotSignedIn if the person is unknown or stopped."""
    person = uow.session.get(Person, person_id)
    if person is None or not person.active:
        raise NotSignedIn()
    must_change = person.password_until is not None
    seats, standing_in = _seats(uow, person.id)
    return Actor(person.id, person.name, seats, person.language, must_change, standing_in)


def actor_by_key(uow: UnitOfWork, key: str) -> Actor:
    """The actor whose browser holds a key. Refuses with NotSignedIn if the key was ended or never given."""
    person_id = uow.session.scalar(
        select(SignedIn.person_id).where(SignedIn.key_digest == digest(key), SignedIn.ended_at.is_(None))
    )
    if person_id is None:
        raise NotSignedIn()
    return actor(uow, person_id)


def persons_with_seats(uow: UnitOfWork, seats: Iterable[Seat]) -> list[Person]:
    """Active persons who hold one of the seats today, each once, by id."""
    wanted = [(Position.organisation_id == seat.organisation_id) & (Position.role == seat.role) for seat in seats]
    if not wanted:
        return []
    today = local_day(uow.now)
    return list(
        uow.session.scalars(
            select(Person)
            .where(
                Person.active,
                Person.id.in_(
                    select(Position.person_id).where(
                        or_(*wanted),
                        Position.from_day <= today,
                        or_(Position.until_day.is_(None), Position.until_day >= today),
                    )
                ),
            )
            .order_by(Person.id)
        )
    )


def require_role(who: Actor | None, role: str) -> None:
    """Refuse with NotAllowed unless the actor has the role somewhere. None is the house itself (commands, demo)."""
    if who is not None and not who.holds(role):
        raise NotAllowed()


def _seats(uow: UnitOfWork, person_id: int) -> tuple[tuple[Seat, ...], tuple[StandingIn, ...]]:
    """The own seats, and those of everybody the person stands in for: one question, as every request asks it."""
    today = local_day(uow.now)
    held = (Position.from_day <= today, or_(Position.until_day.is_(None), Position.until_day >= today))
    what = (Position.organisation_id, Position.role)
    own = select(*what, cast(null(), Integer).label("substitution_id")).where(Position.person_id == person_id, *held)
    others = (
        select(*what, Substitution.id.label("substitution_id"))
        .join(Substitution, Substitution.person_id == Position.person_id)
        .where(
            Substitution.substitute_id == person_id,
            in_force(today),
            or_(Substitution.role.is_(None), _this_position()),
            Position.role.not_in(NOT_STOOD_IN_FOR),
            *held,
        )
    )
    rows = sorted({(Seat(o, r), s) for o, r, s in uow.session.execute(union_all(own, others))}, key=_by_seat)
    mine = tuple(seat for seat, substitution in rows if substitution is None)
    theirs: dict[int, list[Seat]] = {}
    for seat, substitution in rows:
        if substitution is not None:
            theirs.setdefault(substitution, []).append(seat)
    return mine, _standing_in(uow, theirs) if theirs else ()


def _by_seat(row: tuple[Seat, int | None]) -> tuple[int, str, int]:
    return row[0].organisation_id, row[0].role, row[1] or 0


def _this_position() -> ColumnElement[bool]:
    same = Substitution.role == Position.role
    return same & (Substitution.organisation_id == Position.organisation_id)


def _standing_in(uow: UnitOfWork, seats: dict[int, list[Seat]]) -> tuple[StandingIn, ...]:
    query = select(Substitution, Person.name).join(Person, Person.id == Substitution.person_id)
    rows = uow.session.execute(query.where(Substitution.id.in_(seats), Person.active).order_by(Substitution.id))
    return tuple(StandingIn(row.person_id, name, tuple(seats[row.id]), row.basis) for row, name in rows)
