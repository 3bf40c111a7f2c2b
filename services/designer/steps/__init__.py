"""The step list: a diagram as a table of steps, and changes to it that leave every other byte alone."""

from .changing import Changed, change_step
from .placing import add_step, remove_step, swap_with_next
from .reading import PoolSteps, Step, Way, steps_of
from .source import CannotRead, Source
from .words import DUE_KINDS, due_choice, due_words, due_written, reminder_words

__all__ = [
    "DUE_KINDS",
    "CannotRead",
    "Changed",
    "PoolSteps",
    "Source",
    "Step",
    "Way",
    "add_step",
    "change_step",
    "due_choice",
    "due_words",
    "due_written",
    "remove_step",
    "reminder_words",
    "steps_of",
    "swap_with_next",
]
