"""What can be asked of an instance. Commands are plain values; `step` carries them out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Start:
    """Begin an instance with these variables; `message` and its `payload` for a pool that a message starts."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    message: str | None = None
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Complete:
    """Close an open user task (its id in the snapshot) with answers."""

    task: int
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deliver:
    """Hand a message to everything that listens for its name and, where they ask for one, its key."""

    name: str
    key: Any = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tick:
    """Let the timers look at the clock."""


@dataclass(frozen=True)
class Recompute:
    """Read the due moments again, counted from when they were armed (the calendar or a window has changed)."""


@dataclass(frozen=True)
class Answer:
    """The value an effect returned, for the service task that waits for it."""

    task: int
    result: Mapping[str, Any] = field(default_factory=dict)


Command = Start | Complete | Deliver | Tick | Recompute | Answer
