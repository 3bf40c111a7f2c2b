"""What a diagram may ask about its campaign."""

from typing import Any

from services.casework.instances import Instance
from services.foundation.clock import local, local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry

from .models import Campaign


def known_campaign(uow: UnitOfWork, instance: Instance) -> dict[str, Any] | None:
    """`campaign`: {id, title, year, opened_on, organisation, windows: {name: {start, end}}}; null without one.

    A phase starts at 00:00 of its day and ends at 24:00, or at the hours that are written.
    """
    campaign = of_instance(uow, instance)
    return told(campaign) if campaign is not None else None


def told(campaign: Campaign) -> dict[str, Any]:
    """A campaign as FEEL sees it."""
    windows = {}
    for name in campaign.windows:
        first, last = campaign.edges(name)
        windows[name] = {"start": local(first.as_start()), "end": local(last.as_end())}
    return {
        "id": campaign.id,
        "title": campaign.title,
        "year": campaign.year,
        "opened_on": local_day(campaign.opened_at),
        "organisation": campaign.organisation_id,
        "windows": windows,
    }


def known_parameters(uow: UnitOfWork, instance: Instance) -> dict[str, Any]:
    """`parameters`: the campaign's values, which began as the procedure's; without a campaign, the procedure's own."""
    campaign = of_instance(uow, instance)
    if campaign is not None:
        return dict(campaign.parameters)
    return dict(registry.load(uow, instance.version_id).manifest.parameters)


def of_instance(uow: UnitOfWork, instance: Instance) -> Campaign | None:
    """The campaign an instance runs in, if any."""
    return uow.session.get(Campaign, instance.campaign_id) if instance.campaign_id else None
