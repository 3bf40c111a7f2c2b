"""A message starts a pool about a studio: a new one, whose row is made, or one that stands in the register."""

from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance, start
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry

from .models import Studio
from .standing import NAMING


def begin_studio(uow: UnitOfWork, sender: Instance, pool: engine.Pool, message: str, payload: dict[str, Any]) -> None:
    """Payload `studio_no`: the number in the register of the studio it is about; without it, a new studio of the case.

    One studio per case, one instance per studio, pool and campaign: a message that comes a second time finds it and
    changes nothing. Raises Faulty where the register has no such number.
    """
    if payload.get("studio_no") is not None:
        _begin_registered(uow, sender, pool, message, payload)
        return
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


def _begin_registered(
    uow: UnitOfWork, sender: Instance, pool: engine.Pool, message: str, payload: dict[str, Any]
) -> None:
    found = select(Studio).where(Studio.no == str(payload["studio_no"])).with_for_update()
    studio = uow.session.scalar(found.execution_options(populate_existing=True))
    if studio is None:
        raise Faulty(f"名录里没有登记号为“{payload['studio_no']}”的工作室。")
    mine = (Instance.subject_kind == "studio", Instance.subject_id == studio.id, Instance.process == pool.id)
    same = select(Instance.id).where(*mine, Instance.campaign_id == sender.campaign_id)
    if uow.session.scalar(same.limit(1)) is not None:
        return
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
