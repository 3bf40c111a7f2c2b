"""Draw small procedures in a few lines: BPMN as the desktop modeler writes it, without the pictures.

diagram(pool("申报", "application", [start("Begin"), task("Write", "填表", assignee="=case.applicant"), end("Done")],
             "Begin > Write > Done", subject="case", starters="own:lead"))
"""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' id="drawing" targetNamespace="http://bpmn.io/schema/bpmn">\n'
)
Pairs = Sequence[tuple[str, str]]


def element(kind: str, id: str, name: str, extensions: str = "", inside: str = "", **attributes: str) -> str:
    """Any BPMN element."""
    more = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    extra = f"<bpmn:extensionElements>{extensions}</bpmn:extensionElements>" if extensions else ""
    return f"<bpmn:{kind} id={quoteattr(id)} name={quoteattr(name)}{more}>{extra}{inside}</bpmn:{kind}>"


def properties(named: dict[str, str]) -> str:
    """zeebe:properties; `system_default=D-01` where neither clause nor default is given."""
    if "clause" not in named and "system_default" not in named:
        named = {**named, "system_default": "D-01"}
    rows = "".join(f"<zeebe:property name={quoteattr(k)} value={quoteattr(v)} />" for k, v in named.items())
    return f"<zeebe:properties>{rows}</zeebe:properties>"


def mapping(inputs: Pairs = (), outputs: Pairs = ()) -> str:
    """zeebe:ioMapping from (source, target) pairs."""
    rows = [f"<zeebe:input source={quoteattr(s)} target={quoteattr(t)} />" for s, t in inputs]
    rows += [f"<zeebe:output source={quoteattr(s)} target={quoteattr(t)} />" for s, t in outputs]
    return f"<zeebe:ioMapping>{''.join(rows)}</zeebe:ioMapping>" if rows else ""


def start(id: str, name: str = "开始", message: str = "", **named: str) -> str:
    """A start event, by a deed or by a message."""
    return element("startEvent", id, name, properties(named), _message(id, message) if message else "")


def end(id: str, name: str = "结束", **named: str) -> str:
    """An end event."""
    return element("endEvent", id, name, properties(named))


def task(
    id: str,
    name: str,
    groups: str = "",
    assignee: str = "",
    form: str = "",
    due: str = "",
    inputs: Pairs = (),
    outputs: Pairs = (),
    each: tuple[str, str] | None = None,
    **named: str,
) -> str:
    """A person's step. `each` = (collection, item): one task for each item, side by side."""
    parts = ["<zeebe:userTask />"]
    parts += [f"<zeebe:formDefinition formId={quoteattr(form)} />"] if form else []
    who = {"candidateGroups": groups, "assignee": assignee}
    told = "".join(f" {k}={quoteattr(v)}" for k, v in who.items() if v)
    parts += [f"<zeebe:assignmentDefinition{told} />"] if told else []
    parts += [f"<zeebe:taskSchedule dueDate={quoteattr(due)} />"] if due else []
    parts += [mapping(inputs, outputs), properties(named)]
    return element("userTask", id, name, "".join(parts), _each(each) if each else "")


def service(id: str, effect: str, inputs: Pairs = (), outputs: Pairs = (), **named: str) -> str:
    """A service task: an effect of the house."""
    kind = f"<zeebe:taskDefinition type={quoteattr(effect)} />"
    return element("serviceTask", id, effect, kind + mapping(inputs, outputs) + properties(named))


def script(id: str, expression: str, result: str, **named: str) -> str:
    """A FEEL script."""
    text = f"<zeebe:script expression={quoteattr(expression)} resultVariable={quoteattr(result)} />"
    return element("scriptTask", id, id, text + properties(named))


def decision(id: str, decides: str, result: str, **named: str) -> str:
    """A business rule task."""
    text = f"<zeebe:calledDecision decisionId={quoteattr(decides)} resultVariable={quoteattr(result)} />"
    return element("businessRuleTask", id, id, text + properties(named))


def call(id: str, process: str, inputs: Pairs = (), outputs: Pairs = (), **named: str) -> str:
    """A call activity."""
    called = f'<zeebe:calledElement processId={quoteattr(process)} propagateAllChildVariables="false" />'
    return element("callActivity", id, id, called + mapping(inputs, outputs) + properties(named))


