"""One instance moves, in a transaction of its own: as it was previewed, or not at all."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.completions.redrafting import drop_undeclared
from services.casework.instances import Instance, carry_over, lock_instance, standing_of
from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.record.jobs import NotYet
from services.selection.campaigns import Campaign, campaign_by_id
from services.selection.campaigns.terms import Terms, adopt, terms_by, terms_of
from services.selection.public_notices.following import follow_version

from .events import InstanceMigrated, MigrationFinished
from .models import CHANGED, DONE, FAILED, MOVED, MOVES, RUNNING, Migration, MigrationItem
from .telling import tell_how_it_went
from .worlds import Versions, versions, world_by

CHANGED_SINCE = "已有变化，未迁移。"
WITHOUT_CAMPAIGN = "所属批次没有随之迁移，预览的期限不再成立，未迁移。"
A_MOMENT = timedelta(seconds=5)


def move_one(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Move one instance as previewed; what has changed since the preview stays, and so does what fails.

    Raises NotYet while its campaign has not been moved: the campaign's terms are what its clocks count by.
    """
    instance = lock_instance(uow, payload["instance"])
    migration, item = _asked(uow, payload)
    if migration.status != RUNNING or item.outcome != MOVES:
        return
    item.at = uow.now
    if not _as_previewed(instance, migration, item):
        item.outcome, item.reason = CHANGED, CHANGED_SINCE
    elif _counted_on_campaign(uow, item):
        item.outcome, item.reason = CHANGED, WITHOUT_CAMPAIGN
    else:
        _try(uow, migration, item, instance)
    uow.session.flush()
    finish_if_all_are_tried(uow, migration.id)


def finish_if_all_are_tried(uow: UnitOfWork, migration_id: int) -> None:
    """The last of its jobs says so; the row is locked, so that of two last ones one sees the other."""
    query = select(Migration).where(Migration.id == migration_id).with_for_update()
    migration = uow.session.scalars(query.execution_options(populate_existing=True)).one()
    mine = MigrationItem.migration_id == migration_id
    outcomes = list(uow.session.scalars(select(MigrationItem.outcome).where(mine)))
    if migration.status != RUNNING or MOVES in outcomes:
        return
    migration.status, migration.finished_at = DONE, uow.now
    tell_how_it_went(uow, migration, outcomes.count(MOVED), outcomes.count(CHANGED) + outcomes.count(FAILED))
    uow.record(
        MigrationFinished(
            subject=migration.subject,
            migration=migration.id,
            moved=outcomes.count(MOVED),
            changed=outcomes.count(CHANGED),
            failed=outcomes.count(FAILED),
        )
    )


def _asked(uow: UnitOfWork, payload: dict[str, Any]) -> tuple[Migration, MigrationItem]:
    key = (payload["migration"], payload["instance"])
    return uow.session.get_one(Migration, key[0]), uow.session.get_one(MigrationItem, key)


def _as_previewed(instance: Instance, migration: Migration, item: MigrationItem) -> bool:
    there = instance.version_id == migration.from_version_id and instance.finished_at is None
    return there and instance.revision == item.revision


def _counted_on_campaign(uow: UnitOfWork, item: MigrationItem) -> bool:
    """Whether the preview supposed terms of a campaign that has stayed behind. Raises NotYet until that is known."""
    campaign = None if item.subject_kind == "campaign" else _of_campaign(uow, item)
    if campaign is not None and campaign.outcome == MOVES:
        raise NotYet(uow.now + A_MOMENT, "先迁移所属的批次。")
    return campaign is not None and campaign.outcome in (CHANGED, FAILED) and bool(campaign.shown["notes"])


def _of_campaign(uow: UnitOfWork, item: MigrationItem) -> MigrationItem | None:
    about = (MigrationItem.subject_kind == "campaign") & (MigrationItem.subject_id == item.campaign_id)
    mine = MigrationItem.migration_id == item.migration_id
    return uow.session.scalar(select(MigrationItem).where(mine & about).execution_options(populate_existing=True))


def _try(uow: UnitOfWork, migration: Migration, item: MigrationItem, instance: Instance) -> None:
    try:
        with uow.session.begin_nested():
            _move(uow, migration, item, instance)
    except (Faulty, Refusal) as error:
        item.outcome, item.reason, item.at = FAILED, f"未能迁移：{error}", uow.now


def _move(uow: UnitOfWork, migration: Migration, item: MigrationItem, instance: Instance) -> None:
    both = versions(uow, migration.from_version_id, migration.to_version_id, migration.mapping)
    campaign = campaign_by_id(uow, item.subject_id) if item.subject_kind == "campaign" else None
    was = terms_of(campaign) if campaign is not None else _terms_before(uow, item)
    world = world_by(uow, instance, both.old, was)
    reckoned = engine.reckon(both.old.pool(instance.process), instance.snapshot, uow.now, world)
    before: dict[str, Any] = standing_of(instance)
    if campaign is not None:
        before |= _campaign_follows(campaign, migration, instance, both)
    case = uow.session.get(Case, item.subject_id) if item.subject_kind == "case" else None
    if case is not None:
        case.version_id = migration.to_version_id
    why = f"《{both.new.manifest.title}》改用版本 {both.new.digest[:8]}"
    followed = carry_over(uow, instance, migration.to_version_id, migration.mapping, reckoned, why)
    before["drafts"] = drop_undeclared(uow, instance.id, both.new)
    follow_version(uow, instance)
    uow.session.flush()
    item.outcome, item.before, item.at = MOVED, before, uow.now
    item.revision_after = None if followed.for_good else instance.revision
    _record(uow, migration, item, both)


def _campaign_follows(
    campaign: Campaign, migration: Migration, instance: Instance, both: Versions
) -> dict[str, dict[str, Any]]:
    was, becomes = terms_of(campaign), terms_by(campaign, instance.process, both.old, both.new)
    adopt(campaign, migration.to_version_id, becomes)
    return {
        name: {"windows": dict(terms.windows), "parameters": dict(terms.parameters)}
        for name, terms in (("terms", was), ("terms_after", becomes))
    }


def _terms_before(uow: UnitOfWork, item: MigrationItem) -> Terms | None:
    """What the campaign's terms were, where it went along and they are others by now."""
    campaign = _of_campaign(uow, item)
    if campaign is None or campaign.outcome != MOVED or not campaign.before:
        return None
    return Terms(**campaign.before["terms"])


def _record(uow: UnitOfWork, migration: Migration, item: MigrationItem, both: Versions) -> None:
    shown = item.shown
    uow.record(
        InstanceMigrated(
            subject=item.subject,
            actor_id=migration.decided_by,
            migration=migration.id,
            old=both.old.digest,
            new=both.new.digest,
            steps=shown["steps"],
            becomes=shown["becomes"],
            deadlines=shown["deadlines"],
            void=shown["void"],
        )
    )
