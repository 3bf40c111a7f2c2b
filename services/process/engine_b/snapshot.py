"""An instance as JSON: only the state, onto the parsed specs. Ids are small integers given in tree order.

{"version", "next": last id given, "processes": [{"process", "parent": task id | None, "completed", "variables",
"tasks": [[id, parent id, spec name, state, triggered, internal data, locals], ...]}, ...]}
"""

from collections.abc import Iterator, Mapping
from typing import Any

from services.foundation.errors import Faulty
from services.process.rules.values import from_json, to_json
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from . import scopes
from .definition import Pool
from .faults import EngineFault, SnapshotUnreadable
from .feel_host import FeelHost
from .workflow import SubWorkflow, Workflow, tree

VERSION = 1
NEXT = "last_id"
OPEN = TaskState.READY | TaskState.WAITING | TaskState.STARTED


def save(top: Any) -> tuple[dict[str, Any], dict[Any, int]]:
    """The snapshot, and the id in it of every task by its id in memory."""
    workflows = list(ordered(top))
    numbers = _numbered(top, workflows)
    return {
        "version": VERSION,
        "next": top.data[NEXT],
        "processes": [_process(workflow, numbers) for workflow in workflows],
    }, numbers


def ordered(top: Any) -> Iterator[Any]:
    """The instance and its inner processes, in the order of the tasks they run in, outer ones first."""
    todo = [top]
    while todo:
        workflow = todo.pop(0)
        yield workflow
        inner = [top.subprocesses.get(task.id) for task in tree(workflow)]
        todo.extend(w for w in inner if w is not None)


def _numbered(top: Any, workflows: list[Any]) -> dict[Any, int]:
    last, numbers = top.data.get(NEXT, 0), {}
    for task in (t for w in workflows for t in tree(w)):
        if isinstance(task.id, int):
            numbers[task.id] = task.id
        else:
            last += 1
            numbers[task.id] = last
    top.data[NEXT] = last
    return numbers


def _process(workflow: Any, numbers: dict[Any, int]) -> dict[str, Any]:
    parent = workflow.parent_task_id
    return {
        "process": workflow.spec.name,
        "parent": None if parent is None else numbers[parent],
        "completed": workflow.completed,
        "variables": _stored(scopes.own(workflow), ""),
        "tasks": [_task(task, numbers) for task in tree(workflow)],
    }


def _task(task: Any, numbers: dict[Any, int]) -> list[Any]:
    element = task.task_spec.bpmn_id or ""
    return [
        numbers[task.id],
        numbers.get(task._parent),
        task.task_spec.name,
        TaskState.get_name(task.state).lower(),
        bool(task.triggered),
        _stored({k: v for k, v in task.internal_data.items() if k not in _SPIFFS_OWN}, element),
        _stored(task.data, element),
    ]


_SPIFFS_OWN = frozenset(("seen_events", "event_fired", "has_fired"))


def _stored(values: Mapping[str, Any], element: str) -> Any:
    try:
        return to_json(dict(values))
    except Faulty as error:
        raise EngineFault(element, str(error)) from error


def check(snapshot: Mapping[str, Any]) -> None:
    """Raises SnapshotUnreadable for another format."""
    if snapshot.get("version") != VERSION:
        raise SnapshotUnreadable("", f"流程快照的格式是 {snapshot.get('version')}，只认识 {VERSION}。")


def load(pool: Pool, snapshot: Mapping[str, Any], host: FeelHost) -> Workflow:
    """The instance in memory again. Raises SnapshotUnreadable where it does not fit the pool."""
    check(snapshot)
    try:
        return _load(pool, snapshot, host)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        raise SnapshotUnreadable("", f"流程快照与流程图“{pool.name}”不符：{error!r}") from error


def _load(pool: Pool, snapshot: Mapping[str, Any], host: FeelHost) -> Workflow:
    first, *inner = snapshot["processes"]
    if first["process"] != pool.id:
        raise ValueError(first["process"])
    top = Workflow(pool.spec, pool.subs, script_engine=host, deserializing=True)
    top.data[NEXT] = snapshot["next"]
    _fill(top, top, first)
    for record in inner:
        _fill(top, _inner(top, pool, record), record)
    return top


def _inner(top: Workflow, pool: Pool, record: Mapping[str, Any]) -> SubWorkflow:
    parent = top.get_task_from_id(record["parent"])
    workflow = SubWorkflow(pool.subs[parent.task_spec.spec], parent.id, top, deserializing=True)
    top.subprocesses[parent.id] = workflow
    workflow.completed_event.connect(parent.task_spec._on_subworkflow_completed, parent)
    return workflow


def _fill(top: Workflow, workflow: Any, record: Mapping[str, Any]) -> None:
    workflow.data[scopes.VARIABLES] = from_json(record["variables"])
    workflow.completed = record["completed"]
    for row in record["tasks"]:
        task = _restored(workflow, row)
        if isinstance(task.task_spec, CatchingEvent) and task.state == TaskState.WAITING:
            top.event_manager.add_task(task)
    for task in list(workflow.tasks.values()):
        if task.has_state(OPEN):
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)


def _restored(workflow: Any, row: list[Any]) -> Any:
    number, parent, spec, state, triggered, internal, data = row
    task = Task(workflow, workflow.spec.task_specs[spec], state=TaskState.get_value(state), id=number)
    task._parent, task.triggered = parent, triggered
    task.internal_data, task.data = from_json(internal), from_json(data)
    if parent is None:
        workflow.task_tree = task
    else:
        workflow.tasks[parent]._children.append(number)
    return task
