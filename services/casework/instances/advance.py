"""The one place where an instance moves: step, carry out effects, mirror what waits, send what was thrown."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, select

from services import calendar
from services.foundation.clock import last_day, local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import Assigned, of_person, resolve
from services.process import engine, registry
from services.process.registry import Procedure
from services.process.rules.values import to_json
from services.record import jobs

from ..deadlines import follow
from ..deadlines.rows import forget
from ..tasks import Task, TaskToMirror, mirror
from ..tasks.mirror import Shown
from .before import standing_now
from .events import InstanceFinished
from .models import Instance, Listen
from .world import scope_of, world_for

EFFECT_ROUNDS = 200  # a diagram that never stops asking for values is a loop, not a procedure


@dataclass
class Moved:
    """What one command changed: rows opened and closed, elements passed, whether a message found its addressee."""

    opened: list[Task] = field(default_factory=list)
    closed: list[Task] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    matched: int = 0
    finished: bool = False


def advance(uow: UnitOfWork, instance: Instance, command: engine.Command, closed_by: int | None = None) -> Moved:
    """Move a locked instance by one command. Raises Faulty (nothing is kept) when the diagram cannot go on."""
    procedure, before = registry.load(uow, instance.version_id), standing_now(instance)
    steps = _step_until_quiet(uow, instance, procedure, command)
    instance.before = before.kept(command, steps, uow.now)
    last, moved = steps[-1], Moved(passed=[e for s in steps for e in s.passed])
    moved.matched, moved.finished = steps[0].matched, last.finished
    _remember_trail(uow, instance, moved.passed)
    _rename(uow, instance, procedure)
    _follow(uow, instance, procedure, last, moved, closed_by)
    for step in steps:
        for thrown in step.messages:
            send(uow, instance, procedure, thrown)
    if last.finished and instance.finished_at is None:
        _finish(uow, instance, procedure, [e for s in steps for e in s.ended_at])
    uow.session.flush()
    return moved


def _step_until_quiet(
    uow: UnitOfWork, instance: Instance, procedure: Procedure, command: engine.Command
) -> list[engine.Step]:
    """Step, carry out the effects, answer those that return a value, until no effect is left."""
    pool, todo = procedure.pool(instance.process), [command]
    steps: list[engine.Step] = []
    while todo:
        if len(steps) > EFFECT_ROUNDS:
            raise Faulty(f"“{pool.name}”在一步之内反复执行，没有停下来。")
        snapshot = instance.snapshot or None
        one = todo.pop(0)
        step = engine.step(pool, snapshot, one, uow.now, world_for(uow, instance, procedure, one))
        steps.append(step)
        instance.snapshot = step.snapshot
        for effect in step.effects:
            if effect.type not in uow.wiring.effects:
                raise Faulty(f"环节“{effect.element}”要求的处理“{effect.type}”系统里没有。")
            result = uow.wiring.effects[effect.type].carry_out(uow, instance, effect)
            if effect.task is not None:
                todo.append(engine.Answer(effect.task, result or {}))
    return steps


def _remember_trail(uow: UnitOfWork, instance: Instance, passed: list[str]) -> None:
    known = set(instance.trail)
    new = [e for e in dict.fromkeys(passed) if e not in known]
    if new:
        instance.trail = instance.trail + new
        instance.passed = {**instance.passed, **dict.fromkeys(new, uow.now.isoformat())}


def _rename(uow: UnitOfWork, instance: Instance, procedure: Procedure) -> None:
    """What a case is called stands in its form, so it may change with every step."""
    if instance.subject_kind != "case":
        return
    for name, text in procedure.manifest.case.items():
        pool = procedure.pool(instance.process)
        value = engine.look(pool, instance.snapshot, text, uow.now, world_for(uow, instance, procedure))
        if value and name in {"title", "category", "lead"}:
            setattr(instance, name, str(value))


def _follow(
    uow: UnitOfWork, instance: Instance, procedure: Procedure, last: engine.Step, moved: Moved, closed_by: int | None
) -> None:
    """Rows of tasks, deadlines and listeners become what the engine waits for."""
    pool, days = procedure.pool(instance.process), calendar.load(uow)
    names = {e.id: called(pool, e) for e in pool.elements.values()}
    asked: dict[int, TaskToMirror] = {}

    def details(task: engine.OpenTask) -> TaskToMirror:
        asked[task.id] = to_mirror(uow, instance, procedure, task, days)
        return asked[task.id]

    shown = Shown(instance.subject, instance.campaign_id, instance.title, instance.unit, instance.category)
    moved.opened, moved.closed = mirror(uow, instance.id, last.waiting_tasks, shown, closed_by, details)
    for task in moved.opened:
        if not somebody_can(instance, task, asked[task.engine_task].assigned):
            nobody_can(uow, instance, task)
    follow(uow, instance.id, last.timers, days, names)
    _listen(uow, instance, last.listens, woken=_receives(procedure, pool))


def called(pool: engine.Pool, element: engine.Element) -> str:
    """What an element is called on a page; an unnamed clock at the edge of a task is that task's deadline."""
    task = pool.elements.get(element.attached_to or "")
    if element.name or task is None:
        return element.name or element.id
    return f"“{task.name}”截止"


