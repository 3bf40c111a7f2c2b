"""SpiffWorkflow's workflows with variables of their own, and without what they leave behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .turn import Turn


class _Scoped:
    """A workflow is a scope. `interrupted`: an interrupting event sub-process has taken over."""

    variables: dict[str, Any]
    interrupted: bool
    completed: bool
    script_engine: Turn

    def _task_completed_notify(self, task: Task) -> None:
        # Unlike the stock one it does not walk the whole tree: what waits is asked when the step comes to rest.
        self.last_task = task
        self._write_down(task)
        if task.task_spec.name == "End":
            self._mark_complete(task)
        if self.completed:
            self.completed_event(self)  # type: ignore[attr-defined]

    def _mark_complete(self, task: Task) -> None:
        self.completed = True

    def _write_down(self, task: Task) -> None:
        spec = task.task_spec
        if spec.bpmn_id is None or (spec.gathers_instances and not task.internal_data.get("empty")):
            return
        self.script_engine.passed.append(spec.bpmn_id)
        if spec.ends_here:
            self.script_engine.ended_at.append(spec.bpmn_id)


class Workflow(_Scoped, BpmnWorkflow):
    """An instance of a pool."""

    parent_task: Task | None = None

    def __init__(self, spec: Any, subs: dict[str, Any], turn: Turn, **kwargs: Any) -> None:
        self.variables = {}
        self.interrupted = False
        self.highest_id = 0
        super().__init__(spec, subs, script_engine=turn, **kwargs)

    def create_subprocess(self, my_task: Task, spec_name: str) -> SubWorkflow:
        """A sub-process or called process for a task."""
        sub = SubWorkflow(self.subprocess_specs[spec_name], my_task, self)
        self.subprocesses[my_task.id] = sub
        return sub

    def catch(self, event: Any) -> None:
        """Nothing is offered inside the instance: our own definitions know where they go."""

    def _task_removed_notify(self, task: Task) -> None:
        """Removed tasks would leave their sub-processes behind, still listening."""
        sub = self.subprocesses.pop(task.id, None)
        for inner in list(sub.tasks.values()) if sub is not None else ():
            self._task_removed_notify(inner)


class SubWorkflow(_Scoped, BpmnSubWorkflow):
    """A sub-process, called process or event sub-process of an instance."""

    def __init__(self, spec: Any, parent_task: Task, top: Workflow, **kwargs: Any) -> None:
        self.variables = {}
        self.interrupted = False
        self.parent_task = parent_task
        super().__init__(spec, parent_task.id, top, **kwargs)

    @property
    def parent_workflow(self) -> Workflow | SubWorkflow:
        """The workflow of the task this one belongs to."""
        workflow: Workflow | SubWorkflow = self.parent_task.workflow
        return workflow

    def _task_removed_notify(self, task: Task) -> None:
        self.top_workflow._task_removed_notify(task)


def active(top: Workflow) -> Iterator[Workflow | SubWorkflow]:
    """The workflows that still run, each after the one around it."""
    yield top
    for sub in list(top.subprocesses.values()):
        if not sub.completed and not sub.parent_task.has_state(TaskState.FINISHED_MASK):
            yield sub


def in_order(workflow: Workflow | SubWorkflow) -> Iterator[Task]:
    """The tasks of one workflow in tree order, predicted ones included."""
    stack = [workflow.task_tree]
    while stack:
        task = stack.pop()
        yield task
        stack.extend(reversed(task.children))


def in_state(top: Workflow, state: int) -> list[Task]:
    """All tasks of the running workflows in a state, in tree order."""
    return [t for w in active(top) if not w.completed for t in in_order(w) if t.has_state(state)]
