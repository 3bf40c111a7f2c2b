"""Gateways decide by the tokens that stand there now, never by who has passed before."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from .events import GUESSED
from .faults import NoWay

LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class Joins:
    """A gateway that consumes one token of each flow. A flow is known by the spec it comes from."""

    name: str
    _inputs: list[str]

    def _update_hook(self, task: Any) -> bool:
        tokens = self._tokens(task)
        if not self.may_fire(task, tokens):
            if task.state != TaskState.WAITING:
                task._set_state(TaskState.WAITING)
            return False
        for token in tokens.values():
            if token is not task:
                token._set_state(TaskState.COMPLETED)
                token._drop_children(force=True)
        return True

    def _tokens(self, task: Any) -> dict[str, Any]:
        """The tokens that stand here, one for each flow they came over, this one first."""
        tokens = {task.parent.task_spec.name: task}
        for other in task.workflow.tasks.values():
            if other.task_spec is self and other is not task and other.state == TaskState.WAITING:
                tokens.setdefault(other.parent.task_spec.name, other)
        return tokens

    def may_fire(self, task: Any, tokens: dict[str, Any]) -> bool:
        """Whether these tokens are enough."""
        return len(tokens) >= len(self._inputs)


class ParallelGateway(Joins, defaults.ParallelGateway):
    """Waits for a token on every flow, then sends one down every flow."""

    def _run_hook(self, task: Any) -> bool:
        return True


class InclusiveGateway(Joins, defaults.InclusiveGateway):
    """Waits while a token may still come; then goes every way whose condition is exactly true, else the default."""

    def may_fire(self, task: Any, tokens: dict[str, Any]) -> bool:
        """No token upstream of an empty flow, save those also upstream of a filled one (BPMN 2.0, table 13.3)."""
        if len(tokens) >= len(self._inputs):
            return True
        awaited = self._upstream(task, (i for i in self._inputs if i not in tokens)) - self._upstream(task, tokens)
        return not any(
            other.task_spec.name.removesuffix(" [child]") in awaited
            for other in task.workflow.tasks.values()
            if other.has_state(LIVE) and other.task_spec is not self
        )

    def _upstream(self, task: Any, names: Iterable[str]) -> set[str]:
        """The specs from which one of these can be reached without passing here."""
        seen: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name not in seen and name != self.name:
                seen.add(name)
                todo.extend(task.workflow.spec.task_specs[name]._inputs)
        return seen

    def _run_hook(self, task: Any) -> bool:
        true, default = [], []
        for condition, name in self.cond_task_specs:
            if condition is None:
                default.append(name)
            elif _holds(condition, task):
                true.append(name)
        return _go(task, true or default)


class ExclusiveGateway(defaults.ExclusiveGateway):
    """Goes the first way whose condition is exactly true, else the default."""

    def _run_hook(self, task: Any) -> bool:
        for condition, name in self.cond_task_specs:
            if condition is not None and _holds(condition, task):
                return _go(task, [name])
        return _go(task, [self.default_task_spec] if self.default_task_spec else [])


def _holds(condition: Any, task: Any) -> bool:
    return task.workflow.script_engine.feel(condition.args[0], task) is True


def _go(task: Any, names: list[str]) -> bool:
    if not names:
        raise NoWay(task.task_spec.bpmn_id, "没有一个条件成立，也没有默认流向。")
    task._sync_children([task.workflow.spec.task_specs[name] for name in names], TaskState.FUTURE)
    for child in task.children:
        child.task_spec._predict(child, mask=GUESSED)
    return True
