"""A person confirms exactly what they were shown: this file, on this calendar."""

from hashlib import sha256

from sqlalchemy import select

from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor, require_role

from .models import CalendarRevision
from .notice_files import read_notice
from .notices import Changes, import_notice

ADMINISTRATOR = "administrator"


class PreviewOutdated(Conflict):
    """The file or the calendar is another one than the person saw."""

    sentence = "预览之后文件或工作日历有了变化，没有导入。请重新预览，核对后再确认。"


def digest_of(raw: bytes) -> str:
    """What a preview remembers of a file."""
    return sha256(raw).hexdigest()


def confirm_notice(uow: UnitOfWork, actor: Actor, raw: bytes, seen_digest: str, seen_revision: int) -> Changes:
    """Import a notice that an administrator saw the preview of.

    Two who confirm at one moment: one wins. Raises NotAllowed, PreviewOutdated, NoticeRefused.
    """
    require_role(actor, ADMINISTRATOR)
    last = select(CalendarRevision.id).order_by(CalendarRevision.id.desc()).limit(1)
    uow.session.execute(last.with_for_update())
    if digest_of(raw) != seen_digest or uow.session.scalar(last) != seen_revision:
        raise PreviewOutdated
    notice = read_notice(raw)
    return import_notice(uow, actor.id, notice.year, notice.paper, notice.days)
