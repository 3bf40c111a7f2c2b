"""Principals: texts that name whom a task is for, `p:<person id>` or `q:<organisation id>:<role>`.

They stand with the task in an indexed column, so that an inbox is one question: which tasks name one of mine?
"""

from collections.abc import Iterable

from sqlalchemy import select

from services.foundation.storage.unit_of_work import UnitOfWork

from ..identity import Actor, Person, Seat, persons_with_seats


def of_person(person_id: int) -> str:
    """The principal that names one person."""
    return f"p:{person_id}"


def of_role(organisation_id: int, role: str) -> str:
    """The principal that names whoever holds a role at an organisation."""
    return f"q:{organisation_id}:{role}"


def principals_of(actor: Actor) -> tuple[str, ...]:
    """Every principal an actor answers to: the person, and each position held today."""
    return (of_person(actor.id), *(of_role(seat.organisation_id, seat.role) for seat in actor.positions))


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
