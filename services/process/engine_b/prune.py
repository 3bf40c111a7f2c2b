"""Cut what no open task can ask for. With scoped variables and token joins only three things look back:
a token before a join (over which flow it came), the join of a boundary event (its split and the siblings),
and a task inside a task (its parent)."""

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, StartEventJoin
from SpiffWorkflow.util.task import TaskState

from .gateways import Joins


def prune(top: Any) -> None:
    """Drop the past of an instance; every open task, listener, variable and id stays as it was."""
    for task_id, workflow in list(top.subprocesses.items()):
        if workflow.completed or _host_is_done(top, task_id):
            _drop(top, task_id)
    for workflow in [top, *top.subprocesses.values()]:
        keep = _kept(workflow)
        if len(keep) < len(workflow.tasks):
            _cut(workflow, keep)


def _host_is_done(top: Any, task_id: Any) -> bool:
    hosts = [w.tasks[task_id] for w in [top, *top.subprocesses.values()] if task_id in w.tasks]
    return not hosts or hosts[0].has_state(TaskState.FINISHED_MASK)


def _drop(top: Any, task_id: Any) -> None:
    workflow = top.subprocesses.pop(task_id, None)
    for task in list(workflow.tasks.values()) if workflow is not None else ():
        top.event_manager.remove_task(task)
        _drop(top, task.id)


def _kept(workflow: Any) -> set[Any]:
    keep = {workflow.task_tree.id}
    for task in workflow.tasks.values():
        if not task.has_state(TaskState.NOT_FINISHED_MASK):
            continue
        keep.add(task.id)
        if isinstance(task.task_spec, Joins) and task._parent is not None:
            keep.add(task._parent)
        if isinstance(task.task_spec, BoundaryEventJoin | StartEventJoin):
            split = task.find_ancestor(task.task_spec.split_task)
            if split is not None:
                keep.update((split.id, *split._children))
    return keep


def _cut(workflow: Any, keep: set[Any]) -> None:
    """Survivors hang on their nearest kept ancestor, in tree order."""
    parents: dict[Any, Any] = {}
    children: dict[Any, list[Any]] = {kept: [] for kept in keep}
    stack = [(workflow.task_tree, None)]
    while stack:
        task, above = stack.pop()
        if task.id in keep:
            parents[task.id] = above
            if above is not None:
                children[above].append(task.id)
            above = task.id
        stack.extend((child, above) for child in reversed(task.children))
    workflow.tasks = {number: task for number, task in workflow.tasks.items() if number in parents}
    for number, task in workflow.tasks.items():
        task._parent, task._children = parents[number], children[number]
    if workflow.last_task is not None and workflow.last_task.id not in parents:
        workflow.last_task = None
