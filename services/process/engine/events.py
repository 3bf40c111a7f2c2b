"""Events that are waited for and events that are thrown."""

from collections.abc import Iterator, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.end_event import EndEvent as StockEnd
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent, ThrowingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent as StockBoundary
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import EventBasedGateway as StockEventGateway
from SpiffWorkflow.bpmn.specs.mixins.events.start_event import StartEvent as StockStart
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .gateways import go_on
from .messages import Message, take_payload
from .node import OPEN, Activity, Node
from .timers import Clock
from .turn import turn_of


class Catching(Activity, CatchingEvent):
    """Waits for its event. Clocks are armed and keys are computed once, when the waiting begins."""

    def _update_hook(self, my_task: Task) -> bool:
        if isinstance(self.event_definition, NoneEventDefinition) or my_task.internal_data.get("fired"):
            return True
        if isinstance(self.event_definition, ConditionalEventDefinition) and self._holds(my_task):
            return True
        if my_task.state != TaskState.WAITING:
            my_task._set_state(TaskState.WAITING)
        self._begin(my_task)
        return False

    def _holds(self, my_task: Task) -> bool:
        return turn_of(my_task).result(my_task, self.event_definition.expression) is True

    def _begin(self, my_task: Task) -> None:
        super()._update_hook(my_task)
        for _, definition in self.awaited():
            if isinstance(definition, Clock):
                definition.arm(my_task)
            elif isinstance(definition, Message) and definition.name not in my_task.internal_data.get("keys", {}):
                my_task.internal_data.setdefault("keys", {})[definition.name] = definition.key_at(my_task)

    def awaited(self) -> Iterator[tuple[Any, Any]]:
        """What is waited for: pairs of the node that is drawn with the event, and the event's definition."""
        yield self, self.event_definition

    def fire(self, my_task: Task, node: Any, payload: Mapping[str, Any] | None) -> None:
        """The event that is drawn at `node` has come."""
        if payload is not None:
            take_payload(my_task, payload, node.extensions)
        my_task.internal_data["fired"] = True
        self._update(my_task)

    def _run_hook(self, my_task: Task) -> bool:
        return True

    def _on_ready_hook(self, my_task: Task) -> None:
        return

    def _predict_hook(self, my_task: Task) -> None:
        Node._predict_hook(self, my_task)


class StartEvent(Catching, StockStart):
    """Where a process begins. `interrupting` matters in event sub-processes."""

    interrupting = True

    def awaited(self) -> Iterator[tuple[Any, Any]]:
        """Nothing: whoever starts the scope has looked at its message and key already."""
        return iter(())


class CatchEvent(Catching):
    """Intermediate catch event, or receive task."""


class BoundaryEvent(Catching, StockBoundary):
    """An event at the edge of an activity.

    Non-interrupting: every firing is a thread of its own at the root, and the event goes on listening.
    """

    def fire(self, my_task: Task, node: Any, payload: Mapping[str, Any] | None) -> None:
        """Interrupt the activity, or begin a thread beside it."""
        if self.cancel_activity:
            super().fire(my_task, node, payload)
            return
        if payload is not None:
            take_payload(my_task, payload, node.extensions)
        self._begin_thread(my_task)
        if isinstance(self.event_definition, Clock) and not self.event_definition.wind(my_task):
            my_task.cancel()

    def _on_ready_hook(self, my_task: Task) -> None:
        # At once, not when the event runs: a late step may find two clocks of one activity due.
        for sibling in my_task.parent.children:
            if sibling is not my_task and not sibling.has_state(TaskState.FINISHED_MASK):
                sibling.cancel()

    def _begin_thread(self, my_task: Task) -> None:
        fired = my_task.workflow.task_tree._add_child(self, TaskState.FUTURE)
        fired.triggered = True
        fired._set_state(TaskState.COMPLETED)
        turn_of(my_task).passed.append(self.bpmn_id)
        for spec in self.outputs:
            if not isinstance(spec, BoundaryEventJoin):
                token = fired._add_child(spec, TaskState.FUTURE)
                spec._predict(token, mask=OPEN)
                spec._update(token)


class EventGateway(Catching, StockEventGateway):
    """Goes the way of whichever of its events comes first, and only that one."""

    def connect(self, child: Any) -> None:
        """The gateway waits for its children's events itself; each stays known by the child it is drawn at."""
        definition = child.event_definition
        StockEventGateway.connect(self, child)
        child.awaited_by_gateway = definition

    def awaited(self) -> Iterator[tuple[Any, Any]]:
        """The events of all its ways."""
        for child in self.outputs:
            yield child, child.awaited_by_gateway

    def fire(self, my_task: Task, node: Any, payload: Mapping[str, Any] | None) -> None:
        """Take the way of the node whose event has come."""
        my_task.internal_data["way"] = node.name
        super().fire(my_task, node, payload)

    def _run_hook(self, my_task: Task) -> bool:
        go_on(my_task, [my_task.internal_data["way"]])
        return True

    def _predict_hook(self, my_task: Task) -> None:
        StockEventGateway._predict_hook(self, my_task)


class Throwing(Node, ThrowingEvent):
    """Send task or intermediate throw event."""

    def _run_hook(self, my_task: Task) -> bool:
        self.event_definition.throw(my_task)
        return True


class EndEvent(Throwing, StockEnd):
    """Where a path ends; a terminate end also ends everything else in its scope."""

    ends_here = True
