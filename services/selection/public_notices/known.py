"""What a diagram may ask about its notice."""

from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import OFF_LINE, NoticeDay, PublicNotice
from .queries import running_of


def known_notice(uow: UnitOfWork, instance: Instance) -> dict[str, Any] | None:
    """`notice`: {no, posted_at, offline_days: [dates that do not count], running: [the same of each]}.

    It is the newest notice of the instance that still runs; null where none does.
    """
    running = [_told(uow, notice) for notice in running_of(uow, instance.id)]
    return {**running[-1], "running": running} if running else None


def _told(uow: UnitOfWork, notice: PublicNotice) -> dict[str, Any]:
    lost = select(NoticeDay.day).where(NoticeDay.notice_id == notice.id, NoticeDay.status == OFF_LINE)
    return {
        "no": notice.no,
        "posted_at": local(notice.posted_at),
        "offline_days": list(uow.session.scalars(lost.order_by(NoticeDay.day))),
    }