def wait(id: str, name: str, timer: str = "", message: str = "", outputs: Pairs = (), **named: str) -> str:
    """An intermediate catch event for a moment or a message."""
    inside = _timer(id, timer) if timer else _message(id, message)
    return element("intermediateCatchEvent", id, name, mapping((), outputs) + properties(named), inside)


def late(id: str, on: str, timer: str, name: str = "逾期", **named: str) -> str:
    """An interrupting timer on a step."""
    return element("boundaryEvent", id, name, properties(named), _timer(id, timer), attachedToRef=on)


def reminder(id: str, on: str, timer: str, name: str = "提醒", **named: str) -> str:
    """A timer on a step that leaves the step open; "R3/P1D" fires three times."""
    more = {"attachedToRef": on, "cancelActivity": "false"}
    return element("boundaryEvent", id, name, properties(named), _timer(id, timer), **more)


def edge(id: str, on: str, message: str, name: str = "收到", interrupts: bool = True, **named: str) -> str:
    """A message at the edge of a step."""
    more = {"attachedToRef": on, "cancelActivity": str(interrupts).lower()}
    return element("boundaryEvent", id, name, properties(named), _message(id, message), **more)


def beside(
    id: str, name: str, message: str, nodes: Iterable[str], flows: str, interrupts: bool = False,
    outputs: Pairs = (), **named: str,
) -> str:  # fmt: skip
    """An event sub-process; its start event is called `<id>_heard` and bears `named`."""
    more = {"isInterrupting": str(interrupts).lower()}
    heard = element("startEvent", f"{id}_heard", name, mapping((), outputs) + properties(named),
                    _message(f"{id}_heard", message), **more)  # fmt: skip
    drawn = "".join(flow for line in flows.splitlines() if line.strip() for flow in _chain(line))
    inside = heard + "".join(nodes) + drawn
    return element("subProcess", id, name, properties({}), inside, triggeredByEvent="true")


def throw(id: str, message: str, key: str = "=case.id", inputs: Pairs = (), **named: str) -> str:
    """An intermediate throw event that sends a message."""
    told = properties({"correlationKey": key, **named})
    return element("intermediateThrowEvent", id, id, mapping(inputs) + told, _message(id, message))


def send(id: str, message: str, each: tuple[str, str], key: str = "=null", inputs: Pairs = (), **named: str) -> str:
    """A send task: one message for each item; `each` = (collection, item)."""
    told = mapping(inputs) + properties({"correlationKey": key, **named})
    return element("sendTask", id, id, told, _each(each), messageRef=f"Message_{message}")


def gateway(id: str, kind: str = "exclusive", default: str = "") -> str:
    """A gateway; `default` is "Gateway > Target"."""
    more = {"default": _flow_id(*_ends(default))} if default else {}
    return element(f"{kind}Gateway", id, "", properties({}), **more)


def pool(name: str, process: str, nodes: Iterable[str], flows: str, **named: str) -> tuple[str, str, str]:
    """A pool. `flows`: chains "A > B > C", one a line; a condition stands behind a bar: "A > B | =x = 1"."""
    lines = [line for line in flows.splitlines() if line.strip()]
    drawn = "".join(flow for line in lines for flow in _chain(line))
    rows = "".join(f"<zeebe:property name={quoteattr(k)} value={quoteattr(v)} />" for k, v in named.items())
    own = f"<bpmn:extensionElements><zeebe:properties>{rows}</zeebe:properties></bpmn:extensionElements>"
    body = f'<bpmn:process id="{process}" name="{name}" isExecutable="true">{own}{"".join(nodes)}{drawn}</bpmn:process>'
    return name, process, body


def diagram(*pools: tuple[str, str, str], messages: dict[str, str] | None = None, sent: Pairs = ()) -> bytes:
    """The whole file. `messages`: name -> key expression of who waits (empty: none); `sent`: (from, to) elements."""
    text = [HEAD, '<bpmn:collaboration id="together">']
    text += [f'<bpmn:participant id="P_{pid}" name="{name}" processRef="{pid}" />' for name, pid, _ in pools]
    text += [
        f'<bpmn:messageFlow id="M_{source}_{target}" sourceRef="{source}" targetRef="{target}" />'
        for source, target in sent
    ]
    text.append("</bpmn:collaboration>")
    text += [body for _, _, body in pools]
    for name, key in (messages or {}).items():
        waits = f"<zeebe:subscription correlationKey={quoteattr(key)} />" if key else ""
        extra = f"<bpmn:extensionElements>{waits}</bpmn:extensionElements>" if waits else ""
        text.append(f'<bpmn:message id="Message_{name}" name="{name}">{extra}</bpmn:message>')
    return ("\n".join(text) + "\n</bpmn:definitions>\n").encode()


