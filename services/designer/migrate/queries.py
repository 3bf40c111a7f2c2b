"""Finding migrations, their instances, and the versions that something still runs on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from services.casework.instances import Instance
from services.foundation.errors import NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process.registry import ProcedureVersion

from .models import Migration, MigrationItem

MAY_READ = ("designer", "administrator", "auditor")
MAY_DECIDE = ("designer", "administrator")


@dataclass(frozen=True)
class Counts:
    """How many instances of a migration stand how."""

    by_outcome: Mapping[str, int]
    asks: int

    def __getitem__(self, outcome: str) -> int:
        return self.by_outcome.get(outcome, 0)

    @property
    def total(self) -> int:
        """All that were previewed."""
        return sum(self.by_outcome.values())


def may_migrate(actor: Actor) -> bool:
    """Whether they may decide about a migration that somebody else proposed."""
    return any(actor.holds(role) for role in MAY_DECIDE)


def require_reader(actor: Actor) -> None:
    """Raises NotAllowed."""
    if not any(actor.holds(role) for role in MAY_READ):
        raise NotAllowed


def migration_by_id(uow: UnitOfWork, actor: Actor, number: int, lock: bool = False) -> Migration:
    """A migration, for those who may know of it. Raises NotAllowed, NotFound."""
    require_reader(actor)
    query = select(Migration).where(Migration.id == number).execution_options(populate_existing=True)
    migration = uow.session.scalar(query.with_for_update() if lock else query)
    if migration is None:
        raise NotFound("没有这份迁移方案。")
    return migration


def migrations_of(uow: UnitOfWork, actor: Actor, procedure: str) -> list[Migration]:
    """All of a procedure, newest first. Raises NotAllowed."""
    require_reader(actor)
    query = select(Migration).where(Migration.procedure == procedure)
    return list(uow.session.scalars(query.order_by(Migration.id.desc())))


def items_of(
    uow: UnitOfWork, migration: Migration, outcome: str = "", asks: bool = False, limit: int = 50, offset: int = 0
) -> list[MigrationItem]:
    """Its instances; only those with an outcome, only those that a person could map."""
    query = select(MigrationItem).where(MigrationItem.migration_id == migration.id)
    query = query.where(MigrationItem.outcome == outcome) if outcome else query
    query = query.where(MigrationItem.asks) if asks else query
    return list(uow.session.scalars(query.order_by(MigrationItem.instance_id).limit(limit).offset(offset)))


def counts_of(uow: UnitOfWork, migration: Migration) -> Counts:
    """How its instances stand."""
    mine = MigrationItem.migration_id == migration.id
    by = select(MigrationItem.outcome, func.count()).where(mine).group_by(MigrationItem.outcome)
    asks = select(func.count()).select_from(MigrationItem).where(mine, MigrationItem.asks)
    return Counts({name: count for name, count in uow.session.execute(by)}, uow.session.scalar(asks) or 0)


def running_on(uow: UnitOfWork, version: int) -> int:
    """How many instances run on a version."""
    query = select(func.count()).select_from(Instance)
    return uow.session.scalar(query.where(Instance.version_id == version, Instance.finished_at.is_(None))) or 0


def versions_to_choose(uow: UnitOfWork, actor: Actor, procedure: str) -> list[tuple[ProcedureVersion, int]]:
    """Versions of a procedure, newest first, with what runs on each. Raises NotAllowed, NotFound."""
    require_reader(actor)
    query = select(ProcedureVersion).where(ProcedureVersion.procedure == procedure)
    found = list(uow.session.scalars(query.order_by(ProcedureVersion.number.desc())))
    if not found:
        raise NotFound("没有这个办法。")
    return [(version, running_on(uow, version.id)) for version in found]
