"""Principals: texts that name whom a task is for, `p:<person id>` or `q:<organisation id>:<role>`.

They stand with the task in an indexed column, so that an inbox is one question: which tasks name one of mine?
"""

from collections.abc import Iterable

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from ..identity import Actor, Person, Position, Seat, StandingIn, persons_with_seats
from ..substitutes import NOT_STOOD_IN_FOR, substitutes_of


def of_person(person_id: int) -> str:
    """The principal that names one person."""
    return f"p:{person_id}"


def of_role(organisation_id: int, role: str) -> str:
    """The principal that names whoever holds a role at an organisation."""
    return f"q:{organisation_id}:{role}"


def own_principals(actor: Actor) -> tuple[str, ...]:
    """The principals an actor answers to in their own name: the person, and each position held today."""
    return (of_person(actor.id), *_queues(actor.positions))


def standing_in_principals(actor: Actor) -> tuple[str, ...]:
    """The principals an actor answers to as somebody's substitute alone (代办)."""
    found = dict.fromkeys(queue for other in actor.standing_in for queue in _queues(other.seats))
    return tuple(queue for queue in found if queue not in own_principals(actor))


def principals_of(actor: Actor) -> tuple[str, ...]:
    """Every principal an actor answers to today, in their own name or as a substitute."""
    return own_principals(actor) + standing_in_principals(actor)


def acts_for(actor: Actor, principals: Iterable[str]) -> StandingIn | None:
    """For whom an actor does what names these principals; None where it is their own."""
    named = set(principals)
    if not named.isdisjoint(own_principals(actor)):
        return None
    return next((other for other in actor.standing_in if not named.isdisjoint(_queues(other.seats))), None)


def _queues(seats: Iterable[Seat]) -> tuple[str, ...]:
    return tuple(of_role(seat.organisation_id, seat.role) for seat in seats)


def may_act(actor: Actor, principals: Iterable[str]) -> bool:
    """Whether a task that names these principals waits for the actor. No principals: for nobody."""
    return not set(principals_of(actor)).isdisjoint(principals)


def people_behind(uow: UnitOfWork, principals: Iterable[str]) -> list[Person]:
    """The active persons these principals stand for today, each once, by id."""
    persons: set[int] = set()
    seats: list[Seat] = []
    for principal in principals:
        kind, _, rest = principal.partition(":")
        if kind == "p":
            persons.add(int(rest))
        else:
            organisation_id, _, role = rest.partition(":")
            seats.append(Seat(int(organisation_id), role))
    named = uow.session.scalars(select(Person).where(Person.id.in_(persons), Person.active)) if persons else ()
    found = {each.id: each for each in (*named, *persons_with_seats(uow, seats))}
    return [found[person_id] for person_id in sorted(found)]


def people_told(uow: UnitOfWork, principals: Iterable[str]) -> list[int]:
    """Ids of the persons behind these principals and of whoever stands in for one of them today."""
    named = list(principals)
    people = [person.id for person in people_behind(uow, named)]
    queues = [principal.split(":") for principal in named if principal.startswith("q:")]
    seats = [(person_id, int(place), role) for person_id in people for _, place, role in queues]
    return [*people, *(other for other in substitutes_of(uow, seats) if other not in people)]


def offices_at(uow: UnitOfWork, organisation_ids: Iterable[int]) -> list[Person]:
    """Active persons who hold an office at one of these organisations today, each once, by id."""
    today = local_day(uow.now)
    held = (Position.from_day <= today) & or_(Position.until_day.is_(None), Position.until_day >= today)
    there = Position.organisation_id.in_(list(organisation_ids)) & Position.role.not_in(NOT_STOOD_IN_FOR)
    holders = select(Position.person_id).where(held, there)
    return list(uow.session.scalars(select(Person).where(Person.active, Person.id.in_(holders)).order_by(Person.id)))
