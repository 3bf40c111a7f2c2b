"""Drive an instance in a test as the house would: every snapshot goes through JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.process.engine_b.room import engine

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Run:
    """One instance. `step` is the last step; names of open tasks are element ids."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        variables: dict[str, Any] | None = None,
        *,
        pool: str = "p",
        world: Any = None,
        pruned: bool = True,
        message: str | None = None,
        payload: dict[str, Any] | None = None,
    ) -> None:
        self.pool = engine.parse(files).pools[pool]
        self.world = world or engine.World()
        self.pruned, self.now = pruned, NOW
        self.snapshot: dict[str, Any] | None = None
        self.do(engine.Start(variables or {}, message, payload))

    def do(self, command: Any) -> Any:
        self.step = engine.step(self.pool, self.snapshot, command, self.now, self.world, pruned=self.pruned)
        self.snapshot = json.loads(json.dumps(self.step.snapshot))
        return self.step

    @property
    def names(self) -> list[str]:
        return sorted(t.element for t in self.step.waiting_tasks)

    def task(self, element: str, number: int = 0) -> Any:
        return [t for t in self.step.waiting_tasks if t.element == element][number]

    def complete(self, element: str, number: int = 0, /, **answers: Any) -> Any:
        return self.do(engine.Complete(self.task(element, number).id, answers))

    def deliver(self, name: str, key: Any = None, /, **payload: Any) -> Any:
        return self.do(engine.Deliver(name, key, payload))

    def later(self, **delta: float) -> Any:
        self.now += timedelta(**delta)
        return self.do(engine.Tick())

    @property
    def variables(self) -> dict[str, Any]:
        return engine.variables(self.pool, self.snapshot)

    @property
    def due(self) -> dict[str, datetime]:
        return {t.element: t.due for t in self.step.timers}
