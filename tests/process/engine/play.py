"""Playing an instance: every step goes through JSON, as it does through the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from services.process import engine
from services.process.engine import Definition, OpenTask, Pool, Step, World

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def pool_of(diagram: bytes, name: str = "p") -> Pool:
    return definition(diagram).pools[name]


def definition(*diagrams: bytes) -> Definition:
    return engine.parse({f"{n}.bpmn": raw for n, raw in enumerate(diagrams)})


class Play:
    """One instance. `now` is turned by hand; `world` may be replaced between steps."""

    def __init__(self, pool: Pool | bytes, world: World | None = None, now: datetime = MONDAY) -> None:
        self.pool = pool_of(pool) if isinstance(pool, bytes) else pool
        self.world = world or World()
        self.now = now
        self.raw = b""
        self.step: Step

    def start(self, message: str | None = None, payload: dict[str, Any] | None = None, **variables: Any) -> "Play":
        return self._do(engine.Start(variables, message, payload))

    def done(self, element: str, nth: int = 0, **answers: Any) -> "Play":
        """Complete the nth open task of an element."""
        return self._do(engine.Complete(self.tasks(element)[nth].id, answers))

    def deliver(self, name: str, key: Any = None, **payload: Any) -> "Play":
        return self._do(engine.Deliver(name, key, payload))

    def later(self, days: float) -> "Play":
        self.now += timedelta(days=days)
        return self._do(engine.Tick())

    def send(self, command: engine.Command) -> "Play":
        """Any command."""
        return self._do(command)

    def recompute(self) -> "Play":
        return self._do(engine.Recompute())

    def answer(self, effect: int, result: Any) -> "Play":
        return self._do(engine.Answer(effect, result))

    def _do(self, command: engine.Command) -> "Play":
        before = orjson.loads(self.raw) if self.raw else None
        self.step = engine.step(self.pool, before, command, self.now, self.world)
        self.raw = orjson.dumps(self.step.snapshot)
        return self

    def tasks(self, element: str) -> list[OpenTask]:
        return [task for task in self.step.waiting_tasks if task.element == element]

    @property
    def open(self) -> list[str]:
        """Elements of the open user tasks, sorted."""
        return sorted(task.element for task in self.step.waiting_tasks)

    @property
    def variables(self) -> dict[str, Any]:
        return engine.variables(self.pool, orjson.loads(self.raw))

    @property
    def timers(self) -> dict[str, datetime]:
        return {timer.element: timer.due for timer in self.step.timers}

    @property
    def finished(self) -> bool:
        return self.step.finished
