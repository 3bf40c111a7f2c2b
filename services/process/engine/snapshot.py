"""The state of an instance as JSON: open tasks and scopes, nothing of the diagram, nothing of the past.

Ids are small numbers given in tree order, so that the same commands give the same bytes. A snapshot:
{"format", "highest": last id given, "finished", "workflows": [{"process", "parent": id of the task it belongs to,
"variables", "interrupted", "tasks": [[id, parent, spec, state, triggered, kept]]}]}; parents come before children.
"""

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from ..rules.values import from_json, to_json
from .errors import UnknownFormat
from .instances import MultiInstance
from .node import LIVE, OPEN
from .turn import Turn
from .workflow import SubWorkflow, Workflow

FORMAT = 1
GUESSED = TaskState.FUTURE | TaskState.PREDICTED_MASK

Snapshot = dict[str, Any]
Ids = dict[object, int]


def number(top: Workflow) -> Ids:
    """Small ids for the tasks that have none yet, in tree order."""
    ids: Ids = {}
    for workflow in [top, *top.subprocesses.values()]:
        for task in _kept(workflow):
            if not isinstance(task.id, int):
                top.highest_id += 1
                ids[task.id] = top.highest_id
            else:
                ids[task.id] = task.id
    return ids


def save(top: Workflow, ids: Ids, finished: bool) -> Snapshot:
    """The snapshot of an instance whose tasks have been numbered."""
    workflows = [_save(workflow, ids) for workflow in [top, *top.subprocesses.values()]]
    return {"format": FORMAT, "highest": top.highest_id, "finished": finished, "workflows": workflows}


def _save(workflow: Workflow | SubWorkflow, ids: Ids) -> dict[str, Any]:
    parent = workflow.parent_task
    return {
        "process": workflow.spec.name,
        "parent": None if parent is None else ids[parent.id],
        "variables": to_json(workflow.variables),
        "interrupted": workflow.interrupted,
        "tasks": [
            [ids[t.id], ids.get(t._parent), t.task_spec.name, t.state, int(t.triggered), to_json(t.internal_data)]
            for t in _kept(workflow)
        ],
    }


def _kept(workflow: Workflow | SubWorkflow) -> list[Task]:
    """Tasks in tree order without the predicted ones: the future is predicted again at load."""
    found, stack = [], [workflow.task_tree]
    while stack:
        task = stack.pop()
        found.append(task)
        stack.extend(reversed([c for c in task.children if not c.has_state(GUESSED)]))
    return found


def load(spec: Any, subs: Any, snapshot: Snapshot, turn: Turn) -> Workflow:
    """The instance as it was saved, on the specs as they were parsed. Raises UnknownFormat."""
    if snapshot.get("format") != FORMAT:
        raise UnknownFormat(f"案卷状态的格式 {snapshot.get('format')} 无法读取。")
    first, *rest = snapshot["workflows"]
    top = Workflow(spec, subs, turn, deserializing=True)
    top.highest_id = snapshot["highest"]
    top.completed = snapshot["finished"]
    where = _load(top, first)
    for record in rest:
        parent = where[record["parent"]]
        sub = SubWorkflow(subs[parent.task_spec.spec], parent, top, deserializing=True)
        top.subprocesses[parent.id] = sub
        sub.completed_event.connect(parent.task_spec._on_subworkflow_completed, parent)
        where |= _load(sub, record)
    return top


def _load(workflow: Workflow | SubWorkflow, record: dict[str, Any]) -> dict[int, Task]:
    workflow.variables = from_json(record["variables"])
    workflow.interrupted = record["interrupted"]
    for task_id, parent, spec, state, triggered, kept in record["tasks"]:
        task = Task(workflow, workflow.spec.task_specs[spec], workflow.tasks.get(parent), state, task_id)
        task.triggered = bool(triggered)
        task.internal_data = from_json(kept)
        if parent is None:
            workflow.task_tree = task
    tasks = dict(workflow.tasks)
    for task in tasks.values():
        if task.has_state(LIVE):
            _predict(task)
    return tasks


def _predict(task: Task) -> None:
    if not (isinstance(task.task_spec, MultiInstance) and task.state == TaskState.STARTED):
        task.task_spec._predict(task, mask=OPEN)
        return
    # The running instances of a multi-instance task are its children too; they must not be predicted away.
    for spec in task.task_spec.outputs:
        child = task._add_child(spec, TaskState.FUTURE)
        spec._predict(child, mask=OPEN)
