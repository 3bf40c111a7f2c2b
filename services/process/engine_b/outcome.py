"""What a step gives back, and the world it looks at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class World:
    """What the house lends a step. `known` names win over every variable and can never be written.

    library: FEEL functions of the host; decide(decision id, lookup) gives the result of a decision;
    returning: the effect types whose service task waits for an answer.
    """

    library: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    known: Mapping[str, Any] = field(default_factory=dict)
    decide: Callable[[str, Callable[[str], Any]], Any] | None = None
    returning: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits for a person. Its expressions were evaluated when it opened; `prefill` stays text.

    locals: what it sees beside the variables of the instance (item, loopCounter, sub-process and called variables).
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
class Timer:
    """A moment that is waited for. working_days: whether its expression counts working days."""

    task: int
    element: str
    due: datetime
    armed_at: datetime
    working_days: bool


@dataclass(frozen=True)
class Thrown:
    """A message that leaves the instance, from the element that throws it."""

    name: str
    element: str
    key: Any
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Effect:
    """Work for the house: type of the service task. `task` is set where the diagram waits for an Answer."""

    type: str
    element: str
    task: int | None
    inputs: Mapping[str, Any]
    properties: Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """An instance after a command. waiting_tasks, timers and listens are all of now; the rest happened in this step.

    matched: how many listeners took a delivered message; passed: ids of completed elements in order;
    ended_at: ids of the end events reached.
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
