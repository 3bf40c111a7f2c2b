"""The zeebe extension elements of a node, read into one plain object."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .source import ZEEBE, bpmn, local

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Loop:
    """zeebe:loopCharacteristics: FEEL collection and what is gathered; the completion condition stands beside it."""

    collection: str
    item: str | None
    output_collection: str | None
    output_element: str | None


@dataclass(frozen=True)
class Extensions:
    """What the desktop modeler writes into bpmn:extensionElements. Texts are as written ('=' marks FEEL).

    inputs, outputs: pairs (source, target) of zeebe:ioMapping. effect: type of zeebe:taskDefinition.
    unknown: zeebe tags we give no meaning to. raw: attributes by tag, for the checks.
    """

    properties: Mapping[str, str] = field(default_factory=dict)
    inputs: Pairs = ()
    outputs: Pairs = ()
    form_id: str | None = None
    candidate_groups: str | None = None
    assignee: str | None = None
    due: str | None = None
    follow_up: str | None = None
    called_process: str | None = None
    called_decision: str | None = None
    result_variable: str | None = None
    script: str | None = None
    effect: str | None = None
    correlation_key: str | None = None
    loop: Loop | None = None
    unknown: tuple[str, ...] = ()
    raw: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


NONE = Extensions()
KNOWN_TAGS = frozenset(
    {
        "properties", "ioMapping", "formDefinition", "assignmentDefinition", "taskSchedule", "calledElement",
        "calledDecision", "script", "taskDefinition", "subscription", "loopCharacteristics", "userTask",
    }
)  # fmt: skip


def extensions(node: etree._Element) -> Extensions:
    """The zeebe extensions that stand directly in a node; NONE if it has none."""
    holder = node.find(bpmn("extensionElements"))
    if holder is None:
        return NONE
    tags = {local(child): child for child in _zeebe(holder)}
    raw = {tag: {str(k): str(v) for k, v in child.attrib.items()} for tag, child in tags.items()}

    def attribute(tag: str, name: str) -> str | None:
        return raw.get(tag, {}).get(name) or None

    return Extensions(
        properties=_properties(tags.get("properties")),
        inputs=_pairs(tags.get("ioMapping"), "input"),
        outputs=_pairs(tags.get("ioMapping"), "output"),
        form_id=attribute("formDefinition", "formId"),
        candidate_groups=attribute("assignmentDefinition", "candidateGroups"),
        assignee=attribute("assignmentDefinition", "assignee"),
        due=attribute("taskSchedule", "dueDate"),
        follow_up=attribute("taskSchedule", "followUpDate"),
        called_process=attribute("calledElement", "processId"),
        called_decision=attribute("calledDecision", "decisionId"),
        result_variable=attribute("calledDecision", "resultVariable") or attribute("script", "resultVariable"),
        script=attribute("script", "expression"),
        effect=attribute("taskDefinition", "type"),
        correlation_key=attribute("subscription", "correlationKey"),
        loop=_loop(raw.get("loopCharacteristics")),
        unknown=tuple(sorted(set(tags) - KNOWN_TAGS)),
        raw=raw,
    )


def _zeebe(holder: etree._Element) -> Iterator[etree._Element]:
    for child in holder:
        if isinstance(child.tag, str) and etree.QName(child).namespace == ZEEBE:
            yield child


def _properties(node: etree._Element | None) -> dict[str, str]:
    if node is None:
        return {}
    return {p.get("name", ""): p.get("value", "") for p in _zeebe(node)}


def _pairs(node: etree._Element | None, side: str) -> Pairs:
    if node is None:
        return ()
    return tuple((m.get("source", ""), m.get("target", "")) for m in _zeebe(node) if local(m) == side)


def _loop(raw: Mapping[str, str] | None) -> Loop | None:
    if raw is None:
        return None
    return Loop(
        collection=raw.get("inputCollection", ""),
        item=raw.get("inputElement") or None,
        output_collection=raw.get("outputCollection") or None,
        output_element=raw.get("outputElement") or None,
    )
