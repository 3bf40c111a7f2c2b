"""SpiffWorkflow's parsers with our specs in the place of theirs.

Its table of parsers is replaced, not extended: what is not listed is refused. The parsers run only over diagrams
that the checks have passed.
"""

from collections.abc import Mapping
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
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
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser, SubprocessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.specs.event_definitions.conditional import ConditionalEventDefinition

from .activities import BusinessRuleTask, PassThrough, ScriptTask, ServiceTask, UserTask
from .dialect import Extensions, extensions
from .events import BoundaryEvent, CatchEvent, EndEvent, EventGateway, StartEvent, Throwing
from .failures import Escalation, Failure
from .gateways import ExclusiveGateway, InclusiveGateway, ParallelGateway
from .instances import MultiInstance
from .messages import Message
from .nesting import CallActivity, EventSubProcess, Start, SubProcess
from .source import NAMESPACES, bpmn, children, text_of
from .timers import Clock


class Zeebe:
    """Goes before each of SpiffWorkflow's task parsers and reads our dialect."""

    node: etree._Element
    spec: Any
    task: Any
    process_parser: Any
    bpmn_id: str
    bpmn_attributes: dict[str, Any]

    def parse_extensions(self, node: etree._Element | None = None) -> Extensions:
        """The zeebe extensions of a node."""
        return extensions(self.node if node is None else node)

    def get_position(self, node: etree._Element | None = None) -> dict[str, float]:
        """All the same: flows keep the order of the file, wherever a designer moves a shape."""
        return {"x": 0.0, "y": 0.0}

    def _add_multiinstance_task(self, loop_characteristics: etree._Element) -> None:
        loop = extensions(loop_characteristics).loop
        assert loop is not None, "the checks demand zeebe:loopCharacteristics"
        condition = text_of(loop_characteristics.find(bpmn("completionCondition")))
        sequential = loop_characteristics.get("isSequential") == "true"
        instance = self.spec.task_specs.pop(self.task.name)
        whole = MultiInstance(
            self.spec, instance.name, loop, condition, sequential, bpmn_name=instance.bpmn_name, lane=instance.lane
        )
        self.task = whole
        self._copy_task_attrs(instance, loop_characteristics)  # type: ignore[attr-defined]
        # Here and not when an instance begins: snapshots are loaded onto these specs as they are.
        instance.completed_event.connect(whole.instance_done)

    def parse_timer_event(self, event: etree._Element) -> Clock:
        """One of timeDate, timeDuration, timeCycle."""
        node = next(children(event, "timeDate", "timeDuration", "timeCycle"))
        return Clock(self.bpmn_id, etree.QName(node).localname, text_of(node) or "")

    def parse_message_event(self, event: etree._Element) -> Message:
        """By its reference; the correlation key stands at the message."""
        return self.process_parser.parser.our_messages[event.get("messageRef")]

    def parse_conditional_event(self, event: etree._Element) -> ConditionalEventDefinition:
        """A FEEL condition."""
        return ConditionalEventDefinition(text_of(event.find(bpmn("condition"))))

    def parse_error_event(self, event: etree._Element) -> Failure:
        """By its code."""
        error = self.process_parser.parser.errors.get(event.get("errorRef"), {})
        return Failure(error.get("name"), error.get("error_code"))

    def parse_escalation_event(self, event: etree._Element) -> Escalation:
        """By its code."""
        escalation = self.process_parser.parser.escalations.get(event.get("escalationRef"), {})
        return Escalation(escalation.get("name"), escalation.get("escalation_code"))


class _Task(Zeebe, TaskParser):
    pass


class _SubProcess(Zeebe, TaskParser):
    def create_task(self) -> Any:
        # SpiffWorkflow looks for a namespaced attribute and so takes every event sub-process for a plain one.
        spec_class = EventSubProcess if self.node.get("triggeredByEvent") == "true" else SubProcess
        inner = SubprocessParser.get_subprocess_spec(self)
        return spec_class(self.spec, self.bpmn_id, subworkflow_spec=inner, **self.bpmn_attributes)


class _Call(Zeebe, TaskParser):
    def create_task(self) -> Any:
        called = self.parse_extensions().called_process
        return CallActivity(self.spec, self.bpmn_id, subworkflow_spec=called, **self.bpmn_attributes)


class _Start(Zeebe, StartEventParser):
    def create_task(self) -> Any:
        task = super().create_task()
        task.interrupting = self.node.get("isInterrupting", "true") == "true"
        return task


class _Conditional(Zeebe, ConditionalGatewayParser):
    pass


class _Gateway(Zeebe, GatewayParser):
    pass


class _End(Zeebe, EndEventParser):
    pass


class _Catch(Zeebe, IntermediateCatchEventParser):
    pass


class _Throw(Zeebe, IntermediateThrowEventParser):
    pass


class _Send(Zeebe, SendTaskParser):
    pass


class _Receive(Zeebe, ReceiveTaskParser):
    pass


class _Boundary(Zeebe, BoundaryEventParser):
    pass


class _EventGateway(Zeebe, EventBasedGatewayParser):
    pass


class _Process(ProcessParser):
    def create_spec(self) -> Any:
        spec = super().create_spec()
        del spec.task_specs["Start"]
        spec.start = Start(spec, "Start")
        return spec


class Parser(BpmnParser):
    """One for all files of a definition; ids of processes and sub-processes share one namespace."""

    PROCESS_PARSER_CLASS = _Process
    PARSER_CLASSES = {
        bpmn(tag): entry
        for tag, entry in {
            "startEvent": (_Start, StartEvent),
            "endEvent": (_End, EndEvent),
            "intermediateCatchEvent": (_Catch, CatchEvent),
            "intermediateThrowEvent": (_Throw, Throwing),
            "boundaryEvent": (_Boundary, BoundaryEvent),
            "task": (_Task, PassThrough),
            "manualTask": (_Task, PassThrough),
            "userTask": (_Task, UserTask),
            "serviceTask": (_Task, ServiceTask),
            "scriptTask": (_Task, ScriptTask),
            "businessRuleTask": (_Task, BusinessRuleTask),
            "sendTask": (_Send, Throwing),
            "receiveTask": (_Receive, CatchEvent),
            "subProcess": (_SubProcess, SubProcess),
            "callActivity": (_Call, CallActivity),
            "exclusiveGateway": (_Conditional, ExclusiveGateway),
            "inclusiveGateway": (_Conditional, InclusiveGateway),
            "parallelGateway": (_Gateway, ParallelGateway),
            "eventBasedGateway": (_EventGateway, EventGateway),
        }.items()
    }

    def __init__(self) -> None:
        super().__init__(namespaces=NAMESPACES)
        self.our_messages: dict[str, Message] = {}

    def _add_messages(self, bpmn: etree._Element) -> None:
        super()._add_messages(bpmn)
        for node in bpmn.iterfind("bpmn:message", NAMESPACES):
            self.our_messages[node.get("id", "")] = Message(node.get("name", ""), extensions(node).correlation_key)

    def _find_dependencies(self, process: etree._Element) -> None:
        """Called processes are known from our own elements."""

    def build(self, process: str) -> tuple[Any, Mapping[str, Any]]:
        """The spec of a pool's process and those of everything it holds or calls."""
        return self.get_spec(process), self.get_subprocess_specs(process)


TAGS = frozenset(etree.QName(tag).localname for tag in Parser.PARSER_CLASSES)
"""The nodes that can be executed."""
