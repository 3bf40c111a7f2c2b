"""Bringing a message to whoever waits for it, on every level of an instance."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .events import Catching, StartEvent
from .messages import Message, same_key
from .running import listening
from .turn import turn_of
from .workflow import SubWorkflow, Workflow, active

Listening = tuple[Task, str, StartEvent, Any]


def deliver(top: Workflow, name: str, key: Any, payload: Mapping[str, Any]) -> int:
    """Hand a message to every event sub-process and event that waits for it. Returns how many took it."""
    matched = 0
    for root, subprocess, start, expected in list(_event_subprocesses(top)):
        # An earlier one may have interrupted the scope of this one.
        if start.event_definition.name == name and same_key(expected, key) and not _closed(root):
            _begin(root, subprocess, start, payload)
            matched += 1
    for task, node, definition in list(listening(top)):
        if isinstance(definition, Message) and definition.name == name and _takes(task, name, key):
            task.task_spec.fire(task, node, payload)
            matched += 1
    return matched


def _takes(task: Task, name: str, key: Any) -> bool:
    return task.state == TaskState.WAITING and same_key(task.internal_data["keys"][name], key)


def listens(top: Workflow) -> list[tuple[str, Any]]:
    """Every message that would be taken now: its name and correlation key (None: any)."""
    found = [(start.event_definition.name, key) for _, _, start, key in _event_subprocesses(top)]
    for task, _, definition in listening(top):
        if isinstance(definition, Message):
            found.append((definition.name, task.internal_data["keys"][definition.name]))
    return found


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
