"""A migration is taken back, instance by instance, wherever nobody has acted since."""

from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.completions.redrafting import restore_drafts
from services.casework.instances import Instance, carry_back, lock_instance
from services.foundation.errors import Conflict, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import registry
from services.record import jobs
from services.selection.campaigns import campaign_by_id
from services.selection.campaigns.terms import Terms, adopt, terms_of
from services.selection.public_notices.following import follow_version

from .events import InstanceMigratedBack, MigrationTakenBack
from .models import ACTED, BACK, DONE, MOVE_BACK, MOVED, Migration, MigrationItem
from .propose import required_reason
from .queries import may_migrate, migration_by_id

HAS_MOVED_ON = "迁移之后已有人办理、期限已到或者流程已经前进，不再退回。"


def take_back(uow: UnitOfWork, actor: Actor, migration_id: int, reason: str) -> Migration:
    """Let go back whatever nobody has touched: a job for each. Raises NotFound, NotAllowed, Conflict, Invalid."""
    migration = migration_by_id(uow, actor, migration_id, lock=True)
    if not may_migrate(actor):
        raise NotAllowed("只有流程设计员或系统管理员可以退回迁移。")
    if migration.status != DONE or migration.taken_back_at is not None:
        raise Conflict("只有迁移完毕、还没有退回过的才能退回。")
    migration.taken_back_why = required_reason(reason, "why", "请写明退回的理由。")
    migration.taken_back_by, migration.taken_back_at = actor.id, uow.now
    uow.record(
        MigrationTakenBack(
            subject=migration.subject, actor_id=actor.id, migration=migration.id, reason=migration.taken_back_why
        )
    )
    mine = (MigrationItem.migration_id == migration.id) & (MigrationItem.outcome == MOVED)
    order = (MigrationItem.subject_kind == "campaign", MigrationItem.instance_id)
    for instance in uow.session.scalars(select(MigrationItem.instance_id).where(mine).order_by(*order)).all():
        jobs.enqueue(uow, MOVE_BACK, {"migration": migration.id, "instance": instance}, subject=migration.subject)
    return migration


def move_back(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """One instance stands again as it stood, or is told not to."""
    instance = lock_instance(uow, payload["instance"])
    migration = uow.session.get_one(Migration, payload["migration"])
    item = uow.session.get_one(MigrationItem, (migration.id, instance.id))
    if item.outcome != MOVED:
        return
    item.at = uow.now
    if item.before is None or instance.revision != item.revision_after:
        item.outcome, item.reason = ACTED, HAS_MOVED_ON
        return
    _back(uow, migration, item, instance, item.before)
    item.outcome = BACK
    procedures = [registry.load(uow, number) for number in (migration.from_version_id, migration.to_version_id)]
    uow.record(
        InstanceMigratedBack(
            subject=item.subject,
            actor_id=migration.taken_back_by,
            migration=migration.id,
            old=procedures[0].digest,
            new=procedures[1].digest,
        )
    )


def _back(
    uow: UnitOfWork, migration: Migration, item: MigrationItem, instance: Instance, before: dict[str, Any]
) -> None:
    if item.subject_kind == "campaign":
        campaign = campaign_by_id(uow, item.subject_id)
        untouched = terms_of(campaign) == Terms(**before["terms_after"])
        adopt(campaign, migration.from_version_id, Terms(**before["terms"]) if untouched else terms_of(campaign))
    case = uow.session.get(Case, item.subject_id) if item.subject_kind == "case" else None
    if case is not None:
        case.version_id = migration.from_version_id
    carry_back(uow, instance, before, f"退回迁移 {migration.id}")
    restore_drafts(uow, before["drafts"])
    follow_version(uow, instance)
    uow.session.flush()
