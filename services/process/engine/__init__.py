"""The engine room, which alone knows SpiffWorkflow: it checks diagrams and moves instances, one command at a time."""

from .carry import Carried, carry, may_become
from .catches import catches
from .definition import Definition, Element, Flow, Lane, MessageFlow, Pool, Problem, Severity, Unsupported
from .errors import EndlessLoop, ExpressionFailed, NotCaught, NotWaitingHere, NoWayOut, StepFailed, UnknownFormat
from .fingerprint import fingerprint
from .marking import open_elements
from .parse import find_problems, parse
from .refit import look_from, open_tasks, reckon
from .step import look, step, variables
from .world import (
    Answer,
    Catch,
    Command,
    Complete,
    Deliver,
    Effect,
    Extend,
    OpenTask,
    Reckoning,
    Recompute,
    Refit,
    Start,
    Step,
    Thrown,
    Tick,
    Timer,
    World,
)

__all__ = [
    "Answer", "Carried", "Catch", "Command", "Complete", "Definition", "Deliver", "Effect", "Element",
    "EndlessLoop", "ExpressionFailed", "Extend", "Flow", "Lane", "MessageFlow", "NoWayOut", "NotCaught",
    "NotWaitingHere", "OpenTask", "Pool", "Problem", "Reckoning", "Recompute", "Refit", "Severity", "Start", "Step",
    "StepFailed", "Thrown", "Tick", "Timer", "UnknownFormat", "Unsupported", "World", "carry", "catches",
    "find_problems", "fingerprint", "look", "look_from", "may_become", "open_elements", "open_tasks", "parse",
    "reckon", "step", "variables",
]  # fmt: skip
