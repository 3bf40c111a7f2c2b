"""What a step is given from outside, and what it gives back. Plain data, no SpiffWorkflow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Lookup = Callable[[str], Any]


def _no_decisions(decision: str, lookup: Lookup) -> Any:
    raise KeyError(decision)


@dataclass(frozen=True)
class World:
    """Functions, facts and decisions a diagram may ask for.

    library: host functions by FEEL name (`now` and `today` are the engine's own). known: names that win over
    every scope and can never be written. decide: (decision id, lookup) -> value. returning: effect types whose
    service task waits for an Answer. held: ids of clocks that do not fire in this step though they be due.
    """

    library: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    decide: Callable[[str, Lookup], Any] = _no_decisions
    returning: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Start:
    """Begin an instance. A pool that starts by message needs the message's name; its payload becomes variables."""

    variables: Mapping[str, Any] = field(default_factory=dict)
    message: str | None = None
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Complete:
    """A person's answers to the open user task with this id."""

    task: int
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Deliver:
    """A message from another instance; `key` meets the correlation key of whoever waits.

    With `catch` it is for that one alone, whoever else waits for the same name and key.
    """

    name: str
    key: Any = None
    payload: Mapping[str, Any] | None = None
    catch: tuple[str, int] | None = None
    """(element, at) of a Catch."""


@dataclass(frozen=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True)
class Recompute:
    """The calendar or a window has changed: due moments are computed again from the moment they were armed."""


@dataclass(frozen=True)
class Extend:
    """The open user task with this id, and the clocks at its edge, get so many working days more; once."""

    task: int
    days: int


Reckoning = Mapping[tuple[int, str, str], Any]
"""(task, what, name) -> what a diagram computes for it now; see refit.py."""


@dataclass(frozen=True)
class Refit:
    """The instance has been carried to another version: what that computes otherwise than `before` is taken over."""

    before: Reckoning = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The result of an effect whose service task waits; visible to its output mappings as `result`."""

    task: int
    result: Any = None


Command = Start | Complete | Deliver | Tick | Recompute | Extend | Answer | Refit


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits for a person. Texts and dates are as they were when the task opened.

    locals: multi-instance item and loopCounter, inputs, and the variables of the sub-processes and called
    processes around it (not those of the instance itself).
    """

    id: int
    element: str
    name: str
    form_id: str | None
    candidate_groups: str | None
    assignee: str | None
    due: datetime | None
    follow_up: datetime | None
    properties: Mapping[str, Any]
    locals: Mapping[str, Any]


@dataclass(frozen=True)
class Catch:
    """A message that is waited for, at the element that is drawn with it.

    at: the id of what waits there (for an event sub-process, of the scope it would begin in); with the element it
    tells apart whatever listens. properties: those that begin with "=" evaluated there. locals: as of an OpenTask.
    """

    element: str
    at: int
    name: str
    key: Any
    properties: Mapping[str, Any]
    locals: Mapping[str, Any]


@dataclass(frozen=True)
class Timer:
    """A clock that runs: when it is due, when it was armed, and whether working days were counted."""

    task: int
    element: str
    due: datetime
    armed_at: datetime
    working_days: bool


@dataclass(frozen=True)
class Thrown:
    """A message that left the instance at `element`."""

    name: str
    element: str
    key: Any
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Effect:
    """A service task that was reached. `task` is set when it waits for an Answer."""

    type: str
    element: str
    task: int | None
    inputs: Mapping[str, Any]
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """What one command did.

    opened, closed: user tasks new, and ids gone (done or withdrawn). waiting_tasks, timers, listens: all that wait
    now; a listen is (message name, key or None). matched: how many catches a message found. ended_at: end events
    reached. passed: elements completed in order, automatic ones and those of called processes included; a
    multi-instance element once per instance.
    """

    snapshot: dict[str, Any]
    opened: list[OpenTask]
    closed: list[int]
    waiting_tasks: list[OpenTask]
    timers: list[Timer]
    listens: list[tuple[str, Any]]
    messages: list[Thrown]
    effects: list[Effect]
    matched: int
    finished: bool
    ended_at: list[str]
    passed: list[str]
