"""Gateways count the tokens that stand before them now; history plays no part.

The stock joins count what ever arrived, so that in the second round of a return one branch alone passes them.
"""

from collections.abc import Iterable

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway as StockExclusive
from SpiffWorkflow.bpmn.specs.defaults import InclusiveGateway as StockInclusive
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway as StockParallel
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .errors import NoWayOut
from .node import LIVE, Node
from .turn import turn_of

Tokens = dict[str, Task]
CHILD = " [child]"


def name_in_diagram(spec_name: str) -> str:
    """The element a spec stands for: an instance of a multi-instance activity counts as the activity."""
    return spec_name.removesuffix(CHILD)


def go_on(task: Task, spec_names: Iterable[str]) -> None:
    """Send tokens along these ways and along no other."""
    specs = task.workflow.spec.task_specs
    task._sync_children([specs[name] for name in spec_names], TaskState.FUTURE)
    for child in task.children:
        child.task_spec._predict(child, mask=TaskState.FUTURE | TaskState.PREDICTED_MASK)


class Join(Node):
    """One token of every filled flow is consumed when the gateway fires; tokens beyond that stay where they are."""

    def _update_hook(self, my_task: Task) -> bool:
        tokens = self._tokens(my_task)
        if not self.may_fire(my_task, tokens):
            my_task._set_state(TaskState.WAITING)
            return False
        for token in tokens.values():
            if token is not my_task:
                token._set_state(TaskState.COMPLETED)
                token._drop_children(force=True)
        return True

    def may_fire(self, my_task: Task, tokens: Tokens) -> bool:
        """Whether the tokens, one per incoming flow, are enough: there must be one on each."""
        return len(tokens) >= len(self._inputs)

    def _tokens(self, my_task: Task) -> Tokens:
        """By the node they came from, the asking one first; the check refuses two flows from one node into a join."""
        tokens = {my_task.parent.task_spec.name: my_task}
        for task in my_task.workflow.tasks.values():
            if task.task_spec is self and task is not my_task and task.state == TaskState.WAITING:
                tokens.setdefault(task.parent.task_spec.name, task)
        return tokens


class ParallelGateway(Join, StockParallel):
    """Fires when a token stands on every incoming flow."""

    def _run_hook(self, my_task: Task) -> bool:
        return True


class InclusiveGateway(Join, StockInclusive):
    """Fires when no token can come any more over a flow that is still empty (BPMN 2.0, table 13.3)."""

    def may_fire(self, my_task: Task, tokens: Tokens) -> bool:
        """Decided at rest only: while a fork is being left, its tokens do not all stand yet."""
        if super().may_fire(my_task, tokens):
            return True
        if not turn_of(my_task).quiet:
            return False
        empty = [name for name in self._inputs if name not in tokens]
        # A token that can also reach a filled flow is not waited for: after a return that would be for ever.
        awaited = self._upstream(my_task, empty) - self._upstream(my_task, tokens)
        return not any(
            task.has_state(LIVE) and task.task_spec is not self and name_in_diagram(task.task_spec.name) in awaited
            for task in my_task.workflow.tasks.values()
        )

    def _upstream(self, my_task: Task, names: Iterable[str]) -> set[str]:
        """Nodes from which one of these can be reached without passing this gateway."""
        specs, seen, todo = my_task.workflow.spec.task_specs, set(), list(names)
        while todo:
            name = todo.pop()
            if name not in seen and name != self.name:
                seen.add(name)
                todo.extend(specs[name]._inputs)
        return seen

    def _run_hook(self, my_task: Task) -> bool:
        matching, default = [], []
        for condition, name in self.cond_task_specs:
            if condition is None:
                default.append(name)
            elif turn_of(my_task).result(my_task, condition.args[0]) is True:
                matching.append(name)
        go_on(my_task, _some_way(self, matching or default))
        return True


class ExclusiveGateway(Node, StockExclusive):
    """Takes the first flow, in the order of the file, whose condition is true and nothing else; else the default."""

    def _run_hook(self, my_task: Task) -> bool:
        turn = turn_of(my_task)
        for condition, name in self.cond_task_specs:
            if condition is not None and turn.result(my_task, condition.args[0]) is True:
                go_on(my_task, [name])
                return True
        go_on(my_task, _some_way(self, [self.default_task_spec] if self.default_task_spec else []))
        return True


def _some_way(gateway: Node, names: list[str]) -> list[str]:
    if not names:
        raise NoWayOut(gateway.name, "没有一个条件成立，也没有默认流。")
    return names
