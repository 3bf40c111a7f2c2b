"""Messages: thrown ones always leave the instance; caught ones are told by name and correlation key."""

from collections.abc import Iterable, Mapping
from typing import Any

from services.process.rules.values import to_json
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition

from . import scopes
from .dialect import NONE, Extensions
from .feel_host import element_of

PAYLOAD, CAUGHT = "payload", "caught"


def key_text(key: Any) -> str:
    """A correlation key as it is compared; "" where there is none."""
    return "" if key is None else str(to_json(key))


class Message(MessageEventDefinition):
    """A message of the diagram. key: text of zeebe:subscription's correlationKey, None where any key will do."""

    key: str | None = None

    def throw(self, task: Any) -> None:
        """Note it for the house, with the key of property `correlationKey` and the inputs as payload."""
        host, extensions = task.workflow.script_engine, extensions_of(task.task_spec)
        key = host.value(extensions.properties.get("correlationKey"), task)
        host.thrown.append((self.name, element_of(task), key, host.mapped(extensions.inputs, task)))

    def takes(self, name: str, key: Any, own_key: Any) -> bool:
        """Whether a delivery is meant for this listener, whose key is `own_key` now."""
        return name == self.name and (self.key is None or key_text(own_key) == key_text(key))

    def key_at(self, task: Any) -> Any:
        """The key it listens for at a task, None where any key will do."""
        return task.workflow.script_engine.value(self.key, task)

    def catches(self, task: Any, event: Any) -> bool:
        """Nothing thrown inside the instance reaches it; deliveries come from outside."""
        return False

    def has_fired(self, task: Any) -> bool:
        """Whether it has been delivered."""
        return CAUGHT in task.internal_data

    def update_task_data(self, task: Any) -> None:
        """The payload becomes variables, once."""
        task.internal_data.pop(CAUGHT, None)
        payload = task.internal_data.pop(PAYLOAD, None)
        if payload is not None:
            receive(task, payload, extensions_of(task.task_spec))

    def reset(self, task: Any) -> None:
        """Ready for the next one."""
        task.internal_data.pop(CAUGHT, None)


def extensions_of(spec: Any) -> Extensions:
    """The zeebe extensions of a spec; inner specs of SpiffWorkflow have none."""
    return getattr(spec, "extensions", None) or NONE


def hand_over(task: Any, name: str, payload: Mapping[str, Any]) -> None:
    """Mark a waiting task as having caught the message; it goes on when updated."""
    task.internal_data[CAUGHT] = name
    task.internal_data[PAYLOAD] = dict(payload)


def receive(task: Any, payload: Mapping[str, Any], extensions: Extensions) -> None:
    """A payload becomes variables: through the output mappings, or as it is where there are none."""
    host = task.workflow.script_engine
    values = host.mapped(extensions.outputs, task, payload) if extensions.outputs else payload
    if _starts_inner(task):
        host.refuse_known(task, values)
        scopes.own(task.workflow).update({name: scopes.copied(value) for name, value in values.items()})
    else:
        scopes.write(task, values)


def _starts_inner(task: Any) -> bool:
    """Whether the task is the start event of an event sub-process: each keeps the payload it was started with."""
    return task.workflow.parent_task_id is not None and task.task_spec in task.workflow.spec.bpmn_start_events


def definitions(spec: Any) -> Iterable[Any]:
    """What a catching spec waits for; an event-based gateway waits for several things at once."""
    definition = spec.event_definition
    return getattr(definition, "event_definitions", None) or (definition,)
