"""Embedded sub-processes, called processes, event sub-processes, and the start task that knows of the latter."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask
from SpiffWorkflow.util.task import TaskState

from . import scopes
from .dialect import Extensions
from .events import start_at_root
from .messages import Message

Chain = Iterable[Mapping[str, Any]]


class _Inner:
    """A process inside a process: variables live in its own scope, and only mappings move them."""

    extensions: Extensions
    bpmn_id: str

    def copy_data(self, task: Any, inner: Any) -> None:
        """The input mappings become the inner process's own variables."""
        host = task.workflow.script_engine
        values = host.mapped(self.extensions.inputs, task)
        host.refuse_known(task, values)
        scopes.own(inner).update({name: scopes.copied(value) for name, value in values.items()})

    def update_data(self, task: Any, inner: Any) -> None:
        """The output mappings, read inside, are written outside."""
        host = task.workflow.script_engine
        values = {}
        for source, target in self.extensions.outputs:
            inside = source.strip().startswith("=")
            values[target] = host.within(source, lambda: self._seen(task, inner), self.bpmn_id) if inside else source
        scopes.write(task, values)

    def _seen(self, task: Any, inner: Any) -> Chain:
        return scopes.of_workflow(inner)

    def _on_subworkflow_completed(self, inner: Any, task: Any) -> None:
        if not task.has_state(TaskState.FINISHED_MASK):  # an interrupted one may still hear of its inner end
            self.update_data(task, inner)
            task._set_state(TaskState.READY)


class Sub(_Inner, defaults.SubWorkflowTask):
    """An embedded sub-process sees everything around it."""


class Call(_Inner, defaults.CallActivity):
    """A called process sees what is mapped into it, nothing else; outputs are read from it alone."""

    def _seen(self, task: Any, inner: Any) -> Chain:
        return chain((scopes.own(inner),))


class EventSub(_Inner, defaults.EventSubprocess):
    """A sub-process that an event starts. It hangs on nothing, so it has no incoming flow to test for."""

    def test(self) -> None:
        """Nothing to test."""


class Start(BpmnStartTask):
    """The start of a process; `trigger_specs` are its event sub-processes. Never changed by running."""

    def connect_or_add_trigger(self, task_spec: Any, sp_spec: Any) -> None:
        """Remember an event sub-process at parse time; the end of the process waits for what it started."""
        self.trigger_specs.append(sp_spec.name)
        task_spec._outputs.append(self._wf_spec.end.name)


def listening_starts(workflow: Any) -> list[tuple[str, Any]]:
    """The event sub-processes of a process that may start now: (spec name, start event spec)."""
    names = workflow.spec.start.trigger_specs
    if not names or _is_interrupted(workflow):
        return []
    specs = workflow.top_workflow.subprocess_specs
    return [
        (name, start)
        for name in names
        for start in specs[name].bpmn_start_events
        if isinstance(start.event_definition, Message)
    ]


def _is_interrupted(workflow: Any) -> bool:
    """Once an interrupting event sub-process runs, its process listens no more."""
    specs = workflow.top_workflow.subprocess_specs
    for child in workflow.task_tree.children:
        if isinstance(child.task_spec, EventSub) and not child.has_state(TaskState.FINISHED_MASK):
            if any(start.interrupting for start in specs[child.task_spec.spec].bpmn_start_events):
                return True
    return False


def trigger(workflow: Any, name: str, interrupting: bool) -> Any:
    """Start an event sub-process; an interrupting one cancels the rest. Returns its task at the root."""
    if interrupting:
        for child in list(workflow.task_tree.children):
            child.cancel()
    return start_at_root(workflow, workflow.spec.task_specs[name])
