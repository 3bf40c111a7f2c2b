"""Open a campaign from the newest version of a procedure."""

from services.foundation.errors import Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation
from services.process import engine, registry
from services.process.registry import Procedure

from .begin import begin_campaign
from .home import is_at_home
from .models import Campaign
from .windows import Said


class NotTheOffice(NotAllowed):
    """Only the campaign office of the procedure's level opens a campaign."""

    sentence = "只有批次主办单位的经办人员可以开启批次。"


def may_open(uow: UnitOfWork, actor: Actor, procedure: Procedure) -> int | None:
    """The organisation for which this person may open a campaign: pool property `starters`, "level:role".

    None also where the procedure is run by another city's tree: levels alone are alike in every city.
    """
    pool = pool_to_open(procedure)
    for starter in pool.properties.get("starters", "").split() if pool else ():
        level, _, role = starter.partition(":")
        for seat in actor.positions:
            unit = uow.session.get(Organisation, seat.organisation_id)
            if unit is None or unit.level != level or seat.role != role:
                continue
            if is_at_home(uow, procedure.manifest.id, unit.id):
                return unit.id
    return None


def office_roles(uow: UnitOfWork, campaign: Campaign) -> set[str]:
    """The roles whose holders run such campaigns and post their notices: those of the pool's `starters`."""
    pools = registry.load(uow, campaign.version_id).pools_about("campaign")
    return {word.partition(":")[2] for pool in pools for word in pool.properties.get("starters", "").split()}


def pool_to_open(procedure: Procedure) -> engine.Pool | None:
    """The pool of a campaign that people open; one that begins by itself every year is not theirs to open."""
    return next((p for p in procedure.pools_about("campaign") if "yearly" not in p.properties), None)


def open_campaign(
    uow: UnitOfWork,
    actor: Actor,
    procedure_id: str,
    title: str,
    year: int,
    windows: Said | None = None,
) -> Campaign:
    """A new campaign; `windows` replaces days (or hours) of the procedure's phases. Raises NotTheOffice, Invalid."""
    version = registry.current(uow, procedure_id)
    procedure = registry.load(uow, version.id)
    pool = pool_to_open(procedure)
    if pool is None:
        by_itself = bool(procedure.pools_about("campaign"))
        raise Invalid("这个办法的批次每年自动启动，不需要开启。" if by_itself else "这个办法没有批次，不需要开启。")
    organisation_id = may_open(uow, actor, procedure)
    if organisation_id is None:
        raise NotTheOffice
    if not title.strip():
        raise Invalid(fields={"title": "请填写批次名称。"})
    return begin_campaign(uow, version, pool, organisation_id, title.strip(), year, windows or {}, actor_id=actor.id)
