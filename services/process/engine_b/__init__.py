"""The engine room: diagrams in, steps out. The only place that knows SpiffWorkflow."""

from .commands import Answer, Command, Complete, Deliver, Recompute, Start, Tick
from .definition import (
    Definition,
    Element,
    Flow,
    Lane,
    MessageFlow,
    Pool,
    Problem,
    Severity,
    Unsupported,
)
from .faults import (
    DecisionFailed,
    EngineFault,
    ExpressionFailed,
    KnownNameWritten,
    NoWay,
    Runaway,
    SnapshotUnreadable,
    TaskNotOpen,
    WrongStart,
)
from .outcome import Effect, OpenTask, Step, Thrown, Timer, World
from .problems import find_problems, parse
from .reading import look, open_elements, variables
from .stepping import step

__all__ = [
    "Answer",
    "Command",
    "Complete",
    "DecisionFailed",
    "Definition",
    "Deliver",
    "Effect",
    "Element",
    "EngineFault",
    "ExpressionFailed",
    "Flow",
    "KnownNameWritten",
    "Lane",
    "MessageFlow",
    "NoWay",
    "OpenTask",
    "Pool",
    "Problem",
    "Recompute",
    "Runaway",
    "Severity",
    "SnapshotUnreadable",
    "Start",
    "Step",
    "TaskNotOpen",
    "Thrown",
    "Tick",
    "Timer",
    "Unsupported",
    "World",
    "WrongStart",
    "find_problems",
    "look",
    "open_elements",
    "parse",
    "step",
    "variables",
]
