"""What a step gives back, put together after the ids have been given."""

from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .activities import UserTask
from .delivery import listens
from .node import OPEN
from .prune import prune
from .running import clocks
from .scopes import surroundings
from .snapshot import Ids, number, save
from .turn import Turn, element_of
from .workflow import Workflow, in_state
from .world import Effect, OpenTask, Step, Thrown, Timer


def report(top: Workflow, turn: Turn, before: set[int], matched: int) -> Step:
    """Prune, number, save, and say what waits now."""
    finished = top.completed or not in_state(top, OPEN)
    prune(top)
    ids = number(top)
    waiting = [now_open(task, ids) for task in people_tasks(top)]
    still_open = {task.id for task in waiting}
    return Step(
        snapshot=save(top, ids, finished),
        opened=[task for task in waiting if task.id not in before],
        closed=sorted(before - still_open),
        waiting_tasks=waiting,
        timers=_timers(top, ids),
        listens=listens(top),
        messages=[Thrown(m.name, m.element, m.key, m.payload) for m in turn.messages],
        effects=_effects(turn, ids),
        matched=matched,
        finished=finished,
        ended_at=turn.ended_at,
        passed=turn.passed,
    )


def people_tasks(top: Workflow) -> list[Task]:
    """The tasks that wait for a person."""
    return [task for task in in_state(top, TaskState.READY) if isinstance(task.task_spec, UserTask)]


def now_open(task: Task, ids: Ids | None = None) -> OpenTask:
    """An open user task as it is told outside; `ids` where numbers have just been given."""
    spec, kept = task.task_spec, task.internal_data
    extensions = spec.extensions
    who: dict[str, Any] = {"groups": extensions.candidate_groups, "assignee": extensions.assignee, **kept["who"]}
    return OpenTask(
        id=int(task.id) if ids is None else ids[task.id],
        element=element_of(task),
        name=spec.bpmn_name or "",
        form_id=extensions.form_id,
        candidate_groups=_text(who["groups"]),
        assignee=_text(who["assignee"]),
        due=kept["dates"].get("due"),
        follow_up=kept["dates"].get("follow_up"),
        properties={**extensions.properties, **kept["shown"]},
        locals=surroundings(task),
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        return ",".join(str(item) for item in value)
    return None if value is None else str(value)


def _timers(top: Workflow, ids: Ids) -> list[Timer]:
    found = []
    for task, node, clock in clocks(top):
        entry = clock.entry(task)
        found.append(Timer(ids[task.id], node.bpmn_id, entry["at"], entry["armed"], clock.counts_working_days))
    return found


def _effects(turn: Turn, ids: Ids) -> list[Effect]:
    return [
        Effect(
            type=reached.task.task_spec.extensions.effect,
            element=element_of(reached.task),
            task=ids.get(reached.task.id) if reached.waits else None,
            inputs=reached.inputs,
            properties=reached.properties,
        )
        for reached in turn.effects
    ]
