"""A deadline is extended once: the task's own, and with it the clocks at the edge of that task."""

from SpiffWorkflow.task import Task

from .errors import NotWaitingHere
from .failures import edges
from .scopes import is_instance
from .timers import Clock, later


def extend(task: Task, days: int) -> None:
    """So many working days more for an open user task. Raises NotWaitingHere where it was extended or has no due date.

    The clocks at the edge of a multi-instance activity are those of all instances and stay.
    """
    kept = task.internal_data
    if "extended" in kept:
        raise NotWaitingHere("这个环节的期限已经延长过一次。")
    if "due" not in kept["dates"]:
        raise NotWaitingHere("这个环节没有办理期限。")
    kept["extended"] = days
    kept["dates"]["due"] = later(task, kept["dates"]["due"], days)
    for edge in () if is_instance(task) else edges(task):
        clock = edge.task_spec.event_definition
        if isinstance(clock, Clock) and not clock.repeats:
            clock.extend(edge, days)
