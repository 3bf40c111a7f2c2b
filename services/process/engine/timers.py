"""Clocks: the due moment is computed once, when a token arrives, and kept beside the moment it was armed.

Nothing fires by itself: the step asks which clock is due first, fires it, and lets the diagram come to rest.
Kept in the task: internal_data["due"] = {event id: {"at": due, "armed": moment, "left": firings left of a cycle,
"extended": working days more}}.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.task import Task

from services.foundation.clock import last_day

from ..rules.feel import FeelError
from .moments import as_cycle, as_moment, as_span
from .turn import compiled, element_of, is_feel, turn_of

WORKING_DAYS = frozenset({"add working days", "working days between", "is working day"})


class Clock(EventDefinition):
    """A timer of the diagram. kind: "timeDate", "timeDuration" or "timeCycle"; name: the id of its event."""

    def __init__(self, event_id: str, kind: str, text: str) -> None:
        super().__init__(event_id)
        self.kind = kind
        self.text = text

    @property
    def repeats(self) -> bool:
        """Whether it fires more than once."""
        return self.kind == "timeCycle"

    @property
    def counts_working_days(self) -> bool:
        """Whether the due moment depends on the calendar."""
        try:
            return is_feel(self.text) and not WORKING_DAYS.isdisjoint(compiled(self.text).functions)
        except FeelError:
            return False

    def arm(self, task: Task) -> None:
        """Compute the due moment, unless it stands already."""
        due = task.internal_data.setdefault("due", {})
        if self.name not in due:
            now = turn_of(task).now
            due[self.name] = {"armed": now, **self.first(task, now)}

    def recompute(self, task: Task) -> None:
        """Compute the due moment again, as at the moment of arming. A cycle under way goes on as it is."""
        entry = self.entry(task)
        if not self.repeats:
            entry.update(self.first(task, entry["armed"]))
            if "extended" in entry:
                entry["at"] = later(task, entry["at"], entry["extended"])

    def extend(self, task: Task, days: int) -> None:
        """So many working days more, now and whenever it is computed again."""
        entry = self.entry(task)
        entry.update(extended=days, at=later(task, entry["at"], days))

    def first(self, task: Task, armed: datetime) -> dict[str, Any]:
        """When it is due first, armed at a moment; of a cycle also how often and how far apart."""
        value = turn_of(task).result(task, self.text, at=armed) if is_feel(self.text) else self.text
        if self.kind == "timeDate":
            return {"at": as_moment(value, self.name)}
        if self.kind == "timeDuration":
            return {"at": as_span(value, self.name).after(armed)}
        times, span = as_cycle(value, self.name)
        return {"at": span.after(armed), "left": times, "period": value}

    def entry(self, task: Task) -> dict[str, Any]:
        """What is kept of this clock in a task."""
        kept: dict[str, Any] = task.internal_data["due"][self.name]
        return kept

    def wind(self, task: Task) -> bool:
        """After a firing: set a cycle to its next moment. False if it will not fire again."""
        entry = self.entry(task)
        if not self.repeats or entry["left"] == 1:
            return False
        entry["left"] = None if entry["left"] is None else entry["left"] - 1
        entry["at"] = as_cycle(entry["period"], self.name)[1].after(entry["at"])
        return True


def later(task: Task, moment: datetime, days: int) -> datetime:
    """24:00 of the day so many working days behind the last day that a moment still reaches."""
    reached = {"reached": last_day(moment), "days": Decimal(days)}
    value = turn_of(task).result(task, "add working days(reached, days)", reached)
    return as_moment(value, element_of(task))
