"""Stands where SpiffWorkflow wants a script engine: everything is FEEL, and one of these lives for one step only."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from services.foundation.errors import Faulty, Refusal
from services.process.rules.feel import compile_expression

from . import scopes
from .faults import DecisionFailed, EngineFault, ExpressionFailed, KnownNameWritten, Runaway
from .outcome import World

ZONE = ZoneInfo("Asia/Shanghai")
MAX_ROUNDS = 300  # times that one element may complete in one process within one step


def element_of(task: Any) -> str:
    """The id of the element a task of SpiffWorkflow stands for ("" for its own inner tasks)."""
    return task.task_spec.bpmn_id or ""


class FeelHost:
    """Evaluates for one step at one moment, and gathers what happens in it.

    effects: (type, element, waiting task or None, inputs, properties); thrown: (name, element, key, payload).
    """

    def __init__(self, now: datetime, world: World) -> None:
        self.now = now
        self.world = world
        self.effects: list[tuple[str, str, Any, dict[str, Any], Mapping[str, Any]]] = []
        self.thrown: list[tuple[str, str, Any, dict[str, Any]]] = []
        self.passed: list[str] = []
        self.environment = self  # SpiffWorkflow also asks script_engine.environment
        self._rounds: dict[tuple[int, str], int] = {}
        self._library = self._at(now)

    def _at(self, moment: datetime) -> dict[str, Callable[..., Any]]:
        return {
            **self.world.library,
            "now": lambda: moment.astimezone(ZONE),
            "today": lambda: moment.astimezone(ZONE).date(),
        }

    @contextmanager
    def as_of(self, moment: datetime) -> Iterator[None]:
        """Within it FEEL's now() is `moment`; the clock of the timers stays."""
        before, self._library = self._library, self._at(moment)
        try:
            yield
        finally:
            self._library = before

    def value(self, text: str | None, task: Any, first: Mapping[str, Any] | None = None) -> Any:
        """A text of the diagram at a task: FEEL if it begins with "=", else itself. `first` hides the scopes."""
        if text is None or not text.strip().startswith("="):
            return text
        return self.feel(text, task, first)

    def feel(self, text: str, task: Any, first: Mapping[str, Any] | None = None) -> Any:
        """The value of a FEEL text at a task. Raises ExpressionFailed."""
        return self.within(text, lambda: chain((first or {},), scopes.of_task(task)), element_of(task))

    def within(self, text: str, chain_of: Callable[[], Iterable[Mapping[str, Any]]], element: str) -> Any:
        """The value of a FEEL text in scopes, innermost first. Raises ExpressionFailed."""
        try:
            expression = compile_expression(text.strip().removeprefix("="))
            return expression.evaluate(self._lookup(chain_of), self._library)
        except EngineFault:
            raise
        except (Faulty, Refusal) as error:
            raise ExpressionFailed(element, f"表达式“{text}”不能计算：{error}") from error

    def _lookup(self, chain_of: Callable[[], Iterable[Mapping[str, Any]]]) -> Callable[[str], Any]:
        def lookup(name: str) -> Any:
            if name in self.world.known:
                return self.world.known[name]
            return next((scope[name] for scope in chain_of() if name in scope), None)

        return lookup

    def decide(self, decision: str, task: Any, first: Mapping[str, Any]) -> Any:
        """The result of a decision as this task sees the world. Raises DecisionFailed."""
        if self.world.decide is None:
            raise DecisionFailed(element_of(task), f"没有可用的决策“{decision}”。")
        try:
            return self.world.decide(decision, self._lookup(lambda: chain((first,), scopes.of_task(task))))
        except EngineFault:
            raise
        except (Faulty, Refusal) as error:
            raise DecisionFailed(element_of(task), f"决策“{decision}”没有结果：{error}") from error

    def mapped(self, pairs: Iterable[tuple[str, str]], task: Any, first: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The targets of an ioMapping with their values."""
        return {target: self.value(source, task, first) for source, target in pairs}

    def refuse_known(self, task: Any, values: Iterable[str]) -> None:
        """Raises KnownNameWritten where a name to be written belongs to the house."""
        for name in values:
            if name in self.world.known:
                raise KnownNameWritten(element_of(task), f"“{name}”是系统掌握的事实，不能由流程或表单改写。")

    def note_passed(self, task: Any) -> None:
        """An element has completed. Raises Runaway where one does so again and again within the step."""
        element = element_of(task)
        if not element:
            return
        self.passed.append(element)
        if scopes.is_instance(task):
            return
        place = (id(task.workflow), element)
        self._rounds[place] = self._rounds.get(place, 0) + 1
        if self._rounds[place] > MAX_ROUNDS:
            raise Runaway(element, "流程在一步之内反复经过这里，没有停下来等待任何人。")

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """SpiffWorkflow's way to ask; the context it offers is ignored."""
        return self.feel(expression, task)

    def execute(self, task: Any, script: str, external_context: Any = None) -> NoReturn:
        """No scripts but FEEL. Always raises."""
        raise ExpressionFailed(element_of(task), "不执行 FEEL 以外的脚本。")

    def call_service(self, task: Any, **_: Any) -> NoReturn:
        """No services but effects. Always raises."""
        raise ExpressionFailed(element_of(task), "不调用外部服务。")
