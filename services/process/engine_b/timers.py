"""Timers: the due moment is computed once, kept with the moment of arming, and compared with the step's clock only."""

from datetime import datetime
from typing import Any

from services.foundation.errors import Faulty
from services.process.rules.feel import compile_expression
from SpiffWorkflow.bpmn.specs.event_definitions.timer import CycleTimerEventDefinition, TimerEventDefinition

from .moments import after, cycle, duration, moment

DUE = "due"
WORKING_DAYS = frozenset(("add working days", "working days between", "is working day"))
MAX_MISSED = 200  # firings of a repeating timer that one late tick makes up for; the next tick takes the rest


def counts_working_days(text: str) -> bool:
    """Whether an expression asks the working calendar."""
    if not text.strip().startswith("="):
        return False
    try:
        return not WORKING_DAYS.isdisjoint(compile_expression(text.strip()[1:]).functions)
    except Faulty:
        return False


class Waiting:
    """What all timers share: `internal_data["due"][id] = {at, armed}`; several may stand on one task."""

    name: str
    expression: str
    kind = "date"

    def state(self, task: Any) -> dict[str, Any]:
        """The due moment of this timer on this task; armed when first asked for."""
        due = task.internal_data.setdefault(DUE, {})
        if self.name not in due:
            due[self.name] = self.armed(task, task.workflow.script_engine.now)
        return due[self.name]

    def armed(self, task: Any, start: datetime) -> dict[str, Any]:
        """The state for a timer armed at `start`, which is also FEEL's now()."""
        host = task.workflow.script_engine
        with host.as_of(start):
            value = host.value(self.expression, task)
        if self.kind == "duration":
            return {"at": after(start, duration(value, self.name)), "armed": start}
        return {"at": moment(value, self.name), "armed": start}

    def recompute(self, task: Any) -> None:
        """Read the expression again, counted from the moment of arming."""
        task.internal_data[DUE][self.name] = self.armed(task, self.state(task)["armed"])

    def is_due(self, task: Any) -> bool:
        """Whether its moment has come (the very moment counts)."""
        return bool(self.state(task)["at"] <= task.workflow.script_engine.now)

    def has_fired(self, task: Any) -> bool:
        """SpiffWorkflow's question."""
        return self.is_due(task)

    def catches(self, task: Any, event: Any) -> bool:
        """No event from inside ever fires a timer."""
        return False

    def update_task(self, task: Any) -> None:
        """Nothing: a timer only waits."""

    def update_task_data(self, task: Any) -> None:
        """Nothing: a timer brings no values."""


class Timer(Waiting, TimerEventDefinition):
    """timeDate or timeDuration, told apart by `kind`."""

    def firings(self, task: Any) -> int:
        """How often a non-interrupting event fires now."""
        return 1 if self.is_due(task) else 0

    def is_spent(self, task: Any) -> bool:
        """Whether it will never fire again."""
        return self.is_due(task)


class Cycle(Waiting, CycleTimerEventDefinition):
    """timeCycle on a non-interrupting boundary: what a late tick missed is made up for."""

    kind = "cycle"

    def armed(self, task: Any, start: datetime) -> dict[str, Any]:
        """The state with the first moment, how many are left (-1: no end) and the distance."""
        host = task.workflow.script_engine
        with host.as_of(start):
            times, period = cycle(host.value(self.expression, task), self.name)
        return {"at": after(start, period), "armed": start, "left": times, "every": period}

    def recompute(self, task: Any) -> None:
        """A repetition has a fixed distance; no calendar moves it."""

    def has_fired(self, task: Any) -> bool:
        """Never by itself: it fires as often as `firings` says."""
        return False

    def firings(self, task: Any) -> int:
        """How many moments have come since the last look; moves the next one on."""
        state, count = self.state(task), 0
        while state["left"] and state["at"] <= task.workflow.script_engine.now and count < MAX_MISSED:
            state["at"] = after(state["at"], state["every"])
            state["left"] -= 1
            count += 1
        return count

    def is_spent(self, task: Any) -> bool:
        """Whether all its firings are used up."""
        return self.state(task)["left"] == 0

