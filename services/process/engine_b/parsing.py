"""SpiffWorkflow's parser, taught the zeebe dialect. What is not in its table of tags is refused."""

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser, full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    EventBasedGatewayParser,
    IntermediateCatchEventParser,
    IntermediateThrowEventParser,
    ReceiveTaskParser,
    SendTaskParser,
    StartEventParser,
)
from SpiffWorkflow.bpmn.parser.node_parser import DEFAULT_NSMAP
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser, SubprocessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs import defaults

from . import calls, events, gateways, many, specs
from .dialect import Extensions, extensions
from .messages import Message
from .source import NAMESPACES, Source, bpmn, text_of
from .timers import Cycle, Timer

TIMER_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


class Zeebe:
    """Goes before each of SpiffWorkflow's task parsers."""

    EVENT_SUBPROCESS_CLASS = calls.EventSub
    node: Any
    task: Any
    spec: Any
    bpmn_id: str
    process_parser: Any

    def parse_extensions(self, node: Any = None) -> Extensions:
        """Our reading of the extension elements; SpiffWorkflow keeps it as `spec.extensions`."""
        return extensions(self.node if node is None else node)

    def _add_multiinstance_task(self, loop: Any) -> None:
        cls = many.Sequential if loop.get("isSequential") == "true" else many.Parallel
        original = self.spec.task_specs.pop(self.task.name)
        self.task = cls(
            self.spec,
            original.name,
            task_spec="",
            condition=text_of(loop.find(bpmn("completionCondition"))),
            bpmn_name=original.bpmn_name,
            lane=original.lane,
        )
        self.task.loop, self.task.extensions = self.parse_extensions(loop).loop, original.extensions
        self._copy_task_attrs(original, loop)  # type: ignore[attr-defined]
        # At parse time, because snapshots are loaded onto parsed specs.
        original.completed_event.connect(self.task.merge_child)

    def parse_timer_event(self, event: Any) -> Timer | Cycle:
        """A timer known by the id of its element."""
        for tag, kind in TIMER_KINDS.items():
            text = text_of(event.find(bpmn(tag)))
            if text is not None:
                timer = (Cycle if kind == "cycle" else Timer)(self.bpmn_id, text)
                timer.kind = kind
                return self._placed(timer)
        raise ValueError("定时事件没有写明时间。")

    def parse_message_event(self, message_event: Any) -> Message:
        """A message by its name, with the key it is subscribed by."""
        found = self.process_parser.parser.drawn_messages.get(message_event.get("messageRef"))
        if found is None:
            raise ValueError("消息没有定义。")
        message = Message(found[0], [])
        message.key = found[1]
        return self._placed(message)

    def parse_conditional_event(self, event: Any) -> events.Condition:
        """A condition in FEEL."""
        return self._placed(events.Condition(text_of(event.find(bpmn("condition"))) or "", name=self.bpmn_id))

    def parse_error_event(self, error_event: Any) -> events.Error:
        """An error with its code."""
        found = self.process_parser.parser.errors.get(error_event.get("errorRef"), {})
        return self._placed(events.Error(found.get("name") or self.bpmn_id, found.get("error_code")))

    def parse_escalation_event(self, escalation_event: Any) -> events.Escalation:
        """An escalation with its code."""
        found = self.process_parser.parser.escalations.get(escalation_event.get("escalationRef"), {})
        return self._placed(events.Escalation(found.get("name") or self.bpmn_id, found.get("escalation_code")))

    def _placed(self, definition: Any) -> Any:
        definition.element = self.bpmn_id
        return definition


class SubParser(Zeebe, TaskParser):
    """An embedded or event sub-process, told apart by the plain attribute."""

    def create_task(self) -> Any:
        """A Sub or an EventSub."""
        cls = calls.EventSub if self.node.get("triggeredByEvent") == "true" else calls.Sub
        inner = SubprocessParser.get_subprocess_spec(self)
        return cls(self.spec, self.bpmn_id, subworkflow_spec=inner, **self.bpmn_attributes)


class CallParser(Zeebe, TaskParser):
    """A call activity, by zeebe:calledElement."""

    def create_task(self) -> Any:
        """A Call of a fixed process."""
        called = self.parse_extensions().called_process
        return calls.Call(self.spec, self.bpmn_id, subworkflow_spec=called, **self.bpmn_attributes)


class StartParser(Zeebe, StartEventParser):
    """A start event; one of an event sub-process may interrupt."""

    def create_task(self) -> Any:
        """A StartEvent with `interrupting`."""
        task = super().create_task()
        task.interrupting = self.node.get("isInterrupting", "true") == "true"
        return task


class GatewayOfEventsParser(Zeebe, EventBasedGatewayParser):
    """An event-based gateway waits for the first of several."""

    def create_task(self) -> Any:
        """An EventBasedGateway with our definition."""
        return self._create_task(self._placed(events.FirstOf()))


class Process(ProcessParser):
    """A process whose start knows its event sub-processes."""

    def create_spec(self) -> Any:
        """The empty spec with our start task in place."""
        spec = super().create_spec()
        del spec.task_specs["Start"]
        spec.start = calls.Start(spec, "Start")
        return spec


def _mixed(base: type) -> type:
    return type(f"Zeebe{base.__name__}", (Zeebe, base), {})


TAGS: dict[str, tuple[type, type]] = {
    "startEvent": (StartParser, defaults.StartEvent),
    "endEvent": (_mixed(EndEventParser), defaults.EndEvent),
    "userTask": (_mixed(TaskParser), specs.UserTask),
    "serviceTask": (_mixed(TaskParser), specs.ServiceTask),
    "scriptTask": (_mixed(TaskParser), specs.ScriptTask),
    "businessRuleTask": (_mixed(TaskParser), specs.BusinessRuleTask),
    "sendTask": (_mixed(SendTaskParser), defaults.SendTask),
    "receiveTask": (_mixed(ReceiveTaskParser), defaults.ReceiveTask),
    "subProcess": (SubParser, calls.Sub),
    "callActivity": (CallParser, calls.Call),
    "exclusiveGateway": (_mixed(ConditionalGatewayParser), gateways.ExclusiveGateway),
    "parallelGateway": (_mixed(GatewayParser), gateways.ParallelGateway),
    "inclusiveGateway": (_mixed(ConditionalGatewayParser), gateways.InclusiveGateway),
    "eventBasedGateway": (GatewayOfEventsParser, events.EventBasedGateway),
    "intermediateCatchEvent": (_mixed(IntermediateCatchEventParser), defaults.IntermediateCatchEvent),
    "intermediateThrowEvent": (_mixed(IntermediateThrowEventParser), defaults.IntermediateThrowEvent),
    "boundaryEvent": (_mixed(BoundaryEventParser), events.BoundaryEvent),
}


class Parser(BpmnParser):
    """All files of a definition go into one parser. drawn_messages: message id -> (name, subscription key)."""

    PROCESS_PARSER_CLASS = Process
    PARSER_CLASSES = {full_tag(tag): pair for tag, pair in TAGS.items()}

    def __init__(self, sources: list[Source]) -> None:
        super().__init__(namespaces={**DEFAULT_NSMAP, **NAMESPACES})
        self.drawn_messages: dict[str, tuple[str, str | None]] = {}
        for source in sources:
            for message in source.root.iter(bpmn("message")):
                key = extensions(message).correlation_key
                self.drawn_messages[message.get("id", "")] = (message.get("name") or "", key)
        for source in sources:
            self.add_bpmn_xml(source.root, source.name)