def to_mirror(
    uow: UnitOfWork, instance: Instance, procedure: Procedure, task: engine.OpenTask, days: calendar.WorkCalendar
) -> TaskToMirror:
    """An open task with who may do it today and the words its row shows."""
    element = procedure.pool(instance.process).elements[task.element]
    assigned = resolve(
        uow, task.candidate_groups, task.assignee, instance.organisation_id, procedure.manifest.recommender_level
    )
    provisional = task.due is not None and not days.announced_between(local_day(uow.now), last_day(task.due))
    name = str(task.properties.get("title") or element.name or task.element)
    return TaskToMirror(task, assigned, name, element.lane or "", provisional)


def somebody_can(instance: Instance, task: Task, assigned: Assigned) -> bool:
    """Whether anyone holds the role today who is not the applicant deciding the own case by office."""
    if assigned.only is None or instance.applicant_id is None:
        return assigned.holders > 0
    return assigned.only != instance.applicant_id or of_person(assigned.only) in task.principals


def nobody_can(uow: UnitOfWork, instance: Instance, task: Task) -> None:
    """A step that nobody can do waits for the administrator; it is never passed over."""
    jobs.open_incident(
        uow,
        "nobody_holds_role",
        f"“{task.title}”的环节“{task.name}”没有人可以办理，请先任命相应人员。",
        subject=instance.subject,
        element=task.element,
        details=f"task {task.id}; principals {task.principals}",
    )


def _listen(uow: UnitOfWork, instance: Instance, listens: list[tuple[str, Any]], woken: bool) -> None:
    """Rows become what the instance listens for; messages that slept until somebody would are `woken`."""
    wanted = {(name, key_text(key)) for name, key in listens}
    query = select(Listen).where(Listen.instance_id == instance.id)
    rows = {(row.name, row.key): row for row in uow.session.scalars(query)}
    for gone in rows.keys() - wanted:
        uow.session.delete(rows[gone])
    new = sorted(wanted - rows.keys())
    for name, key in new:
        uow.session.add(Listen(instance_id=instance.id, name=name, key=key))
    if new and woken:
        topics = [(topic_of(instance.campaign_id, instance.process, name), key or None) for name, key in new]
        jobs.wake(uow, [jobs.Awaited(topic, key) for topic, key in topics])


def _receives(procedure: Procedure, pool: engine.Pool) -> bool:
    """Whether any message flow leads into a pool: others are never sent what they would have to wake."""
    whole = {pool.id, pool.participant}
    return any(f.target in pool.elements or f.target in whole for f in procedure.definition.flows)


def topic_of(campaign_id: int | None, process: str, name: str) -> str:
    """What messages of a name to a pool in a campaign sleep under until somebody listens."""
    return f"message:{campaign_id}:{process}:{name}"


def key_text(key: Any) -> str:
    """A correlation key as text; numbers without a trailing zero, so that 7 meets 7."""
    return "" if key is None else str(to_json(key))


def send(uow: UnitOfWork, instance: Instance, procedure: Procedure, thrown: engine.Thrown) -> None:
    """A thrown message becomes a job for each message flow that leaves the element."""
    flows = [f for f in procedure.definition.flows if f.source == thrown.element]
    if not flows:
        raise Faulty(f"环节“{thrown.element}”发出的消息“{thrown.name}”没有画消息流。")
    for flow in flows:
        jobs.enqueue(
            uow,
            "deliver_message",
            {
                "version": instance.version_id,
                "from": instance.id,
                "to": _pool_of(procedure, flow.target),
                "name": thrown.name,
                "said": procedure.pool(instance.process).elements[thrown.element].name or thrown.name,
                "key": key_text(thrown.key),
                "payload": {k: to_json(v) for k, v in thrown.payload.items()},
                "sent_at": uow.now.isoformat(),
            },
            subject=instance.subject,
        )


def _pool_of(procedure: Procedure, target: str) -> str:
    for process, pool in procedure.definition.pools.items():
        if target in pool.elements or target in {process, pool.participant}:
            return process
    raise Faulty(f"消息流的终点“{target}”不在任何泳池里。")


def _finish(uow: UnitOfWork, instance: Instance, procedure: Procedure, ended_at: list[str]) -> None:
    pool = procedure.pool(instance.process)
    # Of an event sub-process that outlived the main flow the last end is not the outcome; the main flow's own is.
    ends = [e for e in (*instance.trail, *ended_at) if _is_main_end(pool, e)]
    element = (ends or ended_at or [""])[-1]
    instance.finished_at, instance.ended_at = uow.now, element
    close_instance(uow, instance)
    name = pool.elements[element].name if element in pool.elements else ""
    uow.record(
        InstanceFinished(subject=instance.subject, pool=pool.name, element=element, name=name or element or "结束")
    )


def _is_main_end(pool: engine.Pool, name: str) -> bool:
    element = pool.elements.get(name)
    return element is not None and element.kind == "endEvent" and element.parent == pool.id


def close_instance(uow: UnitOfWork, instance: Instance) -> None:
    """An instance that is over has no deadlines and listens to nobody."""
    forget(uow, instance.id)
    uow.session.execute(delete(Listen).where(Listen.instance_id == instance.id))


__all__ = ["Moved", "advance", "close_instance", "key_text", "scope_of", "send"]
