"""Running a workflow until it waits: automatic tasks first, then what waits is asked, then the clocks."""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .errors import EndlessLoop
from .events import Catching
from .prune import prune
from .timers import Clock
from .turn import Turn, element_of
from .workflow import Workflow, in_state

MOST_AUTOMATIC = 20_000
"""Automatic tasks and firings of clocks in one step."""
PRUNE_EVERY = 200
"""Tree walks of SpiffWorkflow end at depth 1,000, so a long automatic run is cut on the way."""


def run(top: Workflow, turn: Turn) -> None:
    """Go on until nothing is left but waiting for people, messages and later moments."""
    settle(top, turn)
    while (due := _first_due(top, turn)) is not None:
        task, node = due
        task.task_spec.fire(task, node, None)
        _count(top, task, turn)
        settle(top, turn)


def settle(top: Workflow, turn: Turn) -> None:
    """Run automatic tasks until none is ready and no join or condition can go on."""
    while ready := _ready(top) or _woken(top, turn):
        for task in ready:
            if task.state != TaskState.READY or task.id not in task.workflow.tasks:
                continue
            task.run()
            _count(top, task, turn)


def _count(top: Workflow, task: Task, turn: Turn) -> None:
    turn.automatic += 1
    if turn.automatic > MOST_AUTOMATIC:
        raise EndlessLoop(element_of(task), "流程在自动环节之间循环不止。")
    if turn.automatic % PRUNE_EVERY == 0:
        prune(top)


def _ready(top: Workflow) -> list[Task]:
    return [task for task in in_state(top, TaskState.READY) if not task.task_spec.manual]


def _woken(top: Workflow, turn: Turn) -> list[Task]:
    turn.quiet = True
    try:
        for task in in_state(top, TaskState.WAITING):
            if task.state == TaskState.WAITING:
                task.task_spec._update(task)
            if task.state == TaskState.READY:
                return [task]
    finally:
        turn.quiet = False
    return []


def listening(top: Workflow) -> Iterator[tuple[Task, Any, Any]]:
    """Every event that is waited for: (task, node it is drawn at, definition), in tree order."""
    for task in in_state(top, TaskState.WAITING):
        if isinstance(task.task_spec, Catching):
            for node, definition in task.task_spec.awaited():
                yield task, node, definition


def clocks(top: Workflow) -> Iterator[tuple[Task, Any, Clock]]:
    """Every clock that runs."""
    for task, node, definition in listening(top):
        if isinstance(definition, Clock):
            yield task, node, definition


def _first_due(top: Workflow, turn: Turn) -> tuple[Task, Any] | None:
    """The clock that was due first: what it starts or interrupts may concern the others."""
    free = [(task, node, clock) for task, node, clock in clocks(top) if clock.name not in turn.world.held]
    due = [(clock.entry(task)["at"], task, node) for task, node, clock in free]
    due = [entry for entry in due if entry[0] <= turn.now]
    if not due:
        return None
    _, task, node = min(due, key=lambda entry: entry[0])
    return task, node
