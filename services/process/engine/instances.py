"""Multi-instance activities: the collection is frozen at entry, results stand by index, nothing else leaves."""

from copy import deepcopy
from typing import Any

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .dialect import Loop
from .errors import ExpressionFailed
from .node import OPEN, Node
from .turn import turn_of


class MultiInstance(Node):
    """The activity as a whole; `task_spec` names the spec of one instance.

    Kept in the task: internal_data items, results, started, done. An instance keeps its index there and its item
    and loopCounter as locals.
    """

    gathers_instances = True

    def __init__(
        self, wf_spec: Any, bpmn_id: str, loop: Loop, condition: str | None, sequential: bool, **kwargs: Any
    ) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.loop = loop
        self.condition = condition
        self.sequential = sequential
        self.task_spec = ""

    def _update_hook(self, my_task: Task) -> bool:
        if my_task.state == TaskState.STARTED:
            return False
        items = self._items(my_task)
        kept = my_task.internal_data
        kept.clear()
        kept.update(items=items, results=[None] * len(items), started=0, done=0)
        if not items:
            self._finish(my_task)
            kept["empty"] = True
            return True
        my_task._set_state(TaskState.STARTED)
        for _ in range(1 if self.sequential else len(items)):
            self._begin(my_task)
        return False

    def _items(self, my_task: Task) -> list[Any]:
        items = turn_of(my_task).result(my_task, self.loop.collection)
        if not isinstance(items, list):
            raise ExpressionFailed(self.name, f"多实例的集合“{self.loop.collection}”不是列表。")
        return deepcopy(items)

    def _begin(self, my_task: Task) -> None:
        index = my_task.internal_data["started"]
        my_task.internal_data["started"] = index + 1
        spec = my_task.workflow.spec.task_specs[self.task_spec]
        instance = my_task._add_child(spec, TaskState.WAITING)
        instance.triggered = True
        instance.internal_data["index"] = index
        own = {"loopCounter": index + 1}
        if self.loop.item:
            own[self.loop.item] = my_task.internal_data["items"][index]
        turn_of(my_task).write_locals(instance, own)
        spec._update(instance)

    def instance_done(self, workflow: Any, instance: Task) -> None:
        """An instance is complete: keep its result, and go on, begin the next one, or stop waiting for the rest."""
        my_task = instance.parent
        if my_task is None or my_task.task_spec is not self:
            return
        kept, turn = my_task.internal_data, turn_of(my_task)
        kept["done"] += 1
        if self.loop.output_element:
            result = turn.result(instance, self.loop.output_element)
            kept["results"][instance.internal_data["index"]] = deepcopy(result)
        if kept["done"] == len(kept["items"]) or self._enough(my_task, instance):
            for other in my_task.children:
                if other is not instance and other.triggered and other.has_state(OPEN):
                    other.cancel()
            self._finish(my_task)
            my_task._set_state(TaskState.READY)
        elif self.sequential:
            self._begin(my_task)

    def _enough(self, my_task: Task, instance: Task) -> bool:
        if self.condition is None:
            return False
        kept = my_task.internal_data
        counts = {
            "numberOfInstances": len(kept["items"]),
            "numberOfCompletedInstances": kept["done"],
            "numberOfActiveInstances": kept["started"] - kept["done"],
        }
        if self.loop.output_collection:
            counts[self.loop.output_collection] = kept["results"]
        return turn_of(my_task).result(instance, self.condition, counts) is True

    def _finish(self, my_task: Task) -> None:
        results = my_task.internal_data["results"]
        my_task.internal_data.clear()
        if self.loop.output_collection:
            turn_of(my_task).write(my_task, {self.loop.output_collection: results})
