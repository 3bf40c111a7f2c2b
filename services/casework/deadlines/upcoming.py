"""The timers of the whole house, for whoever watches over it."""

from sqlalchemy import func, select

from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Deadline


def next_deadlines(uow: UnitOfWork, count: int) -> list[Deadline]:
    """The timers that are due next, those that are overdue first."""
    return list(uow.session.scalars(select(Deadline).order_by(Deadline.next_at, Deadline.instance_id).limit(count)))


def overdue(uow: UnitOfWork) -> int:
    """How many timers should have fired by now."""
    return uow.session.scalar(select(func.count()).select_from(Deadline).where(Deadline.next_at <= uow.now)) or 0
