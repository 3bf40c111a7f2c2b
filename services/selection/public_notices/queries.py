"""Finding notices; they are public, so nobody's rights are asked."""

from sqlalchemy import select

from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import PublicNotice


def notices(uow: UnitOfWork) -> list[PublicNotice]:
    """All notices, newest first."""
    return list(uow.session.scalars(select(PublicNotice).order_by(PublicNotice.id.desc())))


def notice_by_no(uow: UnitOfWork, no: str) -> PublicNotice:
    """A notice by its number. Raises NotFound."""
    notice = uow.session.scalar(select(PublicNotice).where(PublicNotice.no == no))
    if notice is None:
        raise NotFound("没有这份公示。")
    return notice
