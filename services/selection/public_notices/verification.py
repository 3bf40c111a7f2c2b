"""Are the lists what was posted, and did the notices end when the trail says? Held against it, row by row."""

import hashlib
from typing import Any

from sqlalchemy import select

from services.foundation.events import Subject
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.record.audit import Broken
from services.record.audit.models import AuditEntry

from .models import PublicNotice

Told = dict[str, tuple[Subject, dict[str, Any]]]
ORDER = (AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.seq)
COLUMNS = (PublicNotice.no, PublicNotice.items, PublicNotice.digest, PublicNotice.last_day)


def broken_lists(uow: UnitOfWork, subject: Subject | None = None) -> list[Broken]:
    """Notices that are not what was posted or closed; of one campaign, or of all."""
    opened, closed = (_told(uow, kind, subject) for kind in ("PublicNoticeOpened", "PublicNoticeClosed"))
    found = []
    for no, (about, facts) in opened.items():
        try:
            row = uow.session.execute(select(*COLUMNS).where(PublicNotice.no == no)).one_or_none()
            reason = _wrong(row, facts, closed.get(no, (about, {}))[1])
        except (ValueError, TypeError):
            reason = "公示名单无法读出，被改动过"
        if reason:
            found.append(Broken("public_notice", no, str(about), None, reason))
    if subject is None:
        unknown = select(PublicNotice.no).where(PublicNotice.no.not_in(list(opened))).order_by(PublicNotice.no)
        for no in uow.session.scalars(unknown):
            found.append(Broken("public_notice", no, "", None, "审计记录里没有发布过这份公示"))
    return found


def _wrong(row: Any, opened: dict[str, Any], closed: dict[str, Any]) -> str:
    if row is None:
        return "审计记录里发布过的公示不在了"
    if not row.digest == opened.get("digest") == hashlib.sha256(canonical(row.items)).hexdigest():
        return "公示名单与发布时的摘要不符，被改动过"
    ended = row.last_day.isoformat() if row.last_day else ""
    return "" if ended == closed.get("last_day", "") else "公示的期满日与审计记录不符，被改动过"


def _told(uow: UnitOfWork, kind: str, subject: Subject | None) -> Told:
    query = select(AuditEntry).where(AuditEntry.kind == kind)
    if subject is not None:
        query = query.where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
    told = [entry for entry in uow.session.scalars(query.order_by(*ORDER)) if isinstance(entry.facts, dict)]
    return {str(e.facts.get("no")): (Subject(e.subject_kind, e.subject_id), e.facts) for e in told}
