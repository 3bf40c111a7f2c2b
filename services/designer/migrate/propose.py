"""Propose a migration: its preview is worked out behind the scenes, for every running instance, and kept."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select

from services.foundation.errors import Conflict, Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import engine
from services.process.registry import ProcedureVersion
from services.record import jobs

from .events import MigrationDropped, MigrationPreviewed, MigrationProposed
from .models import COUNTING, DROPPED, LIVING, MOVES, PREVIEW, PROPOSED, STAYS, Migration, MigrationItem
from .plan import Preview, plan
from .queries import may_migrate, migration_by_id
from .telling import tell_that_it_waits
from .worlds import versions

REASON_MAX = 500
STORED_TOGETHER = 500


class AlreadyProposed(Conflict):
    """One migration of a version at a time: the second would find everything changed."""

    sentence = "这个版本已有一份迁移方案正在预览、待批或迁移中，请先办完那一份。"


def propose(
    uow: UnitOfWork, actor: Actor, old_version: int, new_version: int, mapping: Mapping[str, str], reason: str
) -> Migration:
    """A designer proposes it, with the reason. Raises NotAllowed, NotFound, Invalid, AlreadyProposed."""
    require_designer(actor)
    reason = required_reason(reason, "reason", "请写明迁移的理由。")
    old, new = _both(uow, old_version, new_version)
    _require_sound(uow, old_version, new_version, mapping)
    living = select(Migration.id).where(Migration.from_version_id == old_version, Migration.status.in_(LIVING)).limit(1)
    if uow.session.scalar(living) is not None:
        raise AlreadyProposed
    migration = Migration(
        procedure=old.procedure,
        from_version_id=old.id,
        to_version_id=new.id,
        mapping=dict(mapping),
        reason=reason,
        status=COUNTING,
        proposed_by=actor.id,
        proposed_at=uow.now,
    )
    uow.session.add(migration)
    uow.session.flush()
    uow.record(
        MigrationProposed(
            subject=migration.subject,
            actor_id=actor.id,
            migration=migration.id,
            title=old.title,
            old=old.digest,
            new=new.digest,
            mapping=dict(mapping),
            reason=reason,
        )
    )
    jobs.enqueue(uow, PREVIEW, {"migration": migration.id}, subject=migration.subject)
    return migration


def require_designer(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not actor.holds("designer"):
        raise NotAllowed("只有流程设计员可以提出迁移。")


def required_reason(text: str, name: str, sentence: str) -> str:
    """The reason without blanks around it. Raises Invalid."""
    reason = text.strip()
    if not 2 <= len(reason) <= REASON_MAX:
        raise Invalid(sentence, fields={name: f"理由应为 2 至 {REASON_MAX} 个字。"})
    return reason


def _both(uow: UnitOfWork, old_version: int, new_version: int) -> tuple[ProcedureVersion, ProcedureVersion]:
    found = [uow.session.get(ProcedureVersion, number) for number in (old_version, new_version)]
    old, new = found
    if old is None or new is None or old.procedure != new.procedure:
        raise Invalid("请选择同一个办法的两个版本。", fields={"new": "没有这个版本。"})
    if old.id == new.id:
        raise Invalid("两个版本相同，不需要迁移。", fields={"new": "请选择另一个版本。"})
    return old, new


def _require_sound(uow: UnitOfWork, old_version: int, new_version: int, mapping: Mapping[str, str]) -> None:
    both = versions(uow, old_version, new_version, mapping)
    fields = {}
    for process, pool in both.old.definition.pools.items():
        there = both.new.definition.pools.get(process)
        for element in mapping.keys() & pool.elements.keys():
            if there is None or mapping[element] not in engine.may_become(pool, there, element):
                fields[f"becomes.{element}"] = "只能改为新版本里同一种、处在同一层的环节。"
    known = {e for pool in both.old.definition.pools.values() for e in pool.elements}
    fields |= {f"becomes.{element}": "原版本里没有这个环节。" for element in mapping.keys() - known}
    if fields:
        raise Invalid("有的环节不能这样对应。", fields=fields)


def prepare(uow: UnitOfWork, payload: dict[str, Any]) -> list[Preview]:
    """The slow half: the preview of every running instance, on a unit of work that only reads."""
    migration = uow.session.get_one(Migration, payload["migration"])
    if migration.status != COUNTING:
        return []
    return list(plan(uow, migration.from_version_id, migration.to_version_id, migration.mapping))


def keep(uow: UnitOfWork, payload: dict[str, Any], previews: list[Preview]) -> None:
    """The previews are kept; from now on the migration may be approved."""
    migration = uow.session.get_one(Migration, payload["migration"], with_for_update=True)
    if migration.status != COUNTING:
        return
    rows = [_row(migration, preview) for preview in previews]
    for first in range(0, len(rows), STORED_TOGETHER):
        uow.session.execute(insert(MigrationItem), rows[first : first + STORED_TOGETHER])
    migration.status, migration.counted_at = PROPOSED, uow.now
    tell_that_it_waits(uow, migration, sum(p.stays is None for p in previews))
    uow.record(
        MigrationPreviewed(
            subject=migration.subject,
            migration=migration.id,
            moves=sum(p.stays is None for p in previews),
            stays=sum(p.stays is not None for p in previews),
            asks=sum(bool(p.asks) for p in previews),
        )
    )


PREVIEWING = jobs.InTwoSteps(prepare, keep)
SHOWN = ("steps", "becomes", "deadlines", "opinions", "void", "notes")


def _row(migration: Migration, preview: Preview) -> dict[str, Any]:
    told = asdict(preview)
    same = ("instance_id", "subject_kind", "subject_id", "campaign_id", "no", "title", "revision")
    return {
        **{name: told[name] for name in same},
        "migration_id": migration.id,
        "outcome": STAYS if preview.stays else MOVES,
        "asks": bool(preview.asks),
        "shown": {name: told[name] for name in SHOWN},
        "reason": preview.stays,
    }


def drop(uow: UnitOfWork, actor: Actor, migration_id: int) -> Migration:
    """Whoever proposed it takes it back before it is decided. Raises NotFound, NotAllowed, Conflict."""
    migration = migration_by_id(uow, actor, migration_id, lock=True)
    if migration.proposed_by != actor.id or not may_migrate(actor):
        raise NotAllowed("只有提出人可以撤回这份迁移方案。")
    if migration.status not in (COUNTING, PROPOSED):
        raise Conflict("这份迁移方案已经有了决定，不能再撤回。")
    migration.status, migration.finished_at = DROPPED, uow.now
    uow.record(MigrationDropped(subject=migration.subject, actor_id=actor.id, migration=migration.id))
    return migration
