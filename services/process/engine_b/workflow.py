"""SpiffWorkflow's workflows with our bookkeeping: what completes is noted, what is removed leaves nothing behind."""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.util.task import TaskState

from .events import Condition, FirstOf
from .timers import Cycle, Timer

GUESS = TaskState.FUTURE | TaskState.PREDICTED_MASK


class _Noted:
    completed: bool
    script_engine: Any

    def _task_completed_notify(self, task: Any) -> None:
        self.script_engine.note_passed(task)
        super()._task_completed_notify(task)  # type: ignore[misc]

    def _mark_complete(self, task: Any) -> None:
        self.completed = True


class SubWorkflow(_Noted, BpmnSubWorkflow):
    """A process inside another."""


class Workflow(_Noted, BpmnWorkflow):
    """An instance of a pool, with all processes inside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.task_removed_event.connect(self._forget)

    def create_subprocess(self, my_task: Any, spec_name: str) -> SubWorkflow:
        """The process inside a task, of our class."""
        inner = SubWorkflow(self.subprocess_specs[spec_name], parent_task_id=my_task.id, top_workflow=self)
        self.subprocesses[my_task.id] = inner
        return inner

    def _forget(self, _: Any, task: Any) -> None:
        """Removed tasks would leave listeners and inner processes behind."""
        self.event_manager.remove_task(task)
        inner = self.subprocesses.pop(task.id, None)
        for lost in list(inner.tasks.values()) if inner is not None else ():
            self._forget(None, lost)


def alive(top: Any) -> list[Any]:
    """The instance and the processes running in it, outer ones first."""
    return [w for w in [top, *top.subprocesses.values()] if not w.completed]


def tree(workflow: Any) -> Iterator[Any]:
    """The real tasks of one process in tree order (predictions left out)."""
    stack = [workflow.task_tree]
    while stack:
        task = stack.pop()
        yield task
        stack.extend(reversed([child for child in task.children if not child.has_state(GUESS)]))


def open_people_tasks(top: Any) -> dict[Any, Any]:
    """The user tasks that wait for somebody, by id."""
    return {
        t.id: t for w in alive(top) for t in tree(w) if t.state == TaskState.READY and t.task_spec.manual
    }


def run(top: Any) -> None:
    """Go on until only people, moments and messages are waited for."""
    while True:
        while _run_ready(top):
            pass
        if not _refresh(top):
            return


def _run_ready(top: Any) -> bool:
    """Run what is ready and needs nobody, innermost processes first. Whether there was any."""
    ran = False
    for workflow in sorted(alive(top), key=lambda w: w.depth, reverse=True):
        for task in [t for t in tree(workflow) if t.state == TaskState.READY and not t.task_spec.manual]:
            if task.state == TaskState.READY and workflow.tasks.get(task.id) is task and workflow in alive(top):
                task.run()
                ran = True
    return ran


def _refresh(top: Any) -> bool:
    """Let timers and conditions look. Whether anything became ready."""
    for task in list(top.event_manager.tasks.values()):
        if task.state == TaskState.WAITING and isinstance(
            task.task_spec.event_definition, Timer | Cycle | Condition | FirstOf
        ):
            task.task_spec._update(task)
    return any(
        t.state == TaskState.READY and not t.task_spec.manual for w in alive(top) for t in w.tasks.values()
    )
