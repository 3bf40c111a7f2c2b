"""A pool begins to run for its subject."""

from typing import Any

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.process import engine, registry

from .advance import Moved, advance
from .events import InstanceStarted
from .models import Instance


def start(
    uow: UnitOfWork,
    version_id: int,
    process: str,
    subject: Subject,
    *,
    organisation_id: int,
    title: str,
    campaign_id: int | None = None,
    applicant_id: int | None = None,
    actor_id: int | None = None,
    message: str | None = None,
    payload: dict[str, Any] | None = None,
    lead: str = "",
    category: str = "",
    variables: dict[str, Any] | None = None,
) -> tuple[Instance, Moved]:
    """Start a pool by a deed, or by a message with its payload. The subject's rows must stand already.

    `variables` (FEEL values) are there from the beginning, as if the diagram had written them.
    """
    procedure = registry.load(uow, version_id)
    pool = procedure.pool(process)
    unit = uow.session.get_one(Organisation, organisation_id)
    instance = Instance(
        version_id=version_id,
        process=process,
        subject_kind=subject.kind,
        subject_id=subject.id,
        campaign_id=campaign_id,
        organisation_id=organisation_id,
        applicant_id=applicant_id,
        title=title,
        category=category,
        lead=lead,
        unit=unit.name,
        snapshot={},
        trail=[],
        passed={},
        content_version=1,
        started_at=uow.now,
    )
    uow.session.add(instance)
    uow.session.flush()
    uow.record(
        InstanceStarted(
            subject=subject,
            actor_id=actor_id,
            pool=pool.name,
            procedure=procedure.manifest.title,
            version=procedure.digest,
        )
    )
    moved = advance(uow, instance, engine.Start(variables or {}, message=message, payload=payload), actor_id)
    return instance, moved
