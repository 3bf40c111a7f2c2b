"""Cut what no open task can ask for, so that a case returned a thousand times costs what a fresh one costs.

With scopes and token joins only these look back: a token waiting at a join asks its parent (the flow it came
over); an open boundary join asks its split and the split's children. All else that is finished goes.
"""

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .gateways import Join
from .node import OPEN
from .workflow import SubWorkflow, Workflow


def prune(top: Workflow) -> None:
    """Drop finished sub-workflows and finished tasks that nobody asks for."""
    for task_id, sub in list(top.subprocesses.items()):
        if sub.completed or sub.parent_task.has_state(TaskState.FINISHED_MASK):
            del top.subprocesses[task_id]
    for workflow in [top, *top.subprocesses.values()]:
        _prune(workflow)


def _prune(workflow: Workflow | SubWorkflow) -> None:
    keep = _needed(workflow)
    if len(keep) == len(workflow.tasks):
        return
    parents: dict[object, object] = {}
    below: dict[object, list[object]] = {task_id: [] for task_id in keep}
    stack: list[tuple[Task, object]] = [(workflow.task_tree, None)]
    while stack:
        task, nearest = stack.pop()
        if task.id in keep:
            parents[task.id] = nearest
            if nearest is not None:
                below[nearest].append(task.id)
            nearest = task.id
        stack.extend((child, nearest) for child in reversed(task.children))
    for task_id in [i for i in workflow.tasks if i not in keep]:
        del workflow.tasks[task_id]
    for task_id, task in workflow.tasks.items():
        task._parent, task._children = parents[task_id], below[task_id]
    workflow.last_task = None


def _needed(workflow: Workflow | SubWorkflow) -> set[object]:
    keep = {workflow.task_tree.id}
    for task in workflow.tasks.values():
        if not task.has_state(OPEN):
            continue
        keep.add(task.id)
        if isinstance(task.task_spec, Join) and task._parent is not None:
            keep.add(task._parent)
        elif isinstance(task.task_spec, BoundaryEventJoin):
            split = task.find_ancestor(task.task_spec.split_task)
            if split is not None:
                keep.add(split.id)
                keep.update(split._children)
    return keep
