"""Open a campaign from the newest version of a procedure."""

from datetime import date

from services.casework.instances import start
from services.foundation.errors import Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation
from services.process import engine, registry
from services.process.registry import Manifest

from .events import CampaignOpened
from .models import Campaign


class NotTheOffice(NotAllowed):
    """Only the campaign office of the procedure's level opens a campaign."""

    sentence = "只有批次主办单位的经办人员可以开启批次。"


def may_open(uow: UnitOfWork, actor: Actor, pool: engine.Pool) -> int | None:
    """The organisation for which this person may open a campaign: pool property `starters`, "level:role"."""
    for starter in pool.properties.get("starters", "").split():
        level, _, role = starter.partition(":")
        for seat in actor.positions:
            unit = uow.session.get(Organisation, seat.organisation_id)
            if unit is not None and unit.level == level and seat.role == role:
                return unit.id
    return None


def office_roles(uow: UnitOfWork, campaign: Campaign) -> set[str]:
    """The roles whose holders run such campaigns and post their notices: those of the pool's `starters`."""
    pools = registry.load(uow, campaign.version_id).pools_about("campaign")
    return {word.partition(":")[2] for pool in pools for word in pool.properties.get("starters", "").split()}


def open_campaign(
    uow: UnitOfWork,
    actor: Actor,
    procedure_id: str,
    title: str,
    year: int,
    windows: dict[str, tuple[date, date]] | None = None,
) -> Campaign:
    """A new campaign; `windows` replaces days of the procedure's phases. Raises NotTheOffice, Invalid."""
    version = registry.current(uow, procedure_id)
    procedure = registry.load(uow, version.id)
    pools = procedure.pools_about("campaign")
    if not pools:
        raise Invalid("这个办法没有批次，不需要开启。")
    organisation_id = may_open(uow, actor, pools[0])
    if organisation_id is None:
        raise NotTheOffice
    if not title.strip():
        raise Invalid(fields={"title": "请填写批次名称。"})
    campaign = Campaign(
        version_id=version.id,
        procedure=procedure_id,
        title=title.strip(),
        year=year,
        organisation_id=organisation_id,
        windows=_windows(procedure.manifest, windows or {}),
        parameters=dict(procedure.manifest.parameters),
        opened_at=uow.now,
        opened_by=actor.id,
    )
    uow.session.add(campaign)
    uow.session.flush()
    uow.record(
        CampaignOpened(
            subject=campaign.subject,
            actor_id=actor.id,
            title=campaign.title,
            windows={w["title"]: f"{w['start']} 至 {w['end']}" for w in campaign.windows.values()},
        )
    )
    start(
        uow,
        version.id,
        pools[0].id,
        campaign.subject,
        organisation_id=organisation_id,
        title=campaign.title,
        campaign_id=campaign.id,
        actor_id=actor.id,
    )
    return campaign


def _windows(manifest: Manifest, own: dict[str, tuple[date, date]]) -> dict[str, dict[str, str]]:
    unknown = own.keys() - manifest.windows.keys()
    if unknown:
        raise Invalid(f"办法里没有这些阶段：{'、'.join(sorted(unknown))}。")
    result = {}
    for name, window in manifest.windows.items():
        first, last = own.get(name, (window.start, window.end))
        if last < first:
            raise Invalid(fields={f"windows.{name}": f"“{window.title}”结束早于开始。"})
        result[name] = {"title": window.title, "start": first.isoformat(), "end": last.isoformat()}
    return result
