"""Bringing a message to whoever waits for it, on every level of an instance."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .events import Catching, StartEvent
from .messages import Message, same_key
from .running import listening
from .turn import turn_of
from .workflow import SubWorkflow, Workflow, active
from .world import Deliver

Listening = tuple[Task, str, StartEvent, Any]


@dataclass(frozen=True, eq=False)
class Waits:
    """A message that is waited for: by a task, at a node, with a key. `begins`: the event sub-process it starts."""

    task: Task
    node: Any
    name: str
    key: Any
    begins: str | None = None


def deliver(top: Workflow, command: Deliver) -> int:
    """Hand a message to every event sub-process and event that waits for it. Returns how many took it."""
    # One after the other: an event sub-process may have interrupted the scope of another, or of an event.
    return sum(_hand(waits, command) for kind in (_beginning, _events) for waits in list(kind(top)))


def _hand(waits: Waits, command: Deliver) -> bool:
    if waits.name != command.name or not _is_meant(waits, command):
        return False
    if waits.begins is not None:
        if _closed(waits.task):
            return False
        _begin(waits.task, waits.begins, waits.node, command.payload or {})
    elif waits.task.state == TaskState.WAITING:
        waits.task.task_spec.fire(waits.task, waits.node, command.payload or {})
    else:
        return False
    return True


def _is_meant(waits: Waits, command: Deliver) -> bool:
    there = (str(waits.node.bpmn_id), waits.task.id)
    return (command.catch is None or command.catch == there) and same_key(waits.key, command.key)


def waiting(top: Workflow) -> Iterator[Waits]:
    """Every message that would be taken now; event sub-processes come first."""
    yield from _beginning(top)
    yield from _events(top)


def _beginning(top: Workflow) -> Iterator[Waits]:
    for root, name, start, key in _event_subprocesses(top):
        yield Waits(root, start, start.event_definition.name, key, name)


def _events(top: Workflow) -> Iterator[Waits]:
    for task, node, definition in listening(top):
        if isinstance(definition, Message):
            yield Waits(task, node, definition.name, task.internal_data["keys"][definition.name])


def listens(top: Workflow) -> list[tuple[str, Any]]:
    """Every message that would be taken now: its name and correlation key (None: any)."""
    return [(waits.name, waits.key) for waits in waiting(top)]


def begin_by_message(top: Workflow, payload: Mapping[str, Any]) -> None:
    """The message that starts an instance has come; whatever key it bears, the instance is new."""
    for task in list(top.tasks.values()):
        if isinstance(task.task_spec, StartEvent) and task.state == TaskState.WAITING:
            task.task_spec.fire(task, task.task_spec, payload)


def _event_subprocesses(top: Workflow) -> Iterator[Listening]:
    for workflow in list(active(top)):
        for name in () if _closed(workflow.task_tree) else workflow.spec.start.trigger_specs:
            inner = top.subprocess_specs[workflow.spec.task_specs[name].spec]
            start = inner.bpmn_start_events[0]
            key = None
            if start.event_definition.key is not None:
                key = turn_of(workflow.task_tree).value(workflow.task_tree, start.event_definition.key)
                if key is None:
                    continue  # its scope does not know yet for whom it listens
            yield workflow.task_tree, name, start, key


def _closed(root: Task) -> bool:
    return bool(root.workflow.completed or root.workflow.interrupted)


def _begin(root: Task, name: str, start: StartEvent, payload: Mapping[str, Any]) -> None:
    if start.interrupting:
        root.workflow.interrupted = True
        for other in root.children:
            other.cancel()
    task = root.workflow.spec.start.begin(root, name)
    scope: SubWorkflow = root.workflow.top_workflow.subprocesses[task.id]
    waiting = next(t for t in scope.tasks.values() if t.task_spec is start)
    turn, outputs = turn_of(task), start.extensions.outputs
    values = turn.mapped(waiting, outputs, payload) if outputs else dict(payload)
    turn.refuse_known(waiting, values)
    scope.variables.update(deepcopy(values))
    Catching.fire(start, waiting, start, None)
