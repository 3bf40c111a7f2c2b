"""One step: an instance and a command in, the instance after it and everything that happened out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from . import scopes
from .calls import listening_starts, trigger
from .commands import Answer, Command, Complete, Deliver, Recompute, Start, Tick
from .definition import Pool
from .events import BoundaryEvent, FirstOf
from .faults import Runaway, TaskNotOpen, WrongStart
from .feel_host import FeelHost
from .listening import listeners, open_task, timers_of
from .messages import Message, definitions, hand_over
from .outcome import Effect, Step, Thrown, World
from .prune import prune
from .snapshot import load, save
from .specs import ServiceTask, UserTask
from .timers import DUE
from .workflow import Workflow, alive, open_people_tasks, run


def step(
    pool: Pool, snapshot: Mapping[str, Any] | None, command: Command, now: datetime, world: World, *, pruned: bool = True
) -> Step:
    """Carry out one command. Nothing is changed in place: on an EngineFault the old snapshot still stands.

    snapshot: None (or empty) for Start; now: aware. `pruned=False` keeps the whole history in the snapshot.
    """
    host = FeelHost(now, world)
    try:
        return _step(pool, snapshot, command, host, pruned)
    except RecursionError as error:
        raise Runaway("", f"“{pool.name}”在一步之内走得过深，没有停下来。") from error


def _step(pool: Pool, snapshot: Mapping[str, Any] | None, command: Command, host: FeelHost, pruned: bool) -> Step:
    if isinstance(command, Start):
        top, before, matched = _begin(pool, command, host), {}, int(command.message is not None)
    else:
        top = load(pool, snapshot or {}, host)
        before = open_people_tasks(top)
        matched = _carry_out(top, command, before)
    run(top)
    after = open_people_tasks(top)
    if pruned:
        prune(top)
    return _told(pool, top, host, before, after, matched)


def _told(pool: Pool, top: Workflow, host: FeelHost, before: dict[Any, Any], after: dict[Any, Any], matched: int) -> Step:
    finished = top.is_completed()
    saved, numbers = save(top)
    waiting = [open_task(task, numbers[task.id]) for task in after.values()]
    kinds = {e.id: e.kind for e in pool.elements.values()}
    return Step(
        snapshot=saved,
        opened=[task for task in waiting if task.id not in before],
        closed=[number for number in before if number not in after],
        waiting_tasks=waiting,
        timers=[] if finished else timers_of(top, numbers),
        listens=[] if finished else listeners(top),
        messages=[Thrown(*thrown) for thrown in host.thrown],
        effects=[Effect(k, e, None if t is None else numbers.get(t.id), i, p) for k, e, t, i, p in host.effects],
        matched=matched,
        finished=finished,
        ended_at=[element for element in host.passed if kinds.get(element) == "endEvent"],
        passed=list(host.passed),
    )


def _begin(pool: Pool, command: Start, host: FeelHost) -> Workflow:
    by = None if pool.starts_by == "deed" else pool.starts_by
    if command.message != by:
        raise WrongStart("", f"“{pool.name}”由{'消息“' + by + '”' if by else '人'}启动，不能这样启动。")
    top = Workflow(pool.spec, pool.subs, script_engine=host)
    host.refuse_known(top.task_tree, command.variables)
    scopes.own(top).update({name: scopes.copied(value) for name, value in command.variables.items()})
    run(top)
    for task in list(top.event_manager.tasks.values()) if by else ():
        if task.task_spec in pool.spec.bpmn_start_events:
            hand_over(task, by or "", command.payload or {})
            task.task_spec._update(task)
    return top


def _carry_out(top: Workflow, command: Command, before: dict[Any, Any]) -> int:
    """Change the tree as the command says, without running on. Returns the number of listeners matched."""
    if isinstance(command, Complete):
        _complete(before.get(command.task), command)
    elif isinstance(command, Answer):
        _answer(top, command)
    elif isinstance(command, Deliver):
        return _deliver(top, command)
    elif isinstance(command, Recompute):
        _recompute(top, before)
    elif not isinstance(command, Tick):
        raise TypeError(f"not a command: {command!r}")
    return 0


def _complete(task: Any, command: Complete) -> None:
    if task is None or not isinstance(task.task_spec, UserTask):
        raise TaskNotOpen("", f"任务 {command.task} 已不在办理中。")
    task.task_spec.answer(task, command.answers)
    task.run()


def _answer(top: Workflow, command: Answer) -> None:
    task = next((w.tasks[command.task] for w in alive(top) if command.task in w.tasks), None)
    if task is None or task.state != TaskState.STARTED or not isinstance(task.task_spec, ServiceTask):
        raise TaskNotOpen("", f"自动处理 {command.task} 已不在等待结果。")
    task.task_spec.answer(task, command.result)
    task.complete()


def _recompute(top: Workflow, people: dict[Any, Any]) -> None:
    for task in list(top.event_manager.tasks.values()):
        for definition in definitions(task.task_spec):
            if definition.name in task.internal_data.get(DUE, {}):
                definition.recompute(task)
    for task in people.values():
        task.task_spec.recompute(task)


def _deliver(top: Workflow, command: Deliver) -> int:
    """Event sub-processes at every level first (an interrupting one cancels the rest), then whoever still waits."""
    waiting = list(top.event_manager.tasks.values())
    matched = 0
    for workflow in alive(top):
        for name, start in listening_starts(workflow) if not workflow.completed else ():
            own_key = start.event_definition.key_at(workflow.task_tree)
            if start.event_definition.takes(command.name, command.key, own_key):
                _start_inner(top, trigger(workflow, name, start.interrupting), start, command)
                matched += 1
    return matched + sum(_handed(task, command) for task in waiting)


def _start_inner(top: Workflow, task: Any, start: Any, command: Deliver) -> None:
    inner = top.subprocesses[task.id]
    first = next(t for t in inner.tasks.values() if t.task_spec is start)
    hand_over(first, command.name, command.payload)
    start._update(first)


def _handed(task: Any, command: Deliver) -> bool:
    """Give a message to a waiting task if it is meant for it."""
    if task.state != TaskState.WAITING or task.id not in task.workflow.tasks or task.workflow.completed:
        return False
    wanted = (d for d in definitions(task.task_spec) if isinstance(d, Message))
    found = next((d for d in wanted if d.takes(command.name, command.key, d.key_at(task))), None)
    if found is None:
        return False
    spec = task.task_spec
    if isinstance(spec, BoundaryEvent) and not spec.cancel_activity:
        spec.deliver(task, command.payload)
        return True
    hand_over(task, found.element if isinstance(spec.event_definition, FirstOf) else found.name, command.payload)
    spec._update(task)
    return True
