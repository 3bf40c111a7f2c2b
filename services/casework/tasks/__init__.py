"""Tasks: a mirror of what the engine waits for, and the inbox that is read from it alone."""

from .inbox import Inbox, Narrowed, inbox, inbox_choices, inbox_count
from .mirror import TaskToMirror, mirror
from .models import SAID, InboxEntry, Task
from .queries import my_principals, open_task, open_tasks_of, require_may_act, require_open, task_by_id
from .reminding import any_word_due, climb, next_word_due, recount, recount_ladders, take_next_due, word_due

__all__ = [
    "SAID",
    "Inbox",
    "InboxEntry",
    "Narrowed",
    "Task",
    "TaskToMirror",
    "any_word_due",
    "climb",
    "inbox",
    "inbox_choices",
    "inbox_count",
    "mirror",
    "my_principals",
    "next_word_due",
    "open_task",
    "open_tasks_of",
    "recount",
    "recount_ladders",
    "require_may_act",
    "require_open",
    "take_next_due",
    "task_by_id",
    "word_due",
]