def block(process: str, nodes: Iterable[str], flows: str) -> bytes:
    """A file with one process that others call."""
    drawn = "".join(flow for line in flows.splitlines() for flow in _chain(line))
    return (
        f'{HEAD}<bpmn:process id="{process}" name="{process}" isExecutable="true">{"".join(nodes)}{drawn}'
        "</bpmn:process></bpmn:definitions>\n"
    ).encode()


def form(id: str, *components: dict[str, object]) -> bytes:
    """A form-js form."""
    rows = [{"id": f"{id}_{n}", **row} for n, row in enumerate(components, 1)]
    return json.dumps({"id": id, "type": "default", "components": rows}, ensure_ascii=False, indent=1).encode()


def table(
    id: str, columns: Sequence[str], results: Sequence[str], *rules: Sequence[str], policy: str = "FIRST"
) -> bytes:
    """A decision table; each rule gives the unary tests, then the results, as FEEL."""
    ins, outs, rows = "", "", ""
    for n, text in enumerate(columns):
        asked = f'<inputExpression id="{id}_e{n}"><text>{escape(text)}</text></inputExpression>'
        ins += f'<input id="{id}_i{n}">{asked}</input>'
    for n, name in enumerate(results):
        outs += f'<output id="{id}_o{n}" name="{name}" />'
    for number, rule in enumerate(rules):
        row = f"{id}_r{number}"
        kinds = ["inputEntry"] * len(columns) + ["outputEntry"] * len(results)
        cells = [
            f'<{kind} id="{row}c{n}"><text>{escape(text)}</text></{kind}>'
            for n, (kind, text) in enumerate(zip(kinds, rule, strict=True))
        ]
        rows += f'<rule id="{row}">{"".join(cells)}</rule>'
    inside = f'<decisionTable id="{id}_table" hitPolicy="{policy}">{ins}{outs}{rows}</decisionTable>'
    return _decision(id, inside)


def formula(id: str, text: str) -> bytes:
    """A decision that is one FEEL expression."""
    return _decision(id, f'<literalExpression id="{id}_text"><text>{escape(text)}</text></literalExpression>')


def _decision(id: str, inside: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"'
        f' id="{id}_model" name="{id}" namespace="urn:{id}"><decision id="{id}" name="{id}">'
        f"{inside}</decision></definitions>"
    ).encode()


def _each(each: tuple[str, str]) -> str:
    loop = f"<zeebe:loopCharacteristics inputCollection={quoteattr(each[0])} inputElement={quoteattr(each[1])} />"
    inside = f"<bpmn:extensionElements>{loop}</bpmn:extensionElements>"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="false">{inside}</bpmn:multiInstanceLoopCharacteristics>'
    )


def _timer(id: str, text: str) -> str:
    kind = {"P": "timeDuration", "R": "timeCycle"}.get(text[:1], "timeDate")
    when = f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{kind}>'
    return f'<bpmn:timerEventDefinition id="{id}_timer">{when}</bpmn:timerEventDefinition>'


def _message(id: str, name: str) -> str:
    return f'<bpmn:messageEventDefinition id="{id}_message" messageRef="Message_{name}" />'


def _ends(line: str) -> tuple[str, str]:
    source, _, target = line.partition(">")
    return source.strip(), target.strip()


def _flow_id(source: str, target: str) -> str:
    return f"F_{source}_{target}"


def _chain(line: str) -> list[str]:
    way, _, condition = line.partition("|")
    stops = [stop.strip() for stop in way.split(">")]
    text = condition.strip()
    inside = (
        f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:conditionExpression>'
        if text
        else ""
    )
    return [
        f'<bpmn:sequenceFlow id="{_flow_id(a, b)}" sourceRef="{a}" targetRef="{b}">{inside}</bpmn:sequenceFlow>'
        for a, b in pairwise(stops)
    ]
