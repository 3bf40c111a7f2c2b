"""How an instance stood before the last completion, kept for as long as that completion could be taken back.

It is one column of the row that every step writes anyway. Whatever moves the instance afterwards (the next level, a
clock, a message, a new calendar) forgets it; so does a completion from which something followed that cannot be undone:
an effect, a message to another pool, the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry

from .models import Instance
from .world import world_for


class NoWayBack(Conflict):
    """Something has happened since, or followed at once, that cannot be undone."""

    sentence = "已经有后续办理、期限已过，或者提交时已产生不能撤销的结果，不能再拿回。"


@dataclass(frozen=True)
class Standing:
    """An instance before a command: its snapshot and how long its trail was."""

    snapshot: dict[str, Any]
    trail: int

    def kept(self, command: engine.Command, steps: Sequence[engine.Step], now: datetime) -> dict[str, Any] | None:
        """What is kept of it now that the command was carried out; None where there is no way back."""
        for_good = any(step.effects or step.messages or step.finished for step in steps)
        if for_good or not isinstance(command, engine.Complete):
            return None
        opened = [task.id for task in steps[-1].opened]
        done = {"task": command.task, "at": now.isoformat(), "opened": opened}
        return {"snapshot": self.snapshot, "trail": self.trail, **done}


def standing_now(instance: Instance) -> Standing:
    """How an instance stands before a command."""
    return Standing(instance.snapshot, len(instance.trail))


def opened_by(instance: Instance, engine_task: int, closed_at: datetime | None) -> list[int]:
    """The engine's numbers of the tasks that the completion of a task opened. Raises NoWayBack."""
    before = instance.before
    if before is None or before["task"] != engine_task or datetime.fromisoformat(before["at"]) != closed_at:
        raise NoWayBack
    return list(before["opened"])


def put_back(uow: UnitOfWork, instance: Instance) -> None:
    """Set a locked instance back to before its last completion; the caller then lets it be followed.

    Raises NoWayBack.
    """
    before = instance.before
    if before is None:
        raise NoWayBack
    procedure = registry.load(uow, instance.version_id)
    pool, world = procedure.pool(instance.process), world_for(uow, instance, procedure)
    # What waited then may be due by now: then the moment has passed, and nothing may fire by going back.
    again = engine.step(pool, before["snapshot"], engine.Recompute(), uow.now, world)
    if again.passed or again.effects or again.messages or again.finished:
        raise NoWayBack
    instance.snapshot = before["snapshot"]
    instance.trail = instance.trail[: before["trail"]]
    instance.passed = {name: at for name, at in instance.passed.items() if name in instance.trail}
