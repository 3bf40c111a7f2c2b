"""One step's view of the world. It stands where SpiffWorkflow wants a script engine, so no Python is ever evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from SpiffWorkflow.task import Task

from services.foundation.clock import local, local_day

from ..rules.feel import Expression, FeelError, compile_expression
from .errors import ExpressionFailed, StepFailed
from .scopes import add_locals, assign, look_up
from .world import Lookup, World


def is_feel(text: str | None) -> bool:
    """Whether a text is an expression ('=' in front) and not plain."""
    return text is not None and text.lstrip().startswith("=")


def compiled(text: str) -> Expression:
    """The compiled expression, with or without its '='. Raises FeelError."""
    return compile_expression(text.strip().removeprefix("=").strip())


@dataclass(eq=False)
class Sent:
    """A message on its way out."""

    name: str
    element: str
    key: Any
    payload: dict[str, Any]


@dataclass(eq=False)
class Reached:
    """A service task that was reached; `waits` for an answer or not."""

    task: Task
    inputs: dict[str, Any]
    properties: dict[str, Any]
    waits: bool


@dataclass(eq=False)
class Turn:
    """Carries the hour and the world through a step and gathers what leaves it."""

    world: World
    now: datetime
    passed: list[str] = field(default_factory=list)
    ended_at: list[str] = field(default_factory=list)
    messages: list[Sent] = field(default_factory=list)
    effects: list[Reached] = field(default_factory=list)
    automatic: int = 0
    """Tasks run and clocks fired without a person, as a guard against diagrams that never stop."""
    quiet: bool = False
    """No automatic task is ready: the moment at which inclusive joins may decide."""
    _library: dict[str, Any] = field(default_factory=dict)

    @property
    def environment(self) -> Turn:
        """SpiffWorkflow asks an engine for its environment."""
        return self

    def value(self, task: Task, text: str | None, extra: Mapping[str, Any] | None = None) -> Any:
        """A plain text as it is, an expression ('=' in front) evaluated where the task stands."""
        if text is None or not is_feel(text):
            return text
        return self.result(task, text, extra)

    def result(self, task: Task, text: str, extra: Mapping[str, Any] | None = None, at: datetime | None = None) -> Any:
        """An expression evaluated where the task stands; `extra` names win over scopes, `at` is its now()."""
        return self.compute(element_of(task), text, self.lookup(task, extra), at)

    def lookup(self, task: Task, extra: Mapping[str, Any] | None = None) -> Lookup:
        """What a name means where the task stands: the house's facts, then `extra`, then the scopes outwards."""

        def look(name: str) -> Any:
            if name in self.world.known:
                return self.world.known[name]
            if extra is not None and name in extra:
                return extra[name]
            return look_up(task, name)

        return look

    def compute(self, element: str, text: str, lookup: Lookup, at: datetime | None = None) -> Any:
        """An expression evaluated over any lookup. Raises ExpressionFailed."""
        try:
            return compiled(text).evaluate(lookup, self.library(at))
        except FeelError as error:
            raise ExpressionFailed(element, f"表达式“{text}”计算失败。{error}") from error

    def library(self, at: datetime | None = None) -> dict[str, Any]:
        """The host's functions, with a clock that stands at the step's hour or at the given moment."""
        if at is not None:
            return self._library_at(at)
        if not self._library:
            self._library = self._library_at(self.now)
        return self._library

    def _library_at(self, hour: datetime) -> dict[str, Any]:
        return {**self.world.library, "now": lambda: local(hour), "today": lambda: local_day(hour)}

    def mapped(
        self, task: Task, pairs: Iterable[tuple[str, str]], extra: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """The targets of an input or output mapping with their values."""
        return {target: self.value(task, source, extra) for source, target in pairs}

    def write(self, task: Task, values: Mapping[str, Any]) -> None:
        """Assign variables from where a task stands; a known name can never be written."""
        self.refuse_known(task, values)
        assign(task, values)

    def write_locals(self, task: Task, values: Mapping[str, Any]) -> None:
        """Give a task local names; a known name would stay invisible, so it is refused."""
        self.refuse_known(task, values)
        add_locals(task, values)

    def refuse_known(self, task: Task, names: Iterable[str]) -> None:
        """Raise StepFailed if one of the names is the house's own."""
        for name in names:
            if name in self.world.known:
                raise StepFailed(element_of(task), f"名称“{name}”由系统提供，流程不能改写。")

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> NoReturn:
        """Whatever SpiffWorkflow still would evaluate by itself is refused."""
        raise StepFailed(element_of(task) if isinstance(task, Task) else "", "表达式未经本系统检查，不予执行。")

    execute = call_service = evaluate


def turn_of(task: Task) -> Turn:
    """The turn a task is part of."""
    turn: Turn = task.workflow.script_engine
    return turn


def element_of(task: Task) -> str:
    """The id in the diagram of what a task executes."""
    return str(task.task_spec.bpmn_id or task.task_spec.name)
