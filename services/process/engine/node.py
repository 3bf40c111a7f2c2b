"""What every node of the diagram has in our specs."""

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from .dialect import NONE, Extensions
from .turn import turn_of

OPEN = TaskState.NOT_FINISHED_MASK
LIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED


class Node(BpmnSpecMixin):
    """A node that is drawn. Tokens carry no data, so nothing is inherited from the parent task."""

    extensions: Extensions = NONE
    closes_scope = False
    """Reading and writing of variables stops here (call activity)."""
    gathers_instances = False
    """A multi-instance activity as a whole; its instances are nodes of their own."""
    ends_here = False
    """An end event."""

    def _update_hook(self, my_task: Task) -> bool:
        return True


class Activity(Node):
    """A node with inputs: they become locals when a token enters."""

    def _update_hook(self, my_task: Task) -> bool:
        if "entered" not in my_task.internal_data:
            my_task.internal_data["entered"] = True
            turn = turn_of(my_task)
            turn.write_locals(my_task, turn.mapped(my_task, self.extensions.inputs))
        return True
