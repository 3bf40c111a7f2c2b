"""Deadlines: one row for each timer that listens, with the moment it is due."""

from .models import Deadline
from .rows import due_instances, follow, next_due, of_instance

__all__ = ["Deadline", "due_instances", "follow", "next_due", "of_instance"]
