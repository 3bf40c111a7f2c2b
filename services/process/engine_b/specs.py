"""Activities: what a person, the house, a decision or an expression does."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from . import scopes
from .dialect import Extensions
from .faults import ExpressionFailed
from .moments import moment

OPENED = "opened"
AS_TEXT = "prefill"  # evaluated when the form is shown, not when the task opens


class _Extended:
    extensions: Extensions
    bpmn_id: str

    def _write_result(self, task: Any, name: str | None, value: Any) -> None:
        """A result goes through the output mappings, where it is a local name, else into its variable."""
        host = task.workflow.script_engine
        if self.extensions.outputs:
            scopes.write(task, host.mapped(self.extensions.outputs, task, {name: value} if name else None))
        elif name:
            scopes.write(task, {name: value})


class UserTask(_Extended, defaults.UserTask):
    """Waits for a person. internal_data["opened"]: who and until when, evaluated as it opens."""

    def _on_ready_hook(self, task: Any) -> None:
        super()._on_ready_hook(task)
        host = task.workflow.script_engine
        inputs = host.mapped(self.extensions.inputs, task)
        host.refuse_known(task, inputs)
        task.data.update({name: scopes.copied(value) for name, value in inputs.items()})
        task.internal_data[OPENED] = {"at": host.now, **self._dates(task), **self._shown(task)}

    def _shown(self, task: Any) -> dict[str, Any]:
        host, given = task.workflow.script_engine, self.extensions
        return {
            "groups": self._text(host.value(given.candidate_groups, task)),
            "assignee": self._text(host.value(given.assignee, task)),
            "properties": scopes.copied(
                {name: text if name == AS_TEXT else host.value(text, task) for name, text in given.properties.items()}
            ),
        }

    def _text(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, dict | bool):
            raise ExpressionFailed(self.bpmn_id, f"办理人须为文字或编号，得到的是“{value}”。")
        return ",".join(str(v) for v in value) if isinstance(value, list) else str(value)

    def _dates(self, task: Any) -> dict[str, Any]:
        host, given = task.workflow.script_engine, self.extensions
        dates = {"due": host.value(given.due, task), "follow": host.value(given.follow_up, task)}
        return {name: None if v is None else moment(v, self.bpmn_id) for name, v in dates.items()}

    def recompute(self, task: Any) -> None:
        """Read the due date again, counted from when the task opened."""
        with task.workflow.script_engine.as_of(task.internal_data[OPENED]["at"]):
            task.internal_data[OPENED].update(self._dates(task))

    def answer(self, task: Any, answers: Mapping[str, Any]) -> None:
        """Write the answers: through the output mappings (which also see `answers` as a whole), else each one."""
        host = task.workflow.script_engine
        if self.extensions.outputs:
            seen = {**answers, "answers": dict(answers)}
            scopes.write(task, host.mapped(self.extensions.outputs, task, seen))
        else:
            scopes.write(task, answers)

    def _on_complete_hook(self, task: Any) -> None:
        super()._on_complete_hook(task)
        task.data.clear()  # SpiffWorkflow would hand locals on to the next task
        task.internal_data.pop(OPENED, None)


class ServiceTask(_Extended, defaults.ServiceTask):
    """A named effect. One that returns a value stays STARTED until it is answered."""

    def _run_hook(self, task: Any) -> bool | None:
        host, given = task.workflow.script_engine, self.extensions
        waits = given.effect in host.world.returning
        inputs = host.mapped(given.inputs, task)
        host.effects.append((given.effect or "", self.bpmn_id, task if waits else None, inputs, given.properties))
        if waits:
            return None
        scopes.write(task, host.mapped(given.outputs, task))
        return True

    def answer(self, task: Any, result: Mapping[str, Any]) -> None:
        """Write what the effect returned: `result` is a local name for the output mappings."""
        scopes.write(task, task.workflow.script_engine.mapped(self.extensions.outputs, task, {"result": dict(result)}))


class ScriptTask(_Extended, defaults.ServiceTask):
    """One FEEL expression, its value into resultVariable."""

    def _run_hook(self, task: Any) -> bool:
        value = task.workflow.script_engine.feel(self.extensions.script or "null", task)
        self._write_result(task, self.extensions.result_variable, value)
        return True


class BusinessRuleTask(_Extended, defaults.ServiceTask):
    """One decision, its result into resultVariable; inputs are local names for it."""

    def _run_hook(self, task: Any) -> bool:
        host = task.workflow.script_engine
        first = host.mapped(self.extensions.inputs, task)
        value = host.decide(self.extensions.called_decision or "", task, first)
        self._write_result(task, self.extensions.result_variable, value)
        return True
