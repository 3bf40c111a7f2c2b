"""When we nag: the ladder of reminders of a task, a pure question to the calendar."""

from .ladder import DEFAULT, LadderUnreadable, Reminder, due_now, ladder, pending, read_words, upcoming

__all__ = [
    "DEFAULT",
    "LadderUnreadable",
    "Reminder",
    "ladder",
    "due_now",
    "pending",
    "read_words",
    "upcoming",
]
