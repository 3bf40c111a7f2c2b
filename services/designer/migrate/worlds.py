"""What both versions can see of one instance: the same facts, each with its own rules and its campaign's terms."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import select

from services.casework.instances import Instance, world_for
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry
from services.process.registry import Procedure
from services.selection.campaigns import Campaign
from services.selection.campaigns.terms import Terms, known_by, terms_by


@dataclass(frozen=True)
class Versions:
    """The version that instances run on, that on which they are to go on, and what has become of which element."""

    old_id: int
    new_id: int
    old: Procedure
    new: Procedure
    becomes: Mapping[str, str]

    def carried(self, instance: Instance) -> engine.Carried:
        """The instance as the new version would have it."""
        if instance.process not in self.new.definition.pools:
            pool = self.old.pool(instance.process)
            return engine.Carried(stays=f"新版本里没有“{pool.name}”这个泳池，留在原版本。")
        pools = self.old.pool(instance.process), self.new.pool(instance.process)
        return engine.carry(*pools, instance.snapshot, self.becomes)


def versions(uow: UnitOfWork, old_id: int, new_id: int, becomes: Mapping[str, str]) -> Versions:
    """Load both. Raises NotFound."""
    return Versions(old_id, new_id, registry.load(uow, old_id), registry.load(uow, new_id), dict(becomes))


def world_by(uow: UnitOfWork, instance: Instance, procedure: Procedure, terms: Terms | None) -> engine.World:
    """What an instance would see by a version, its campaign having these terms (None: those it has)."""
    world = world_for(uow, instance, procedure, engine.Refit())
    said = known_by(uow, instance, procedure.manifest, terms)
    return replace(world, known=ChainMap(said, cast("dict[str, Any]", world.known)))


def campaigns_that_move(uow: UnitOfWork, both: Versions) -> dict[int, tuple[Terms, list[str]]]:
    """The terms that campaigns would have because they themselves go along, and what changes in them, in sentences."""
    query = select(Instance, Campaign).join(Campaign, Campaign.id == Instance.subject_id)
    mine = (Instance.subject_kind == "campaign") & (Instance.version_id == both.old_id) & Instance.finished_at.is_(None)
    found = {}
    for instance, campaign in uow.session.execute(query.where(mine)):
        if both.carried(instance).stays is None:
            terms = terms_by(campaign, instance.process, both.old, both.new)
            found[campaign.id] = (terms, list(_told(campaign, terms, both)))
    return found


def _told(campaign: Campaign, terms: Terms, both: Versions) -> list[str]:
    titles = {**both.old.manifest.parameter_titles, **both.new.manifest.parameter_titles}
    told = []
    for name, value in terms.parameters.items():
        if name not in campaign.parameters:
            told.append(f"批次参数新增“{titles.get(name, name)}”：{_shown(value)}。")
        elif campaign.parameters[name] != value:
            was = _shown(campaign.parameters[name])
            told.append(f"批次参数“{titles.get(name, name)}”由 {was} 改为 {_shown(value)}。")
    for name, row in terms.windows.items():
        if campaign.windows.get(name) != row:
            told.append(f"批次阶段“{row['title']}”改为 {row['start']} 至 {row['end']}。")
    return told


def _shown(value: Any) -> str:
    return (
        {True: "是", False: "否", None: "空"}.get(value, str(value)) if not isinstance(value, (list, dict)) else "新表"
    )
