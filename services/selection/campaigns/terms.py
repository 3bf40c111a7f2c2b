"""A campaign's dates and parameters when its procedure goes on by another version.

They began as the procedure's. What still is as the old version had it becomes what the new one says; what was said
otherwise for this campaign stays. Nothing is taken away: a running case may still ask for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.registry import Manifest, Procedure

from .known import of_instance, told
from .models import Campaign
from .windows import begin_with, phases_of_pool


@dataclass(frozen=True)
class Terms:
    """A campaign's windows and parameters, as its row holds them."""

    windows: Mapping[str, Any]
    parameters: Mapping[str, Any]


def terms_of(campaign: Campaign) -> Terms:
    """As they are now."""
    return Terms(dict(campaign.windows), dict(campaign.parameters))


def terms_by(campaign: Campaign, process: str, old: Procedure, new: Procedure) -> Terms:
    """As they would be by the new version; `process` is the pool the campaign runs in."""
    was, becomes = (begin_with(phases_of_pool(p.manifest, p.pool(process)), {}) for p in (old, new))
    return Terms(
        _carried(campaign.windows, was, becomes),
        _carried(campaign.parameters, old.manifest.parameters, new.manifest.parameters),
    )


def adopt(campaign: Campaign, version_id: int, terms: Terms) -> None:
    """The campaign goes on by a version, with these terms."""
    campaign.version_id = version_id
    campaign.windows, campaign.parameters = dict(terms.windows), dict(terms.parameters)


def known_by(uow: UnitOfWork, instance: Instance, manifest: Manifest, terms: Terms | None) -> dict[str, Any]:
    """`campaign` and `parameters` as an instance would know them by a version and by a campaign's terms."""
    campaign = of_instance(uow, instance)
    if campaign is None:
        return {"parameters": dict(manifest.parameters)}
    terms = terms or terms_of(campaign)
    same = {column.key: getattr(campaign, column.key) for column in Campaign.__table__.columns}
    there = Campaign(**{**same, "windows": dict(terms.windows)})
    return {"campaign": told(there), "parameters": dict(terms.parameters)}


def _carried(now: Mapping[str, Any], was: Mapping[str, Any], becomes: Mapping[str, Any]) -> dict[str, Any]:
    return {**now, **{k: v for k, v in becomes.items() if k not in now or now[k] == was.get(k)}}
