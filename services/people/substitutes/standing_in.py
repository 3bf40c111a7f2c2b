"""Which substitutions hold on a day. Nothing ends them but the day itself: each question compares with the clock."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Substitution

# Only offices are stood in for. Whoever was drawn by lot, applies, checks or keeps the house does so in person.
NOT_STOOD_IN_FOR = frozenset({"lead", "staff", "inspector", "auditor", "administrator", "designer"})


def in_force(day: date) -> ColumnElement[bool]:
    """The condition that a substitution holds on a day."""
    return and_(Substitution.from_day <= day, Substitution.until_day >= day, Substitution.ended_at.is_(None))


def substitutes_of(uow: UnitOfWork, seats: Iterable[tuple[int, int, str]]) -> list[int]:
    """Who stands in today for any of these (person, organisation, role), each id once."""
    wanted = {seat for seat in seats if seat[2] not in NOT_STOOD_IN_FOR}
    if not wanted:
        return []
    absent = {person_id for person_id, _, _ in wanted}
    query = select(Substitution).where(Substitution.person_id.in_(absent), in_force(local_day(uow.now)))
    found = {
        row.substitute_id
        for row in uow.session.scalars(query)
        for person_id, organisation_id, role in wanted
        if row.person_id == person_id and row.role in (None, role) and row.organisation_id in (None, organisation_id)
    }
    return sorted(found)
