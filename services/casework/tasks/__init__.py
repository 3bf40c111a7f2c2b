"""Tasks: a mirror of what the engine waits for, and the inbox that is read from it alone."""

from .inbox import Inbox, inbox, inbox_count
from .mirror import TaskToMirror, mirror
from .models import InboxEntry, Task
from .queries import my_principals, open_task, open_tasks_of, require_may_act, require_open, task_by_id

__all__ = [
    "Inbox",
    "InboxEntry",
    "Task",
    "TaskToMirror",
    "inbox",
    "inbox_count",
    "mirror",
    "my_principals",
    "open_task",
    "open_tasks_of",
    "require_may_act",
    "require_open",
    "task_by_id",
]
