"""Tasks: of people, and automatic ones."""

from typing import Any

from SpiffWorkflow.task import Task

from services.foundation.errors import Faulty

from .errors import StepFailed
from .moments import as_moment
from .node import Activity, Node
from .timers import later
from .turn import Reached, element_of, is_feel, turn_of


class PassThrough(Activity):
    """bpmn:task and bpmn:manualTask: nothing to do for the engine, as in Camunda 8."""


class UserTask(Activity):
    """Waits for a person. Who, until when, and its properties are computed once, when it opens."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, manual=True, **kwargs)

    def _update_hook(self, my_task: Task) -> bool:
        super()._update_hook(my_task)
        if "opened" not in my_task.internal_data:
            turn = turn_of(my_task)
            my_task.internal_data["opened"] = turn.now
            shown = {k: turn.value(my_task, v) for k, v in self.extensions.properties.items() if is_feel(v)}
            who = {
                name: turn.value(my_task, text)
                for name, text in (("groups", self.extensions.candidate_groups), ("assignee", self.extensions.assignee))
                if is_feel(text)
            }
            my_task.internal_data.update({"shown": shown, "who": who})
            self.set_dates(my_task)
        return True

    def set_dates(self, my_task: Task) -> None:
        """Compute due and follow-up date, with the moment the task opened as now()."""
        turn, dates = turn_of(my_task), {}
        for name, text in (("due", self.extensions.due), ("follow_up", self.extensions.follow_up)):
            if text is not None:
                opened = my_task.internal_data["opened"]
                value = turn.result(my_task, text, at=opened) if is_feel(text) else text
                if value is not None:
                    dates[name] = as_moment(value, element_of(my_task))
        if "extended" in my_task.internal_data and "due" in dates:
            dates["due"] = later(my_task, dates["due"], my_task.internal_data["extended"])
        my_task.internal_data["dates"] = dates

    def complete(self, my_task: Task, answers: dict[str, Any]) -> None:
        """Take a person's answers: the output mappings alone write if there are any, else every answer does."""
        turn = turn_of(my_task)
        if self.extensions.outputs:
            extra = {**answers, "answers": answers}
            turn.write(my_task, turn.mapped(my_task, self.extensions.outputs, extra))
        else:
            turn.write(my_task, answers)
        my_task.run()


class ServiceTask(Node):
    """A named effect. It waits for an answer if the world says that its type returns a value."""

    def _run_hook(self, my_task: Task) -> bool | None:
        turn, kind = turn_of(my_task), self.extensions.effect
        inputs = turn.mapped(my_task, self.extensions.inputs)
        properties = {k: turn.value(my_task, v) for k, v in self.extensions.properties.items()}
        waits = kind in turn.world.returning
        turn.effects.append(Reached(my_task, inputs, properties, waits))
        if waits:
            return None
        turn.write(my_task, turn.mapped(my_task, self.extensions.outputs, inputs))
        return True

    def answer(self, my_task: Task, result: Any) -> None:
        """The effect has answered: `result` can be used in the output mappings."""
        turn = turn_of(my_task)
        turn.write(my_task, turn.mapped(my_task, self.extensions.outputs, {"result": result}))
        my_task.complete()


class Computing(Activity):
    """A task whose value goes into its result variable, or through its output mappings if it has any."""

    def _keep(self, my_task: Task, value: Any) -> None:
        turn = turn_of(my_task)
        result = {self.extensions.result_variable: value} if self.extensions.result_variable else {}
        if self.extensions.outputs:
            result = turn.mapped(my_task, self.extensions.outputs, result)
        turn.write(my_task, result)


class BusinessRuleTask(Computing):
    """Asks a decision."""

    def _run_hook(self, my_task: Task) -> bool:
        turn = turn_of(my_task)
        try:
            value = turn.world.decide(self.extensions.called_decision or "", turn.lookup(my_task))
        except Faulty as error:
            raise StepFailed(
                element_of(my_task), f"决策“{self.extensions.called_decision}”没有结果。{error}"
            ) from error
        self._keep(my_task, value)
        return True


class ScriptTask(Computing):
    """Evaluates a FEEL expression."""

    def _run_hook(self, my_task: Task) -> bool:
        value = turn_of(my_task).result(my_task, self.extensions.script or "null")
        self._keep(my_task, value)
        return True
