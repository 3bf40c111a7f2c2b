"""Multi-instance activities: the collection is frozen at entry, results stand by index, nothing else leaves."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from . import scopes
from .dialect import Loop
from .faults import ExpressionFailed


class Many:
    """Common to both orders. internal_data: items, results, done, started; an instance's: index."""

    sequential = False
    loop: Loop
    task_spec: str
    condition: str | None
    bpmn_id: str

    def _update_hook(self, task: Any) -> bool:
        if task.state == TaskState.STARTED:
            return False
        items = self._items(task)
        task.internal_data.update(items=items, results=[None] * len(items), done=0, started=0)
        if not items:
            self._finish(task)
            return True
        task._set_state(TaskState.STARTED)
        for index in range(1 if self.sequential else len(items)):
            self._start(task, index)
        return False

    def _items(self, task: Any) -> list[Any]:
        items = task.workflow.script_engine.feel(self.loop.collection, task)
        if not isinstance(items, list):
            raise ExpressionFailed(self.bpmn_id, f"多实例的集合“{self.loop.collection}”算出来不是列表。")
        return list(scopes.copied(items))

    def _start(self, task: Any, index: int) -> None:
        spec = task.workflow.spec.task_specs[self.task_spec]
        child = task._add_child(spec, TaskState.WAITING)
        child.triggered = True
        child.internal_data["index"] = index
        child.data["loopCounter"] = index + 1
        if self.loop.item:
            task.workflow.script_engine.refuse_known(task, [self.loop.item])
            child.data[self.loop.item] = scopes.copied(task.internal_data["items"][index])
        task.internal_data["started"] = index + 1
        spec._update(child)

    def merge_child(self, workflow: Any, child: Any) -> None:
        """An instance has completed: take its result, and end or go on."""
        task = child.parent
        if task is None or task.task_spec is not self or task.state != TaskState.STARTED:
            return
        state = task.internal_data
        state["done"] += 1
        if self.loop.output_element:
            result = workflow.script_engine.feel(self.loop.output_element, child)
            state["results"][child.internal_data["index"]] = scopes.copied(result)
        if state["done"] == len(state["items"]) or self._enough(child, state):
            self._stop_others(task, child)
            self._finish(task)
            task._set_state(TaskState.READY)
        elif self.sequential:
            self._start(task, state["started"])

    def _enough(self, child: Any, state: dict[str, Any]) -> bool:
        if not self.condition:
            return False
        seen = {
            "numberOfInstances": len(state["items"]),
            "numberOfCompletedInstances": state["done"],
            "numberOfActiveInstances": state["started"] - state["done"],
        }
        if self.loop.output_collection:
            seen[self.loop.output_collection] = state["results"]
        return child.workflow.script_engine.feel(self.condition, child, seen) is True

    def _stop_others(self, task: Any, child: Any) -> None:
        for other in task.children:
            unfinished = other.has_state(TaskState.NOT_FINISHED_MASK)
            if other is not child and other.task_spec.name == self.task_spec and unfinished:
                other.cancel()

    def _finish(self, task: Any) -> None:
        if self.loop.output_collection:
            scopes.write(task, {self.loop.output_collection: task.internal_data["results"]})
        task.internal_data.clear()


class Parallel(Many, defaults.ParallelMultiInstanceTask):
    """All instances at once."""


class Sequential(Many, defaults.SequentialMultiInstanceTask):
    """One instance after the other."""

    sequential = True
