"""What a diagram, a case's page and the public may know of objections."""

from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import UnitOfWork

from ..public_notices import PublicNotice
from .models import Objection
from .words import OUTCOMES


def known_objections(uow: UnitOfWork, instance: Instance) -> list[dict[str, Any]]:
    """`objections`: [{no, notice, case, title, status, late, real_name, suspends}] of a campaign or of one case.

    `suspends`: it is still being looked into, so that its case has to wait (D-07).
    """
    if instance.subject_kind not in {"campaign", "case"}:
        return []
    mine = Objection.campaign_id if instance.subject_kind == "campaign" else Objection.case_id
    query = select(Objection, PublicNotice.no).join(PublicNotice, PublicNotice.id == Objection.notice_id)
    rows = uow.session.execute(query.where(mine == instance.subject_id).order_by(Objection.id))
    return [
        {
            "no": row.no,
            "notice": notice,
            "case": row.case_id,
            "title": row.title,
            "status": row.status,
            "late": row.late,
            "real_name": row.real_name,
            "suspends": row.open and row.delivered,
        }
        for row, notice in rows
    ]


def suspended(uow: UnitOfWork, case_id: int) -> bool:
    """Whether a case waits because an objection against it is being looked into (D-07)."""
    being_looked_into = (Objection.case_id == case_id, Objection.settled_at.is_(None), Objection.delivered)
    return uow.session.scalar(select(Objection.id).where(*being_looked_into).limit(1)) is not None


def outcomes(uow: UnitOfWork, notice: PublicNotice) -> list[str]:
    """One neutral sentence for each objection that is done with, for the notice's public page."""
    done = (Objection.notice_id == notice.id, Objection.status.in_(OUTCOMES), Objection.delivered)
    rows = uow.session.scalars(select(Objection).where(*done).order_by(Objection.settled_at, Objection.id))
    return [OUTCOMES[row.status].format(title=row.title) for row in rows]


def objection_by_no(uow: UnitOfWork, no: str) -> Objection | None:
    """An objection by its number, or None. Whether somebody may know of it is asked by the caller."""
    return uow.session.scalar(select(Objection).where(Objection.no == no))


def objections_against(uow: UnitOfWork, case_id: int) -> list[Objection]:
    """Everything raised against a case, oldest first."""
    return list(uow.session.scalars(select(Objection).where(Objection.case_id == case_id).order_by(Objection.id)))
