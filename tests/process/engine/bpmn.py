"""Zeebe-dialect BPMN in a few lines.

one(start("s"), user("a"), choice("g"), end("e"), "s > a > g", "g > a if again = true", "g > e else")
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="drawing" targetNamespace="x">'
)


@dataclass(frozen=True)
class Node:
    """A BPMN node: `ext` zeebe elements, `inner` BPMN children."""

    tag: str
    id: str
    ext: str = ""
    inner: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    def xml(self) -> str:
        more = "".join(f" {k}={quoteattr(v)}" for k, v in self.attributes.items())
        ext = f"<bpmn:extensionElements>{self.ext}</bpmn:extensionElements>" if self.ext else ""
        return f"<bpmn:{self.tag} id={quoteattr(self.id)}{more}>{ext}{self.inner}</bpmn:{self.tag}>"

    def with_(self, ext: str = "", inner: str = "", **attributes: str) -> "Node":
        return replace(self, ext=self.ext + ext, inner=self.inner + inner, attributes={**self.attributes, **attributes})


def z(tag: str, **attributes: str) -> str:
    return f"<zeebe:{tag}" + "".join(f" {k}={quoteattr(v)}" for k, v in attributes.items()) + "/>"


def props(**named: str) -> str:
    rows = "".join(z("property", name=k, value=v) for k, v in named.items())
    return f"<zeebe:properties>{rows}</zeebe:properties>"


def io(inputs: dict[str, str] | None = None, outputs: dict[str, str] | None = None) -> str:
    """Input and output mappings as {target: source}."""
    rows = "".join(z("input", source=s, target=t) for t, s in (inputs or {}).items())
    rows += "".join(z("output", source=s, target=t) for t, s in (outputs or {}).items())
    return f"<zeebe:ioMapping>{rows}</zeebe:ioMapping>"


def node(tag: str, id: str, ext: str = "", inner: str = "", **attributes: str) -> Node:
    return Node(tag, id, ext, inner, attributes)


def start(id: str = "s", inner: str = "", **attributes: str) -> Node:
    return node("startEvent", id, "", inner, **attributes)


def end(id: str = "e", inner: str = "", ext: str = "") -> Node:
    return node("endEvent", id, ext, inner)


def user(id: str, ext: str = "", inner: str = "") -> Node:
    return node("userTask", id, ext, inner)


def choice(id: str) -> Node:
    return node("exclusiveGateway", id)


def fork(id: str) -> Node:
    return node("parallelGateway", id)


def inclusive(id: str) -> Node:
    return node("inclusiveGateway", id)


def script(id: str, expression: str, variable: str) -> Node:
    return node("scriptTask", id, z("script", expression=expression, resultVariable=variable))


def service(id: str, effect: str, ext: str = "") -> Node:
    return node("serviceTask", id, z("taskDefinition", type=effect) + ext)


def call(id: str, process: str, ext: str = "", inner: str = "") -> Node:
    return node("callActivity", id, z("calledElement", processId=process) + ext, inner)


def wait(id: str, inner: str, ext: str = "") -> Node:
    return node("intermediateCatchEvent", id, ext, inner)


def throw(id: str, message: str, ext: str = "") -> Node:
    return node("intermediateThrowEvent", id, ext, msg(message))


def edge(id: str, host: str, inner: str, interrupts: bool = True, ext: str = "") -> Node:
    return node("boundaryEvent", id, ext, inner, attachedToRef=host, cancelActivity=str(interrupts).lower())


def msg(id: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="{id}"/>'


def timer(text: str, kind: str = "timeDuration") -> str:
    body = f'<bpmn:{kind} xsi:type="bpmn:tFormalExpression">{escape(text)}</bpmn:{kind}>'
    return f"<bpmn:timerEventDefinition>{body}</bpmn:timerEventDefinition>"


def each(
    collection: str, item: str = "item", into: str = "", result: str = "", until: str = "", one_by_one: bool = False
) -> str:
    """The multi-instance marker."""
    named = {"inputCollection": collection, "inputElement": item}
    if into:
        named |= {"outputCollection": into, "outputElement": result}
    done = f"<bpmn:completionCondition>{escape(until)}</bpmn:completionCondition>" if until else ""
    ext = f"<bpmn:extensionElements>{z('loopCharacteristics', **named)}</bpmn:extensionElements>"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(one_by_one).lower()}">{ext}{done}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def sub(id: str, *parts: "Node | str", ext: str = "", inner: str = "") -> Node:
    """An embedded sub-process."""
    return node("subProcess", id, ext, body(parts) + inner)


def on_message(id: str, message: str, *parts: "Node | str", interrupts: bool = False, ext: str = "") -> Node:
    """An event sub-process; its start event is called `<id>_s`."""
    begin = node("startEvent", f"{id}_s", ext, msg(message), isInterrupting=str(interrupts).lower())
    return node("subProcess", id, "", body((begin, *parts)), triggeredByEvent="true")


def body(parts: Iterable["Node | str"]) -> str:
    """Nodes and ways: "a > b > c", "g > b if x = 1", "g > c else"."""
    nodes = [p for p in parts if isinstance(p, Node)]
    flows, defaults = [], {}
    for way in (p for p in parts if isinstance(p, str)):
        path, _, condition = way.partition(" if ")
        path, other, _ = path.partition(" else")
        for a, b in pairwise(name.strip() for name in path.split(">")):
            inside = f"<bpmn:conditionExpression>={escape(condition)}</bpmn:conditionExpression>" if condition else ""
            flows.append(
                f'<bpmn:sequenceFlow id="F_{a}_{b}" sourceRef="{a}" targetRef="{b}">{inside}</bpmn:sequenceFlow>'
            )
            if other:
                defaults[a] = f"F_{a}_{b}"
    return "".join(n.with_(default=defaults[n.id]).xml() if n.id in defaults else n.xml() for n in nodes) + "".join(
        flows
    )


def process(id: str, *parts: Node | str, ext: str = "") -> str:
    return node("process", id, ext, body(parts), isExecutable="true").xml()


def message(name: str, key: str = "") -> str:
    ext = f"<bpmn:extensionElements>{z('subscription', correlationKey=key)}</bpmn:extensionElements>" if key else ""
    return f'<bpmn:message id="{name}" name="{name}">{ext}</bpmn:message>'


def pools(*processes: str, ways: Iterable[tuple[str, str]] = ()) -> str:
    rows = "".join(f'<bpmn:participant id="Pool_{p}" name="{p}" processRef="{p}"/>' for p in processes)
    rows += "".join(f'<bpmn:messageFlow id="M_{a}_{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in ways)
    return f'<bpmn:collaboration id="C">{rows}</bpmn:collaboration>'


def file(*parts: str) -> bytes:
    return (HEAD + "".join(parts) + "</bpmn:definitions>").encode()


def one(*parts: Node | str, messages: Iterable[str] = (), also: Iterable[str] = ()) -> bytes:
    """A file with one pool `p`; `messages` need no key."""
    return file(pools("p"), process("p", *parts), *also, *[m if m.startswith("<") else message(m) for m in messages])
