"""Draw small diagrams in the dialect of the desktop modeler."""

from html import escape

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="x">'
)


def tag(tag_name: str, /, *inside: str, **attributes: object) -> str:
    """A BPMN tag; attribute names as in BPMN, None left out."""
    text = "".join(f' {k}="{escape(str(v))}"' for k, v in attributes.items() if v is not None)
    return f"<bpmn:{tag_name}{text}>{''.join(inside)}</bpmn:{tag_name}>"


def zeebe(tag_name: str, /, *inside: str, **attributes: object) -> str:
    text = "".join(f' {k}="{escape(str(v))}"' for k, v in attributes.items() if v is not None)
    return f"<zeebe:{tag_name}{text}>{''.join(inside)}</zeebe:{tag_name}>"


def extended(*inside: str) -> str:
    return tag("extensionElements", *inside) if any(inside) else ""


def properties(**values: str) -> str:
    return zeebe("properties", *(zeebe("property", name=k, value=v) for k, v in values.items())) if values else ""


def mapping(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """ioMapping by target: {target: source}."""
    rows = [zeebe("input", source=s, target=t) for t, s in (inputs or {}).items()]
    rows += [zeebe("output", source=s, target=t) for t, s in (outputs or {}).items()]
    return zeebe("ioMapping", *rows) if rows else ""


def many(
    collection: str,
    item: str | None = None,
    into: str | None = None,
    element: str | None = None,
    enough: str | None = None,
    sequential: bool = False,
) -> str:
    loop = zeebe(
        "loopCharacteristics",
        inputCollection=collection, inputElement=item, outputCollection=into, outputElement=element,
    )  # fmt: skip
    condition = tag("completionCondition", escape(enough)) if enough else ""
    return tag(
        "multiInstanceLoopCharacteristics", extended(loop), condition, isSequential="true" if sequential else "false"
    )


def user(
    id: str,
    *inside: str,
    name: str | None = None,
    form: str | None = "f",
    groups: str | None = "own:union_officer",
    assignee: str | None = None,
    due: str | None = None,
    follow_up: str | None = None,
    inputs: dict[str, str] | None = None,
    outputs: dict[str, str] | None = None,
    **props: str,
) -> str:
    return tag(
        "userTask",
        extended(
            zeebe("userTask"),
            zeebe("formDefinition", formId=form) if form else "",
            zeebe("assignmentDefinition", candidateGroups=groups, assignee=assignee) if groups or assignee else "",
            zeebe("taskSchedule", dueDate=due, followUpDate=follow_up) if due or follow_up else "",
            mapping(inputs, outputs),
            properties(**props),
        ),
        *inside,
        id=id,
        name=name,
    )


def service(id: str, type: str | None, *inside: str, inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:  # fmt: skip
    work = zeebe("taskDefinition", type=type) if type else ""
    return tag("serviceTask", extended(work, mapping(inputs, outputs)), *inside, id=id)


def script(id: str, expression: str, into: str | None, *inside: str) -> str:
    return tag("scriptTask", extended(zeebe("script", expression=expression, resultVariable=into)), *inside, id=id)


def decision(id: str, decision_id: str, into: str | None, *inside: str) -> str:
    called = zeebe("calledDecision", decisionId=decision_id, resultVariable=into)
    return tag("businessRuleTask", extended(called), *inside, id=id)


def call(
    id: str,
    process: str,
    *inside: str,
    inputs: dict[str, str] | None = None,
    outputs: dict[str, str] | None = None,
    **attributes: str,
) -> str:
    called = zeebe("calledElement", processId=process, **attributes)
    return tag("callActivity", extended(called, mapping(inputs, outputs)), *inside, id=id)


def send(id: str, message: str, *inside: str, key: str | None = "k", payload: dict[str, str] | None = None) -> str:
    found = properties(**({"correlationKey": key} if key else {}))
    return tag("sendTask", extended(mapping(payload), found), *inside, id=id, messageRef=f"Message_{message}")


def event(kind: str, id: str, *inside: str, outputs: dict[str, str] | None = None, **attributes: object) -> str:
    return tag(kind, extended(mapping(None, outputs)), *inside, id=id, **attributes)


def start(id: str = "s", *inside: str, **attributes: object) -> str:
    return event("startEvent", id, *inside, **attributes)


def end(id: str = "e", *inside: str, **attributes: object) -> str:
    return event("endEvent", id, *inside, **attributes)


def catch(id: str, *inside: str, **attributes: object) -> str:
    return event("intermediateCatchEvent", id, *inside, **attributes)


def boundary(id: str, at: str, *inside: str, interrupting: bool = True, **attributes: object) -> str:
    cancel = "true" if interrupting else "false"
    return event("boundaryEvent", id, *inside, attachedToRef=at, cancelActivity=cancel, **attributes)


def timer(kind: str, text: str) -> str:
    """kind: Date, Duration or Cycle."""
    return tag("timerEventDefinition", tag(f"time{kind}", escape(text)))


def on(message: str) -> str:
    return tag("messageEventDefinition", messageRef=f"Message_{message}")


def gate(id: str, kind: str = "exclusive", default: str | None = None) -> str:
    return tag(f"{kind}Gateway", id=id, default=default)


def sub(id: str, *inside: str, triggered: bool = False, **attributes: object) -> str:
    return tag("subProcess", *inside, id=id, triggeredByEvent="true" if triggered else None, **attributes)


def flow(source: str, target: str, condition: str | None = None) -> str:
    inside = tag("conditionExpression", escape(condition)) if condition else ""
    return tag("sequenceFlow", inside, id=f"F_{source}_{target}", sourceRef=source, targetRef=target)


def flows(*pairs: tuple[str, ...]) -> str:
    """Each ("a", "b") or ("a", "b", "=condition"); longer chains as a string "a b c"."""
    out = []
    for pair in pairs:
        out.append(flow(*pair))
    return "".join(out)


def way(text: str) -> str:
    """Unconditional flows along "a b c"."""
    names = text.split()
    return "".join(flow(a, b) for a, b in zip(names, names[1:], strict=False))


def process(id: str, *inside: str) -> str:
    return tag("process", *inside, id=id, isExecutable="true")


def message(name: str, key: str | None = None) -> str:
    inside = extended(zeebe("subscription", correlationKey=key)) if key else ""
    return tag("message", inside, id=f"Message_{name}", name=name)


def pools(*processes: str, links: tuple[tuple[str, str], ...] = ()) -> str:
    """Participants Pool_<process>, and message flows (throwing element, catching element)."""
    parts = [tag("participant", id=f"Pool_{p}", name=f"池{p}", processRef=p) for p in processes]
    parts += [tag("messageFlow", id=f"M_{a}_{b}", sourceRef=a, targetRef=b) for a, b in links]
    return tag("collaboration", *parts, id="c")


def document(*inside: str) -> bytes:
    return f"{HEAD}{''.join(inside)}</bpmn:definitions>".encode()


def alone(*inside: str, others: tuple[str, ...] = (), messages: tuple[str, ...] = ()) -> dict[str, bytes]:
    """One pool `p` with these nodes, called processes beside it, and messages that carry no key."""
    drawn = [m if m.startswith("<") else message(m) for m in messages]
    return {"p.bpmn": document(pools("p"), process("p", *inside), *others, *drawn)}
