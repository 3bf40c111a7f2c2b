"""Which elements listen for a message now: what a person may be offered to do beside the open tasks."""

from datetime import datetime

from .definition import Pool
from .delivery import Waits, waiting
from .scopes import surroundings
from .snapshot import Snapshot, load
from .turn import Turn
from .world import Catch, World


def catches(
    pool: Pool, snapshot: Snapshot | None, now: datetime, world: World, *, having: str | None = None
) -> list[Catch]:
    """The message catches that listen now, also those of called processes and of event sub-processes not yet begun.

    `having`: only those drawn with this property. Raises ExpressionFailed where a property has no value.
    """
    if not snapshot or not _drawn_with(pool, having):
        return []
    turn = Turn(world, now)
    top = load(pool.spec, pool.subs, snapshot, turn)
    return [_catch(waits, turn) for waits in waiting(top) if having is None or having in _properties(waits)]


def _drawn_with(pool: Pool, name: str | None) -> bool:
    """Whether it is worth loading the snapshot."""
    return name is None or any(name in e.properties for e in pool.elements.values())


def _properties(waits: Waits) -> dict[str, str]:
    return dict(waits.node.extensions.properties)


def _catch(waits: Waits, turn: Turn) -> Catch:
    shown = {name: turn.value(waits.task, text) for name, text in _properties(waits).items()}
    return Catch(str(waits.node.bpmn_id), int(waits.task.id), waits.name, waits.key, shown, surroundings(waits.task))
