"""Messages leave the instance always; they are caught by name and correlation key."""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.task import Task

from .dialect import Extensions
from .errors import ExpressionFailed
from .turn import Sent, element_of, turn_of


class Message(EventDefinition):
    """A message; `key` is the text of the correlation key of whoever catches it, None if there is none."""

    def __init__(self, name: str, key: str | None = None) -> None:
        super().__init__(name)
        self.key = key

    def throw(self, my_task: Task) -> None:
        """Out of the instance; its way is the message flow. Key: property correlationKey; payload: the inputs."""
        turn, extensions = turn_of(my_task), my_task.task_spec.extensions
        key = turn.value(my_task, extensions.properties.get("correlationKey"))
        payload = deepcopy(turn.mapped(my_task, extensions.inputs))
        turn.messages.append(Sent(self.name, element_of(my_task), key, payload))

    def key_at(self, task: Task) -> Any:
        """The correlation key as seen from a task; None if there is none. Raises ExpressionFailed if it is null."""
        if self.key is None:
            return None
        value = turn_of(task).value(task, self.key)
        if value is None:
            raise ExpressionFailed(element_of(task), f"消息“{self.name}”的关联键是空的。")
        return value


def same_key(expected: Any, given: Any) -> bool:
    """Whether a catch that waits with one key may have a message with the other; keys meet as texts."""
    return expected is None or _text(expected) == _text(given)


def _text(key: Any) -> str:
    if isinstance(key, Decimal) and key == key.to_integral_value():
        return str(int(key))
    return "" if key is None else str(key)


def take_payload(task: Task, payload: Mapping[str, Any], extensions: Extensions) -> None:
    """Bring a payload into the scope: through the output mappings if there are any, else as it is."""
    turn = turn_of(task)
    if extensions.outputs:
        turn.write(task, turn.mapped(task, extensions.outputs, payload))
    else:
        turn.write(task, payload)
