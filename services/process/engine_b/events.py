"""Catching events of our own: boundary events that keep listening, event-based gateways, conditions, errors."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import (
    ErrorEventDefinition,
    EscalationEventDefinition,
)
from SpiffWorkflow.bpmn.specs.event_definitions.multiple import MultipleEventDefinition
from SpiffWorkflow.bpmn.util import BpmnEvent
from SpiffWorkflow.util.task import TaskState

from . import scopes
from .faults import EngineFault
from .feel_host import element_of
from .messages import CAUGHT, PAYLOAD, Message, extensions_of, receive
from .timers import Cycle, Timer

GUESSED = TaskState.FUTURE | TaskState.PREDICTED_MASK


def branch_off(task: Any) -> None:
    """One firing of an event that keeps listening: its ways go on from the root, independent of the activity."""
    task.workflow.script_engine.note_passed(task)
    for following in task.task_spec.outputs:
        if not isinstance(following, BoundaryEventJoin):
            start_at_root(task.workflow, following)


def start_at_root(workflow: Any, spec: Any) -> Any:
    """A new branch of a process, hanging on its root. Returns its first task."""
    child = workflow.task_tree._add_child(spec, TaskState.FUTURE)
    child.triggered = True
    spec._predict(child, mask=TaskState.NOT_FINISHED_MASK)
    spec._update(child)
    return child


class BoundaryEvent(defaults.BoundaryEvent):
    """Interrupting: as SpiffWorkflow has it. Non-interrupting: every firing branches off."""

    def _update_hook(self, task: Any) -> bool | None:
        if self.cancel_activity:
            return super()._update_hook(task)
        if task.state != TaskState.WAITING:
            task._set_state(TaskState.WAITING)
        task.workflow.top_workflow.event_manager.add_task(task)
        if isinstance(self.event_definition, Timer | Cycle | Condition):
            for _ in range(self.event_definition.firings(task)):
                branch_off(task)
            if self.event_definition.is_spent(task):
                task.cancel()
        return False

    def deliver(self, task: Any, payload: Mapping[str, Any]) -> None:
        """A message for a non-interrupting event."""
        receive(task, payload, extensions_of(self))
        branch_off(task)

    def catch(self, task: Any, event: Any) -> None:
        """An error or escalation from inside the activity."""
        if self.cancel_activity:
            super().catch(task, event)
        else:
            branch_off(task)


class Condition(ConditionalEventDefinition):
    """Fires once its FEEL condition is exactly true."""

    def has_fired(self, task: Any) -> bool:
        """Whether the condition holds now."""
        return task.workflow.script_engine.feel(self.expression, task) is True

    def catches(self, task: Any, event: Any) -> bool:
        """No event fires a condition."""
        return False

    def firings(self, task: Any) -> int:
        """Once, when it holds."""
        return 1 if self.has_fired(task) else 0

    def is_spent(self, task: Any) -> bool:
        """It does not fire twice."""
        return self.has_fired(task)


class FirstOf(MultipleEventDefinition):
    """What an event-based gateway waits for. The earliest due timer or the delivered message wins alone."""

    def has_fired(self, task: Any) -> bool:
        """Whether any has; remembers which."""
        if CAUGHT in task.internal_data:
            return True
        winner = self._winner(task)
        if winner is None:
            return False
        task.internal_data[CAUGHT] = winner
        return True

    def _winner(self, task: Any) -> str | None:
        timers = [d for d in self.event_definitions if isinstance(d, Timer)]
        due = [(d.state(task)["at"], i, d.element) for i, d in enumerate(timers) if d.is_due(task)]
        if due:
            return min(due)[2]
        held = [d for d in self.event_definitions if isinstance(d, Condition) and d.has_fired(task)]
        return held[0].element if held else None

    def catches(self, task: Any, event: Any = None) -> bool:
        """Nothing thrown inside the instance."""
        return False

    def reset(self, task: Any) -> None:
        """The gateway has gone on."""
        task.internal_data.pop(CAUGHT, None)


class EventBasedGateway(defaults.EventBasedGateway):
    """Goes the way of the event that came first."""

    def _run_hook(self, task: Any) -> bool:
        winner, payload = task.internal_data[CAUGHT], task.internal_data.pop(PAYLOAD, None)
        number = [d.element for d in self.event_definition.event_definitions].index(winner)
        following = self.outputs[number]
        if payload is not None:
            receive(task, payload, extensions_of(following))
        task._sync_children([following], TaskState.FUTURE)
        for child in task.children:
            child.task_spec._predict(child, mask=GUESSED)
        self.event_definition.reset(task)
        return True


class _Raised:
    """Climbs from process to process to the first boundary event that catches it; never sideways."""

    name: str

    def throw(self, task: Any) -> None:
        """Interrupt or branch off where it is caught. See `uncaught` for the rest."""
        workflow = task.workflow
        while workflow.parent_task_id is not None:
            activity = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
            if self._caught_at(activity):
                return
            workflow = activity.workflow
        self.uncaught(task)

    def _caught_at(self, activity: Any) -> bool:
        if scopes.is_instance(activity):
            activity = activity.parent
        if activity.parent is None or not isinstance(activity.parent.task_spec, BoundaryEventSplit):
            return False
        for event in activity.parent.children:
            spec = event.task_spec
            if event.state == TaskState.WAITING and isinstance(spec, BoundaryEvent) and spec.event_definition == self:
                spec.catch(event, BpmnEvent(self, payload={}))
                spec._update(event)
                if spec.cancel_activity:
                    activity.cancel()
                return True
        return False

    def uncaught(self, task: Any) -> None:
        """Nobody catches it."""


class Error(_Raised, ErrorEventDefinition):
    """An error must be caught."""

    def uncaught(self, task: Any) -> None:
        """Raises EngineFault: an error that nobody catches is a fault of the diagram."""
        raise EngineFault(element_of(task), f"错误“{self.name}”没有边界事件接收。")


class Escalation(_Raised, EscalationEventDefinition):
    """An escalation that nobody catches changes nothing."""


__all__ = [
    "BoundaryEvent",
    "Condition",
    "Error",
    "Escalation",
    "EventBasedGateway",
    "FirstOf",
    "Message",
    "branch_off",
    "start_at_root",
]
