"""What went wrong and waits for the operator: opened, tried again, settled."""

from typing import Any, cast

from sqlalchemy import CursorResult, select, update

from services.foundation.errors import Conflict, Invalid, NotFound
from services.foundation.events import ADMINISTRATION, Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .events import IncidentOpened, IncidentResolved, IncidentRetried
from .models import OPEN, Incident, Job


class NoSuchIncident(NotFound):
    """There is no incident with this number."""

    sentence = "没有这条异常。"


class IncidentSettled(Conflict):
    """Somebody was faster."""

    sentence = "这条异常已有人处理，请刷新。"


class NothingToRetry(Invalid):
    """The incident does not come from a job."""

    sentence = "这条异常没有可以重新办理的后台任务，请查明原因后了结。"


def open_incident(
    uow: UnitOfWork,
    kind: str,
    sentence: str,
    *,
    subject: Subject | None = None,
    element: str = "",
    details: str = "",
    job_id: int | None = None,
) -> int:
    """Put something before the operator; returns the incident's number.

    `sentence` is Chinese and names the case's trouble without personal data, `details` are for the technician.
    """
    incident = Incident(
        kind=kind,
        subject_kind=subject.kind if subject else None,
        subject_id=subject.id if subject else None,
        element=element or None,
        sentence=sentence,
        details=details,
        job_id=job_id,
        opened_at=uow.now,
    )
    uow.session.add(incident)
    uow.session.flush()
    number: int = incident.id
    about = str(subject) if subject else ""
    uow.record(
        IncidentOpened(
            subject=ADMINISTRATION,
            incident_id=number,
            incident_kind=kind,
            about=about,
            element=element,
            reason=sentence,
        )
    )
    return number


def open_incidents(uow: UnitOfWork) -> list[Incident]:
    """Incidents nobody has settled, oldest first."""
    return list(uow.session.scalars(select(Incident).where(OPEN).order_by(Incident.opened_at, Incident.id)))


def is_open(uow: UnitOfWork, kind: str, subject: Subject) -> bool:
    """Whether an incident of this kind about this subject waits to be settled."""
    about = (Incident.kind == kind) & (Incident.subject_kind == subject.kind) & (Incident.subject_id == subject.id)
    return uow.session.scalar(select(Incident.id).where(OPEN, about).limit(1)) is not None


def retry(uow: UnitOfWork, incident_id: int, actor_id: int) -> None:
    """Queue the failed job afresh, with all its tries; the incident is settled, a new failure opens a new one."""
    incident = _incident(uow, incident_id)
    if incident.job_id is None:
        raise NothingToRetry
    _settle(uow, incident, actor_id)
    uow.session.execute(
        update(Job)
        .where(Job.id == incident.job_id, Job.done_at.is_(None))
        .values(failed_at=None, attempts=0, claimed_by=None, next_at=uow.now)
    )
    uow.record(
        IncidentRetried(subject=ADMINISTRATION, actor_id=actor_id, incident_id=incident.id, job_id=incident.job_id)
    )


def resolve(uow: UnitOfWork, incident_id: int, actor_id: int, reason: str) -> None:
    """Settle an incident without another try; `reason` says how."""
    if not reason.strip():
        raise Invalid(fields={"reason": "请写明如何处理的。"})
    incident = _incident(uow, incident_id)
    _settle(uow, incident, actor_id)
    uow.record(
        IncidentResolved(subject=ADMINISTRATION, actor_id=actor_id, incident_id=incident.id, reason=reason.strip())
    )


def _incident(uow: UnitOfWork, incident_id: int) -> Incident:
    incident = uow.session.get(Incident, incident_id)
    if incident is None:
        raise NoSuchIncident
    return incident


def _settle(uow: UnitOfWork, incident: Incident, actor_id: int) -> None:
    mine = update(Incident).where(Incident.id == incident.id, OPEN).values(resolved_at=uow.now, resolved_by=actor_id)
    if cast("CursorResult[Any]", uow.session.execute(mine)).rowcount != 1:
        raise IncidentSettled
