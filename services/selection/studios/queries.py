"""Reading the register."""

from sqlalchemy import select

from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Studio


def register(uow: UnitOfWork) -> list[Studio]:
    """Every studio that was named, by its number."""
    return list(uow.session.scalars(select(Studio).where(Studio.no.is_not(None)).order_by(Studio.no)))


def studio_by_no(uow: UnitOfWork, no: str) -> Studio:
    """A studio by its number in the register. Raises NotFound."""
    studio = uow.session.scalar(select(Studio).where(Studio.no == no))
    if studio is None:
        raise NotFound("名录中没有这个工作室。")
    return studio
