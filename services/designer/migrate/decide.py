"""A second person approves a migration, or refuses it: never the one who proposed it."""

from sqlalchemy import select

from services.foundation.errors import Conflict, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.record import jobs

from .events import MigrationApproved, MigrationRefused
from .models import COUNTING, MOVE, MOVES, PROPOSED, REFUSED, RUNNING, Migration, MigrationItem
from .move import finish_if_all_are_tried
from .propose import required_reason
from .queries import may_migrate, migration_by_id


class NeedsAnother(NotAllowed):
    """Four eyes."""

    sentence = "迁移要由提出人以外的流程设计员或系统管理员批准。"


def approve(uow: UnitOfWork, actor: Actor, migration_id: int) -> Migration:
    """It begins: a job for each instance, campaigns first. Raises NotFound, NeedsAnother, Conflict."""
    migration = _to_decide(uow, actor, migration_id)
    mine = (MigrationItem.migration_id == migration.id) & (MigrationItem.outcome == MOVES)
    order = (MigrationItem.subject_kind != "campaign", MigrationItem.instance_id)
    rows = uow.session.execute(select(MigrationItem.instance_id).where(mine).order_by(*order)).scalars().all()
    migration.status, migration.decided_by, migration.decided_at = RUNNING, actor.id, uow.now
    uow.record(MigrationApproved(subject=migration.subject, actor_id=actor.id, migration=migration.id, moves=len(rows)))
    for instance in rows:
        jobs.enqueue(uow, MOVE, {"migration": migration.id, "instance": instance}, subject=migration.subject)
    uow.session.flush()
    finish_if_all_are_tried(uow, migration.id)
    return migration


def refuse(uow: UnitOfWork, actor: Actor, migration_id: int, reason: str) -> Migration:
    """Nothing moves. Raises NotFound, NeedsAnother, Conflict, Invalid."""
    migration = _to_decide(uow, actor, migration_id)
    migration.decision = required_reason(reason, "decision", "请写明不批准的理由。")
    migration.status, migration.decided_by = REFUSED, actor.id
    migration.decided_at = migration.finished_at = uow.now
    uow.record(
        MigrationRefused(
            subject=migration.subject, actor_id=actor.id, migration=migration.id, reason=migration.decision
        )
    )
    return migration


def _to_decide(uow: UnitOfWork, actor: Actor, migration_id: int) -> Migration:
    migration = migration_by_id(uow, actor, migration_id, lock=True)
    if migration.proposed_by == actor.id or not may_migrate(actor):
        raise NeedsAnother
    if migration.status == COUNTING:
        raise Conflict("逐件预览还没有完成，请稍后再批准。")
    if migration.status != PROPOSED:
        raise Conflict("这份迁移方案已经有了决定。")
    return migration
