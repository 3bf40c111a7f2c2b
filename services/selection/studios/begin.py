"""A message starts a pool about a studio: its row is made, and the pool runs for it."""

from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance, start
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry

from .models import Studio
from .standing import NAMING


def begin_studio(uow: UnitOfWork, sender: Instance, pool: engine.Pool, message: str, payload: dict[str, Any]) -> None:
    """One studio per case: a message that comes a second time finds it and changes nothing."""
    case_id = sender.subject_id if sender.subject_kind == "case" else None
    if case_id is not None and uow.session.scalar(select(Studio).where(Studio.case_id == case_id)) is not None:
        return
    manifest = registry.load(uow, sender.version_id).manifest
    studio = Studio(
        procedure=manifest.id,
        case_id=case_id,
        campaign_id=sender.campaign_id,
        organisation_id=sender.organisation_id,
        name=str(payload.get("name") or sender.title),
        category=str(payload.get("category") or sender.category),
        unit=sender.unit,
        lead=str(payload.get("lead") or sender.lead),
        naming_organ=manifest.naming_organ,
        status=NAMING,
        members=[],
        facts={},
    )
    uow.session.add(studio)
    uow.session.flush()
    start(
        uow,
        sender.version_id,
        pool.id,
        studio.subject,
        organisation_id=studio.organisation_id,
        title=studio.name,
        campaign_id=sender.campaign_id,
        message=message,
        payload=payload,
        lead=studio.lead,
        category=studio.category,
    )
