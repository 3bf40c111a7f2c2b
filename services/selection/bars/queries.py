"""Which bars hold on a day."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Bar


def bars_in_force(
    uow: UnitOfWork, day: date, *, organisation_id: int | None = None, person_id: int | None = None
) -> list[Bar]:
    """The bars that hold on a day, of an organisation or of a person; the newest last."""
    holds = (
        Bar.since <= day,
        or_(Bar.until.is_(None), Bar.until >= day),
        or_(Bar.lifted_on.is_(None), Bar.lifted_on > day),
    )
    return list(uow.session.scalars(select(Bar).where(_of(organisation_id, person_id), *holds).order_by(Bar.id)))


def bars_of(uow: UnitOfWork, *, organisation_id: int | None = None, person_id: int | None = None) -> list[Bar]:
    """Every bar there ever was of an organisation or a person, the newest first."""
    return list(uow.session.scalars(select(Bar).where(_of(organisation_id, person_id)).order_by(Bar.id.desc())))


def _of(organisation_id: int | None, person_id: int | None) -> ColumnElement[bool]:
    return Bar.organisation_id == organisation_id if person_id is None else Bar.person_id == person_id
