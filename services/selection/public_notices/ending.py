"""A notice does not outlive what it is about: a case that was withdrawn or turned down is not shown any longer."""

from sqlalchemy import select

from services.casework.instances import Instance, InstanceFinished
from services.foundation.storage.unit_of_work import UnitOfWork

from .events import PublicNoticeEnded
from .models import PublicNotice


def end_with_instance(uow: UnitOfWork, event: InstanceFinished) -> None:
    """Notices that still run when their instance is over end with it; they never ran their days, so no last day."""
    posted = (
        select(PublicNotice)
        .join(Instance, Instance.id == PublicNotice.instance_id)
        .where(Instance.subject_kind == event.subject.kind, Instance.subject_id == event.subject.id)
        .where(Instance.finished_at.is_not(None), PublicNotice.closed_at.is_(None))
        .order_by(PublicNotice.id)
    )
    for notice in uow.session.scalars(posted):
        notice.closed_at = uow.now
        uow.record(PublicNoticeEnded(subject=event.subject, no=notice.no, why=event.name))
