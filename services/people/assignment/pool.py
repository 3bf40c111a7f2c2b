"""From whom a panel may be drawn: holders of a role, without those of the unit that is looked at (D-08)."""

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from ..identity import Person, Position
from ..organisations import Organisation


def pool(
    uow: UnitOfWork, role: str, excluding_organisation_path: str | None = None, within: str | None = None
) -> list[Person]:
    """Active persons who hold `role` today, by id; drawing from them is the caller's.

    within: the path of the organisation at or below which they hold it; None: anywhere.
    Left out is who holds any position today at the organisation with that path or below it. Give the path of the
    recommender to leave out its whole house, or of the applicant's unit to leave out that unit alone.
    """
    today = local_day(uow.now)
    in_force = (Position.from_day <= today) & or_(Position.until_day.is_(None), Position.until_day >= today)
    holders = select(Position.person_id).where(Position.role == role, in_force)
    if within:
        there = select(Organisation.id).where(Organisation.path.startswith(within))
        holders = holders.where(Position.organisation_id.in_(there))
    question = select(Person).where(Person.active, Person.id.in_(holders))
    if excluding_organisation_path:
        colleagues = (
            select(Position.person_id)
            .join(Organisation, Organisation.id == Position.organisation_id)
            .where(Organisation.path.startswith(excluding_organisation_path), in_force)
        )
        question = question.where(Person.id.not_in(colleagues))
    return list(uow.session.scalars(question.order_by(Person.id)))
