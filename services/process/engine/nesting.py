"""Sub-processes, called processes and event sub-processes: scopes inside scopes."""

from typing import Any

from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.bpmn.specs.mixins.subworkflow_task import SubWorkflowTask as StockSub
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .node import OPEN, Node
from .scopes import add_locals, is_instance
from .turn import element_of, turn_of


class Nested(Node, StockSub):
    """A node that holds a workflow of its own. Data crosses by ioMapping only, so nothing is copied by default."""

    def _update_hook(self, my_task: Task) -> bool:
        sub = my_task.workflow.top_workflow.subprocesses.get(my_task.id)
        if sub is None:
            my_task._set_state(TaskState.STARTED)
            self.start_workflow(my_task)
            return False
        return bool(sub.completed)

    def _on_subworkflow_completed(self, subworkflow: Any, my_task: Task) -> None:
        # An error that left the scope has cancelled this task already; the scope's end must not revive it.
        if not my_task.has_state(TaskState.FINISHED_MASK):
            super()._on_subworkflow_completed(subworkflow, my_task)

    def copy_data(self, my_task: Task, subworkflow: Any) -> None:
        """The inputs are the first variables of the new scope."""
        turn = turn_of(my_task)
        inputs = turn.mapped(my_task, self.extensions.inputs)
        turn.refuse_known(my_task, inputs)
        subworkflow.variables = inputs


class SubProcess(Nested):
    """An embedded sub-process: sees the scopes around it."""

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        """Outputs are computed with the scope's own variables, which an instance of several keeps for its result."""
        turn = turn_of(my_task)
        outputs = turn.mapped(my_task, self.extensions.outputs, subworkflow.variables)
        if is_instance(my_task):
            add_locals(my_task, subworkflow.variables)
        turn.write(my_task, outputs)


class CallActivity(Nested):
    """A called process: sees its inputs only, and only its outputs are seen of it."""

    closes_scope = True

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        """Outputs are computed inside the called process and written where it was called."""
        turn, inner = turn_of(my_task), subworkflow.variables
        known = turn.world.known

        def lookup(name: str) -> Any:
            return known[name] if name in known else inner.get(name)

        outputs = {
            target: turn.compute(element_of(my_task), source, lookup) if source.lstrip().startswith("=") else source
            for source, target in self.extensions.outputs
        }
        turn.write(my_task, outputs)


class EventSubProcess(Nested):
    """Started by a message while the scope around it runs."""

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        """What it has to say it wrote to the scopes around it."""

    def test(self) -> None:
        """It has no incoming flow, which is as it should be."""


class Start(BpmnStartTask):
    """The invisible start of every workflow. Knows the event sub-processes of its scope and is never changed."""

    def connect_or_add_trigger(self, task_spec: Any, sp_spec: Any) -> None:
        """Remember an event sub-process; when it is over the end of the scope is asked again."""
        self.trigger_specs.append(task_spec.name)
        task_spec._outputs.append(self._wf_spec.end.name)

    def begin(self, root: Task, name: str) -> Task:
        """Start an event sub-process beside whatever goes on. Returns its task."""
        spec = self._wf_spec.task_specs[name]
        task = root._add_child(spec, TaskState.FUTURE)
        task.triggered = True
        spec._predict(task, mask=OPEN)
        spec._update(task)
        return task
