"""Where running instances stand, counted by place, and what a person would have to say for those that cannot follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry

from .shape import position_of, steps_of
from .worlds import Versions, versions

READ_TOGETHER = 500


@dataclass
class Position:
    """So many instances of a pool stand at these steps; what becomes of them."""

    pool: str
    process: str
    steps: list[str]
    count: int = 0
    becomes: list[str] = field(default_factory=list)
    stays: str | None = None
    asks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ask:
    """An element that instances wait at and that the new version does not have as it was: what may it have become?

    choices: (element, name) of the new version, of the same kind and in the same nesting.
    """

    element: str
    name: str
    process: str
    choices: list[tuple[str, str]]


def positions(uow: UnitOfWork, old_version: int, new_version: int, mapping: Mapping[str, str]) -> list[Position]:
    """Every position at which something stands, the most crowded first. Reads only."""
    both = versions(uow, old_version, new_version, mapping)
    found: dict[object, Position] = {}
    running = (Instance.version_id == old_version) & Instance.finished_at.is_(None)
    query = select(Instance.id, Instance.process, Instance.snapshot).where(running).order_by(Instance.id)
    for row in uow.session.execute(query.execution_options(yield_per=READ_TOGETHER)):
        key = position_of(row.process, row.snapshot)
        if key not in found:
            found[key] = _position(uow, both, row.id)
        found[key].count += 1
    return sorted(found.values(), key=lambda position: (-position.count, position.process, position.steps))


def _position(uow: UnitOfWork, both: Versions, instance_id: int) -> Position:
    instance = uow.session.get_one(Instance, instance_id)
    pool, carried = both.old.pool(instance.process), both.carried(instance)
    at = Position(pool.name, pool.id, steps_of(pool, instance.snapshot), stays=carried.stays, asks=carried.asks)
    if carried.snapshot is not None:
        at.becomes = steps_of(both.new.pool(instance.process), carried.snapshot)
    return at


def asked_of(
    uow: UnitOfWork, old_version: int, new_version: int, mapping: Mapping[str, str], at: list[Position]
) -> list[Ask]:
    """What a person may say about: what some position asks for, and what was said already."""
    both = versions(uow, old_version, new_version, mapping)
    wanted: dict[str, str] = {}
    for process, pool in both.old.definition.pools.items():
        asks = {element for position in at if position.process == process for element in position.asks}
        wanted |= dict.fromkeys(sorted(asks | (mapping.keys() & pool.elements.keys())), process)
    found = []
    for element, process in wanted.items():
        if process in both.new.definition.pools:
            old, new = both.old.pool(process), both.new.pool(process)
            choices = [(name, new.elements[name].name or name) for name in engine.may_become(old, new, element)]
            found.append(Ask(element, old.elements[element].name or element, process, choices))
    return found


def same_shape(uow: UnitOfWork, old_version: int, new_version: int) -> bool:
    """Whether only rules, forms and words differ: then nothing changes its place."""
    shapes = [
        {process: engine.fingerprint(pool) for process, pool in registry.load(uow, number).definition.pools.items()}
        for number in (old_version, new_version)
    ]
    return shapes[0] == shapes[1]
