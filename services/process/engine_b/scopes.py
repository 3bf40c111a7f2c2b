"""Variables live in scopes, not in tokens: each (sub-)process has its own, and a called process sees only itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.process.rules.values import from_json, to_json
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import CallActivity

Scope = dict[str, Any]
VARIABLES = "vars"


def own(workflow: Any) -> Scope:
    """The variables of one (sub-)process."""
    return workflow.data.setdefault(VARIABLES, {})


def of_workflow(workflow: Any) -> Iterator[Scope]:
    """Innermost first: the variables of a process, then outwards until a called process begins."""
    while True:
        yield own(workflow)
        if workflow.parent_task_id is None:
            return
        parent = workflow.top_workflow.get_task_from_id(workflow.parent_task_id)
        if isinstance(parent.task_spec, CallActivity):
            return
        yield parent.data
        workflow = parent.workflow


def of_task(task: Any) -> Iterator[Scope]:
    """The task's own locals first, then those of the processes around it."""
    yield task.data
    yield from of_workflow(task.workflow)


def find(scopes: Iterator[Scope], name: str) -> Any:
    """The value of a name in the innermost scope that has it, None if none has."""
    return next((scope[name] for scope in scopes if name in scope), None)


def copied(value: Any) -> Any:
    """A value of its own that a snapshot can keep; raises NotStorable for a function and the like."""
    return from_json(to_json(value))


def is_instance(task: Any) -> bool:
    """Whether the task is one of the instances of a multi-instance activity: nothing it writes leaves it."""
    return "index" in task.internal_data


def write(task: Any, values: Mapping[str, Any]) -> None:
    """Each name goes to the scope that has it, else to the outermost; an instance keeps its own."""
    task.workflow.script_engine.refuse_known(task, values)
    for name, value in values.items():
        _target(task, name)[name] = copied(value)


def _target(task: Any, name: str) -> Scope:
    if is_instance(task) or name in task.data:
        return task.data
    last: Scope = {}
    for scope in of_workflow(task.workflow):
        last = scope
        if name in scope:
            break
    return last


def locals_of(task: Any) -> dict[str, Any]:
    """Everything a task sees that is not a variable of the instance itself."""
    seen: dict[str, Any] = {}
    root = own(task.workflow.top_workflow)
    for scope in of_task(task):
        if scope is not root:
            seen = {**scope, **seen}
    return seen
