"""A designer walks through a case by hand on a virtual clock; what was done is kept as a scenario of the draft."""

from .casting import propose_cast, proposed
from .looking import Look, TaskSeen, on_stage
from .models import Walk, WalkStep
from .recording import record, written
from .specimen_answers import answers_for
from .walking import CAST, Made, begin, forward, keep, last_step, step_back, steps_of, walk_by_id, walks_of

__all__ = [
    "CAST",
    "Look",
    "Made",
    "TaskSeen",
    "Walk",
    "WalkStep",
    "answers_for",
    "begin",
    "forward",
    "keep",
    "last_step",
    "on_stage",
    "propose_cast",
    "proposed",
    "record",
    "step_back",
    "steps_of",
    "walk_by_id",
    "walks_of",
    "written",
]
