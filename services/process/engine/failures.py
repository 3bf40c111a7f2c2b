"""Errors and escalations: they climb from scope to scope to the nearest boundary event that takes their code."""

from collections.abc import Iterator

from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .errors import NotCaught
from .events import BoundaryEvent
from .scopes import is_instance
from .turn import element_of


class Escalation(EventDefinition):
    """An escalation with a code; thrown where nobody listens it is of no consequence (BPMN 2.0, 10.5.1)."""

    def __init__(self, name: str | None, code: str | None) -> None:
        super().__init__(name)
        self.code = code

    def throw(self, my_task: Task) -> None:
        """Reach the nearest event around the throwing scope, not any that happens to wait elsewhere."""
        for edge in self._catchers(my_task):
            edge.task_spec.fire(edge, edge.task_spec, None)
            return
        self.not_caught(my_task)

    def not_caught(self, my_task: Task) -> None:
        """Nobody around the scope takes it."""

    def _catchers(self, my_task: Task) -> Iterator[Task]:
        parent = my_task.workflow.parent_task
        while parent is not None:
            listening = [e for e in edges(parent) if type(e.task_spec.event_definition) is type(self)]
            for wanted in (self.code, None):
                yield from (e for e in listening if e.task_spec.event_definition.code == wanted)
            parent = parent.workflow.parent_task


class Failure(Escalation):
    """An error; it must be caught."""

    def not_caught(self, my_task: Task) -> None:
        """An error nobody handles must not end a case silently."""
        raise NotCaught(element_of(my_task), f"错误“{self.name or self.code or ''}”没有边界事件处理。")


def edges(activity: Task) -> list[Task]:
    """The boundary events of an activity that wait; those of one instance are those of the whole activity."""
    whole = activity.parent if is_instance(activity) else activity
    split = whole.parent
    if split is None or not isinstance(split.task_spec, BoundaryEventSplit):
        return []
    return [t for t in split.children if isinstance(t.task_spec, BoundaryEvent) and t.state == TaskState.WAITING]
