"""After a change of version: what the new one computes otherwise than the old is taken over, all else stays.

Both versions are asked the same: inputs, due moments, people, shown properties and keys of whatever is open, as of the
moment it opened or was armed. Where their answers differ the new one's counts; a value that has been changed since by
the run itself is left alone. Carrying an instance to an equal version so changes nothing.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .activities import UserTask
from .definition import Pool
from .errors import NotWaitingHere, StepFailed
from .events import Catching
from .messages import Message
from .moments import as_moment
from .nesting import Nested
from .node import LIVE, Activity
from .report import now_open, people_tasks
from .snapshot import Snapshot, load
from .timers import Clock, later
from .turn import Turn, element_of, is_feel, turn_of
from .workflow import Workflow, in_state
from .world import OpenTask, Reckoning, World

Computed = tuple[str, str, Callable[[], Any]]


def reckon(pool: Pool, snapshot: Snapshot, now: datetime, world: World) -> Reckoning:
    """What a version computes for everything that is open; what it cannot compute is left out."""
    top = load(pool.spec, pool.subs, snapshot, Turn(world, now))
    found: dict[tuple[int, str, str], Any] = {}
    for task in in_state(top, LIVE):
        for what, name, compute in _computed(task):
            try:
                found[int(task.id), what, name] = compute()
            except StepFailed:
                continue
    return found


def look_from(pool: Pool, snapshot: Snapshot, task: int, expression: str, now: datetime, world: World) -> Any:
    """The value of an expression where an open task or a clock stands. Raises NotWaitingHere, ExpressionFailed."""
    top = load(pool.spec, pool.subs, snapshot, Turn(world, now))
    for standing in in_state(top, LIVE):
        if standing.id == task:
            return turn_of(standing).value(standing, expression)
    raise NotWaitingHere


def open_tasks(pool: Pool, snapshot: Snapshot, now: datetime, world: World) -> list[OpenTask]:
    """The user tasks that are open in a snapshot."""
    top = load(pool.spec, pool.subs, snapshot, Turn(world, now))
    return [now_open(task) for task in people_tasks(top)]


def refit(top: Workflow, before: Reckoning) -> None:
    """Take over what this version computes otherwise than `before`, from the outside inwards: inputs come first."""
    for task in in_state(top, LIVE):
        for what, name, compute in _computed(task):
            key = (int(task.id), what, name)
            try:
                value = compute()
            except StepFailed:
                continue  # as in `reckon`: what stands was computed when it could be
            if key not in before or before[key] != value:
                _TAKE[what](task, name, value, before.get(key))
        _forget_what_is_not_computed(task)


def _computed(task: Task) -> Iterator[Computed]:
    spec, turn = task.task_spec, turn_of(task)
    if isinstance(spec, (Activity, Nested)):
        for source, target in spec.extensions.inputs:
            yield "input", target, partial(turn.value, task, source)
    if isinstance(spec, UserTask) and task.state == TaskState.READY:
        yield from _of_person(task, spec, turn)
    if isinstance(spec, Catching) and task.state == TaskState.WAITING:
        for node, definition in spec.awaited():
            name = "" if node is spec else node.bpmn_id
            if isinstance(definition, Clock) and definition.name in task.internal_data.get("due", {}):
                yield "clock", name, partial(definition.first, task, definition.entry(task)["armed"])
            elif isinstance(definition, Message) and definition.name in task.internal_data.get("keys", {}):
                yield "key", definition.name, partial(definition.key_at, task)


def _of_person(task: Task, spec: UserTask, turn: Turn) -> Iterator[Computed]:
    own, opened = spec.extensions, task.internal_data["opened"]

    def at_opening(text: str) -> Any:
        return turn.result(task, text, at=opened) if is_feel(text) else text

    for name, text in (("groups", own.candidate_groups), ("assignee", own.assignee)):
        if text is not None and is_feel(text):
            yield "who", name, partial(at_opening, text)
    for name, text in own.properties.items():
        if is_feel(text):
            yield "shown", name, partial(at_opening, text)
    for name, text in (("due", own.due), ("follow_up", own.follow_up)):
        if text is not None:
            yield "date", name, partial(at_opening, text)


def _take_input(task: Task, name: str, value: Any, before: Any) -> None:
    """Unless the run itself has written it since."""
    if isinstance(task.task_spec, Nested):
        sub = task.workflow.top_workflow.subprocesses.get(task.id)
        held = sub.variables if sub is not None else {}
    else:
        held = task.internal_data.setdefault("locals", {})
    if name not in held or held[name] == before:
        turn_of(task).refuse_known(task, [name])
        held[name] = value


def _take_date(task: Task, name: str, value: Any, before: Any) -> None:
    dates = dict(task.internal_data["dates"])
    if value is None:
        dates.pop(name, None)
    else:
        dates[name] = as_moment(value, element_of(task))
        if name == "due" and "extended" in task.internal_data:
            dates[name] = later(task, dates[name], task.internal_data["extended"])
    task.internal_data["dates"] = dates


def _take_kept(kind: str) -> Callable[[Task, str, Any, Any], None]:
    def take(task: Task, name: str, value: Any, before: Any) -> None:
        task.internal_data[kind] = {**task.internal_data[kind], name: value}

    return take


def _take_clock(task: Task, name: str, value: dict[str, Any], before: Any) -> None:
    """From the moment of arming. Of a cycle the next firing stays; its spacing and number are the new ones."""
    spec = task.task_spec
    clock = next(d for n, d in spec.awaited() if isinstance(d, Clock) and name in ("", n.bpmn_id))
    entry = clock.entry(task)
    if clock.repeats and "period" in entry and before is not None:
        fired = 0 if before.get("left") is None or entry["left"] is None else before["left"] - entry["left"]
        left = None if value["left"] is None else max(value["left"] - fired, 1)
        entry.update(period=value["period"], left=left)
        return
    armed, extended = entry["armed"], entry.get("extended")
    entry.clear()
    entry.update(armed=armed, **value)
    if extended is not None:
        clock.extend(task, extended)


def _forget_what_is_not_computed(task: Task) -> None:
    """People, properties and dates that the new version does not compute would go on hiding what it says plainly."""
    spec = task.task_spec
    if not isinstance(spec, UserTask) or task.state != TaskState.READY:
        return
    names = {(what, name) for what, name, _ in _of_person(task, spec, turn_of(task))}
    for kind, what in (("who", "who"), ("shown", "shown"), ("dates", "date")):
        kept = task.internal_data[kind]
        task.internal_data[kind] = {name: value for name, value in kept.items() if (what, name) in names}


_TAKE: dict[str, Callable[[Task, str, Any, Any], None]] = {
    "input": _take_input,
    "who": _take_kept("who"),
    "shown": _take_kept("shown"),
    "date": _take_date,
    "clock": _take_clock,
    "key": _take_kept("keys"),
}
