"""The heart: one command on one snapshot gives the next snapshot and everything that follows from it. Pure."""

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from ..rules.values import from_json
from .activities import ServiceTask
from .definition import Pool
from .delivery import begin_by_message, deliver
from .errors import NotWaitingHere, StepFailed
from .extending import extend
from .refit import refit
from .report import people_tasks, report
from .running import clocks, run, settle
from .snapshot import Snapshot, load
from .turn import Turn
from .workflow import Workflow, in_state
from .world import Answer, Command, Complete, Deliver, Extend, Recompute, Refit, Start, Step, Tick, World


def step(pool: Pool, snapshot: Snapshot | None, command: Command, now: datetime, world: World) -> Step:
    """Carry out a command. `snapshot` is None for Start alone; it is not changed.

    Raises NotWaitingHere when the instance does not wait for this, StepFailed (Faulty) with the element when
    the diagram cannot go on.
    """
    turn = Turn(world, now)
    try:
        if isinstance(command, Start):
            if snapshot is not None:
                raise NotWaitingHere("流程已经启动。")
            return report(_start(pool, command, turn), turn, set(), 0)
        if snapshot is None:
            raise NotWaitingHere("流程尚未启动。")
        top = load(pool.spec, pool.subs, snapshot, turn)
        before = {int(task.id) for task in people_tasks(top)}
        matched = _DEEDS[type(command)](top, command, turn)
        run(top, turn)
        return report(top, turn, before, matched)
    except SpiffWorkflowException as error:
        where = getattr(getattr(error, "task_spec", None), "name", pool.id)
        raise StepFailed(str(where), f"流程无法继续。{error}") from error


def look(pool: Pool, snapshot: Snapshot | None, expression: str, now: datetime, world: World) -> Any:
    """The value of an expression over the variables of the instance itself. Raises ExpressionFailed."""
    own = variables(pool, snapshot)

    def lookup(name: str) -> Any:
        return world.known[name] if name in world.known else own.get(name)

    return Turn(world, now).compute(pool.id, expression, lookup)


def variables(pool: Pool, snapshot: Snapshot | None) -> dict[str, Any]:
    """The variables of the instance itself (not those of its sub-processes), as FEEL values."""
    if not snapshot:
        return {}
    own: dict[str, Any] = from_json(snapshot["workflows"][0]["variables"])
    return own


def _start(pool: Pool, command: Start, turn: Turn) -> Workflow:
    if command.message != (None if pool.starts_by == "deed" else pool.starts_by):
        raise NotWaitingHere(f"“{pool.name}”不是这样启动的。")
    top = Workflow(pool.spec, dict(pool.subs), turn)
    turn.refuse_known(top.task_tree, command.variables)
    top.variables = deepcopy(dict(command.variables))
    if command.message is not None:
        settle(top, turn)
        begin_by_message(top, command.payload or {})
    run(top, turn)
    return top


def _complete(top: Workflow, command: Complete, turn: Turn) -> int:
    task = _find(people_tasks(top), command.task)
    task.task_spec.complete(task, deepcopy(dict(command.answers)))
    return 1


def _answer(top: Workflow, command: Answer, turn: Turn) -> int:
    started = [t for t in in_state(top, TaskState.STARTED) if isinstance(t.task_spec, ServiceTask)]
    task = _find(started, command.task)
    task.task_spec.answer(task, deepcopy(command.result))
    return 1


def _find(tasks: list[Task], task_id: int) -> Task:
    for task in tasks:
        if task.id == task_id:
            return task
    raise NotWaitingHere


def _deliver(top: Workflow, command: Deliver, turn: Turn) -> int:
    return deliver(top, command)


def _tick(top: Workflow, command: Tick, turn: Turn) -> int:
    return 0


def _recompute(top: Workflow, command: Recompute, turn: Turn) -> int:
    for task, _, clock in clocks(top):
        clock.recompute(task)
    for task in people_tasks(top):
        task.task_spec.set_dates(task)
    return 0


def _extend(top: Workflow, command: Extend, turn: Turn) -> int:
    extend(_find(people_tasks(top), command.task), command.days)
    return 1


def _refit(top: Workflow, command: Refit, turn: Turn) -> int:
    refit(top, command.before)
    return 0


_DEEDS: dict[type, Callable[[Workflow, Any, Turn], int]] = {
    Complete: _complete,
    Answer: _answer,
    Deliver: _deliver,
    Tick: _tick,
    Recompute: _recompute,
    Extend: _extend,
    Refit: _refit,
}
