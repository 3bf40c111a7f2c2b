"""What a parsed diagram is: pools, elements, flows, and the problems found in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from services.foundation.errors import Invalid

from .dialect import Extensions

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """Something the engine cannot execute faithfully (error), or that a designer should look at (warning)."""

    file: str
    element: str
    message: str
    severity: Severity = "error"


class Unsupported(Invalid):
    """The diagram holds what the engine would execute wrongly; `problems` names every place."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        first = problems[0]
        where = f"{first.file} 的“{first.element}”"
        super().__init__(f"流程图有 {len(problems)} 处不能执行，首先是 {where}：{first.message}")


@dataclass(frozen=True)
class MessageFlow:
    """The way of a message: from the throwing element to the catching element, or to a whole pool (participant)."""

    id: str
    source: str
    target: str


@dataclass(frozen=True)
class Flow:
    """A sequence flow between two elements of one scope; `condition` is FEEL text or None."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None


@dataclass(frozen=True)
class Lane:
    """A lane of the pool, `elements` its flow nodes."""

    id: str
    name: str
    elements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Element:
    """A node of the diagram as the designer drew it.

    kind: the BPMN tag ("userTask", "boundaryEvent" ...); event: what an event waits for or throws
    ("timer", "message", "error" ...), else None. process: the bpmn:process it stands in; parent: the
    process or embedded sub-process directly around it. called: process id of a call activity or
    decision id of a business rule task. expressions: every FEEL text that stands in it.
    """

    id: str
    kind: str
    name: str
    lane: str | None
    process: str
    parent: str
    file: str
    properties: Mapping[str, str]
    form_id: str | None
    documentation: str | None
    called: str | None
    event: str | None
    attached_to: str | None
    extensions: Extensions
    attributes: Mapping[str, str]
    expressions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Pool:
    """One participant: what can be started and stepped. Holds also the elements of the processes it calls.

    id: process id; participant: the id message flows use for the whole pool; starts_by: "deed" or the
    name of the message that starts an instance. spec and subs are SpiffWorkflow's and belong to the engine alone.
    """

    id: str
    name: str
    participant: str
    properties: Mapping[str, str]
    elements: Mapping[str, Element]
    flows: tuple[Flow, ...]
    lanes: tuple[Lane, ...]
    starts_by: str
    spec: Any = field(repr=False)
    subs: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, eq=False)
class Definition:
    """A whole diagram, possibly of several files. `problems` are the warnings that did not hinder it."""

    pools: Mapping[str, Pool]
    flows: tuple[MessageFlow, ...]
    problems: tuple[Problem, ...] = ()
