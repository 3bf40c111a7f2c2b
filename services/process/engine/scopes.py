"""Variables live in scopes, never on tokens: each process and sub-process has one, each activity its locals.

Reading goes outwards and stops at a call activity. Writing goes to the scope that has the name, else to the
outermost; it never leaves a called process or one instance of a multi-instance activity, so parallel instances
cannot touch each other.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from SpiffWorkflow.task import Task

Variables = dict[str, Any]
_NO_LOCALS: Variables = {}


def locals_of(task: Task) -> Variables:
    """The names only this task sees (item, inputs, answers of one instance). Not to be changed."""
    kept: Variables = task.internal_data.get("locals", _NO_LOCALS)
    return kept


def add_locals(task: Task, values: Mapping[str, Any]) -> None:
    """Give a task local names."""
    if values:
        task.internal_data.setdefault("locals", {}).update(deepcopy(dict(values)))


def is_instance(task: Task) -> bool:
    """Whether the task is one instance of a multi-instance activity."""
    return "index" in task.internal_data


def scopes(task: Task) -> Iterator[Variables]:
    """What a task can read, innermost first."""
    yield locals_of(task)
    workflow = task.workflow
    while True:
        yield workflow.variables
        parent = workflow.parent_task
        if parent is None or parent.task_spec.closes_scope:
            return
        yield locals_of(parent)
        workflow = parent.workflow


def look_up(task: Task, name: str) -> Any:
    """The value of a name as a task sees it, None if there is none."""
    for scope in scopes(task):
        if name in scope:
            return scope[name]
    return None


def assign(task: Task, values: Mapping[str, Any]) -> None:
    """Write variables from where a task stands. Values are copied: no two names ever share one."""
    if is_instance(task):
        add_locals(task, values)
        return
    for name, value in values.items():
        _scope_for(task, name)[name] = deepcopy(value)


def _scope_for(task: Task, name: str) -> Variables:
    workflow = task.workflow
    while name not in workflow.variables:
        parent = workflow.parent_task
        if parent is None or parent.task_spec.closes_scope:
            break
        if name in locals_of(parent):
            return locals_of(parent)
        if is_instance(parent):
            break
        workflow = parent.workflow
    variables: Variables = workflow.variables
    return variables


def surroundings(task: Task) -> Variables:
    """A task's locals and the variables of what encloses it, without those of the instance itself."""
    seen: list[Variables] = []
    root = task.workflow.top_workflow.variables
    for scope in scopes(task):
        if scope is not root:
            seen.append(scope)
    merged: Variables = {}
    for scope in reversed(seen):
        merged.update(scope)
    return deepcopy(merged)
