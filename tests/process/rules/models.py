"""Small DMN models as text, for tests."""

from services.process.rules.dmn import parse_dmn

HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="n">'


def model(*parts):
    return f"{HEAD}{''.join(parts)}</definitions>".encode()


def decision(name, logic, requires="", type_ref=""):
    variable = f'<variable name="{name}"{f" typeRef={chr(34)}{type_ref}{chr(34)}" if type_ref else ""}/>'
    return f'<decision id="d_{name}" name="{name}">{variable}{requires}{logic}</decision>'


def literal(text):
    return f"<literalExpression><text>{text}</text></literalExpression>"


def needs(identity, kind="informationRequirement", link="requiredDecision"):
    return f'<{kind}><{link} href="#{identity}"/></{kind}>'


def table(policy, *rules, outputs=('<output id="o"/>',), inputs=("n",)):
    columns = "".join(f"<input><inputExpression><text>{text}</text></inputExpression></input>" for text in inputs)
    rows = "".join(
        "<rule>"
        + "".join(f"<inputEntry><text>{cell}</text></inputEntry>" for cell in rule[: len(inputs)])
        + "".join(f"<outputEntry><text>{cell}</text></outputEntry>" for cell in rule[len(inputs) :])
        + "</rule>"
        for rule in rules
    )
    return f'<decisionTable id="t" {policy}>{columns}{"".join(outputs)}{rows}</decisionTable>'


def decide(logic, **names):
    return parse_dmn(model(decision("D", logic))).decide("d_D", names)
