"""Deadlines: one row for each timer that listens, with the moment it is due."""

from .models import Deadline
from .rows import any_due, follow, next_due, of_instance, put_off, try_again
from .upcoming import next_deadlines, overdue

__all__ = [
    "Deadline",
    "any_due",
    "follow",
    "next_deadlines",
    "next_due",
    "of_instance",
    "overdue",
    "put_off",
    "try_again",
]
