"""The engine room, which alone knows SpiffWorkflow: it checks diagrams and moves instances, one command at a time."""

from .catches import catches
from .definition import Definition, Element, Flow, Lane, MessageFlow, Pool, Problem, Severity, Unsupported
from .errors import EndlessLoop, ExpressionFailed, NotCaught, NotWaitingHere, NoWayOut, StepFailed, UnknownFormat
from .marking import open_elements
from .parse import find_problems, parse
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
    Recompute,
    Start,
    Step,
    Thrown,
    Tick,
    Timer,
    World,
)

__all__ = [
    "Answer", "Catch", "Command", "Complete", "Definition", "Deliver", "Effect", "Element", "EndlessLoop",
    "ExpressionFailed", "Extend", "Flow", "Lane", "MessageFlow", "NoWayOut", "NotCaught", "NotWaitingHere", "OpenTask",
    "Pool", "Problem", "Recompute", "Severity", "Start", "Step", "StepFailed", "Thrown", "Tick", "Timer",
    "UnknownFormat", "Unsupported", "World", "catches", "find_problems", "look", "open_elements", "parse", "step",
    "variables",
]  # fmt: skip
