"""What an instance waits for now: people, moments, messages."""

from typing import Any

from . import scopes
from .calls import listening_starts
from .messages import Message, definitions
from .outcome import OpenTask, Timer
from .specs import OPENED
from .timers import DUE, counts_working_days
from .workflow import alive


def open_task(task: Any, number: int) -> OpenTask:
    """A user task as it was when it opened, with the locals it sees now."""
    spec, opened = task.task_spec, task.internal_data[OPENED]
    return OpenTask(
        id=number,
        element=spec.bpmn_id,
        name=spec.bpmn_name or "",
        form_id=spec.extensions.form_id,
        candidate_groups=opened["groups"],
        assignee=opened["assignee"],
        due=opened["due"],
        follow_up=opened["follow"],
        properties=opened["properties"],
        locals=scopes.locals_of(task),
    )


def timers_of(top: Any, numbers: dict[Any, int]) -> list[Timer]:
    """Every timer that runs, in the order of the tasks."""
    found = [
        Timer(
            task=numbers[task.id],
            element=definition.name,
            due=state["at"],
            armed_at=state["armed"],
            working_days=counts_working_days(definition.expression),
        )
        for task in top.event_manager.tasks.values()
        for definition in definitions(task.task_spec)
        for state in [task.internal_data.get(DUE, {}).get(definition.name)]
        if state is not None
    ]
    return sorted(found, key=lambda timer: (timer.task, timer.element))


def listeners(top: Any) -> list[tuple[str, Any]]:
    """Every message that is waited for with its key, event sub-processes included; each pair once."""
    found: list[tuple[str, Any]] = []
    for task in top.event_manager.tasks.values():
        for definition in definitions(task.task_spec):
            if isinstance(definition, Message):
                found.append((definition.name, definition.key_at(task)))
    for workflow in alive(top):
        for _, start in listening_starts(workflow):
            found.append((start.event_definition.name, start.event_definition.key_at(workflow.task_tree)))
    return [pair for i, pair in enumerate(found) if pair not in found[:i]]
