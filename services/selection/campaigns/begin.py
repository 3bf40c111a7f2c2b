"""A campaign begins: its row, its word to the trail, and its pool, whoever or whatever begins it."""

from typing import Any

from services.casework.instances import start
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.registry import ProcedureVersion

from .events import CampaignOpened
from .models import Campaign
from .windows import Said, begin_with, phases_of_pool


def begin_campaign(
    uow: UnitOfWork,
    version: ProcedureVersion,
    pool: engine.Pool,
    organisation_id: int,
    title: str,
    year: int,
    windows: Said,
    *,
    actor_id: int | None = None,
    variables: dict[str, Any] | None = None,
) -> Campaign:
    """A new campaign of an organisation, running. Nobody is asked whether they may. Raises Invalid."""
    manifest = registry.load(uow, version.id).manifest
    campaign = Campaign(
        version_id=version.id,
        procedure=version.procedure,
        title=title,
        year=year,
        organisation_id=organisation_id,
        windows=begin_with(phases_of_pool(manifest, pool), windows),
        parameters=dict(manifest.parameters),
        opened_at=uow.now,
        opened_by=actor_id,
    )
    uow.session.add(campaign)
    uow.session.flush()
    uow.record(
        CampaignOpened(
            subject=campaign.subject,
            actor_id=actor_id,
            title=campaign.title,
            windows={w["title"]: f"{w['start']} 至 {w['end']}" for w in campaign.windows.values()},
        )
    )
    start(
        uow,
        version.id,
        pool.id,
        campaign.subject,
        organisation_id=organisation_id,
        title=campaign.title,
        campaign_id=campaign.id,
        actor_id=actor_id,
        variables=variables,
    )
    return campaign
