"""Decision tables with every hit policy, the graphs they form, and files of strangers."""

from decimal import Decimal

import pytest

from services.process.rules.dmn import DmnError, parse_dmn
from services.process.rules.errors import FeelTooLarge

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


ORDERED = '<output><outputValues><text>"gold", "silver", "bronze"</text></outputValues></output>'
RULES = (("&gt; 1", '"bronze"'), ("&gt; 2", '"gold"'), ("&gt; 3", '"silver"'))


@pytest.mark.parametrize(
    ("policy", "number", "expected"),
    [
        ("", 2, "bronze"),
        ('hitPolicy="UNIQUE"', 1, None),
        ('hitPolicy="FIRST"', 9, "bronze"),
        ('hitPolicy="PRIORITY"', 9, "gold"),
        ('hitPolicy="RULE ORDER"', 9, ["bronze", "gold", "silver"]),
        ('hitPolicy="OUTPUT ORDER"', 9, ["gold", "silver", "bronze"]),
        ('hitPolicy="COLLECT"', 3, ["bronze", "gold"]),
        ('hitPolicy="COLLECT"', 0, None),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 9, 3),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 0, 0),
    ],
)
def test_every_hit_policy_answers_in_its_own_way(policy, number, expected):
    assert decide(table(policy, *RULES, outputs=(ORDERED,)), n=number) == expected


@pytest.mark.parametrize(("aggregation", "expected"), [("SUM", 60), ("MIN", 10), ("MAX", 30)])
def test_collected_numbers_are_aggregated(aggregation, expected):
    rules = (("-", "10"), ("-", "20"), ("-", "30"))
    assert decide(table(f'hitPolicy="COLLECT" aggregation="{aggregation}"', *rules), n=1) == expected


def test_two_rules_of_a_unique_table_are_an_error_that_names_them():
    with pytest.raises(DmnError, match="第 1、3 条同时成立") as caught:
        decide(table('hitPolicy="UNIQUE"', ("&gt; 1", "1"), ("&lt; 0", "2"), ("&gt; 2", "1")), n=3)
    assert caught.value.element == "t"


def test_rules_of_an_any_table_must_agree():
    same = (("&gt; 1", "7"), ("&gt; 2", "7"))
    assert decide(table('hitPolicy="ANY"', *same), n=3) == 7
    with pytest.raises(DmnError, match="第 1、2、3 条结果不同"):
        decide(table('hitPolicy="ANY"', *same, ("&gt; 0", "8")), n=3)


def test_a_default_stands_where_no_rule_holds():
    columns = (
        '<output name="a"><defaultOutputEntry><text>1</text></defaultOutputEntry></output>',
        '<output name="b"/>',
    )
    rules = [("&gt; 9", "5", "6")]
    assert decide(table("", *rules, outputs=columns), n=1) == {"a": 1, "b": None}
    assert decide(table("", *rules, outputs=columns), n=10) == {"a": 5, "b": 6}
    assert decide(table('hitPolicy="COLLECT"', *rules, outputs=columns), n=1) == [{"a": 1, "b": None}]


def test_priority_of_several_outputs_goes_column_by_column():
    columns = (
        '<output name="a"><outputValues><text>"x", "y"</text></outputValues></output>',
        '<output name="b"><outputValues><text>1, 2</text></outputValues></output>',
    )
    rules = (("-", '"y"', "1"), ("-", '"x"', "2"), ("-", '"x"', "1"))
    assert decide(table('hitPolicy="PRIORITY"', *rules, outputs=columns), n=0) == {"a": "x", "b": 1}


def test_a_value_outside_the_allowed_ones_is_an_error():
    with pytest.raises(DmnError, match="第 1 条规则的输出"):
        decide(table("", ("-", '"iron"'), outputs=(ORDERED,)), n=0)
    checked = table("", ("-", "1")).replace(
        "</inputExpression>", "</inputExpression><inputValues><text>[0..5]</text></inputValues>"
    )
    assert decide(checked, n=5) == 1
    with pytest.raises(DmnError, match="输入“n”的值 6 不在允许的取值之内"):
        decide(checked, n=6)


def test_a_value_of_another_type_than_the_column_says_is_an_error():
    typed = table("", ("-", "1")).replace("<inputExpression>", '<inputExpression typeRef="string">')
    assert decide(typed, n="5") == 1
    assert decide(typed, n=None) == 1
    with pytest.raises(DmnError, match="输入“n”的值 5 不是 string 类型"):
        decide(typed, n=5)


@pytest.mark.parametrize(
    ("logic", "sentence"),
    [
        (table('hitPolicy="LAST"', ("-", "1")), "未知的命中策略"),
        (table("", ("-",)), "第 1 条规则的单元格数与列数不符"),
        (table("", ("-", "1")).replace("<output ", "<nothing "), "没有输出列"),
        (table("", ("&gt; ，", "1")), "第 1 条规则：.*全角标点"),
        (table('hitPolicy="PRIORITY"', ("-", "1")), "先后次序"),
        (
            table('hitPolicy="COLLECT" aggregation="SUM"', ("-", "1", "2"), outputs=('<output name="a"/>',) * 2),
            "一个输出列",
        ),
        (literal("1 +"), "不完整"),
        (literal(""), "表达式为空"),
        (
            "<pmml/>" + literal("1").replace("literalExpression>", 'literalExpression expressionLanguage="java">', 1),
            "FEEL",
        ),
    ],
)
def test_a_model_that_cannot_decide_is_refused_when_it_is_read(logic, sentence):
    with pytest.raises(DmnError, match=sentence):
        parse_dmn(model(decision("D", logic)))


def test_all_problems_of_a_model_can_be_listed_and_the_rest_still_decides():
    decisions = parse_dmn(model(decision("A", literal("1 +")), decision("B", literal("2"))), strict=False)
    assert [problem.element for problem in decisions.problems] == ["d_A"]
    assert decisions.decide("B", {}) == 2
    with pytest.raises(DmnError):
        decisions.decide("A", {})


def test_a_decision_sees_what_it_requires_and_what_the_host_knows():
    xml = model(
        '<inputData id="i" name="基数"><variable name="基数" typeRef="number"/></inputData>',
        decision("Twice", literal("基数 * 2"), needs("i", link="requiredInput")),
        decision(
            "Sum Of All",
            literal("Twice + 基数 + parameters.bonus"),
            needs("d_Twice") + needs("i", link="requiredInput"),
        ),
        decision("Blind", literal("Twice")),
    )
    decisions = parse_dmn(xml)
    known = {"基数": 5, "parameters": {"bonus": 1}}
    assert decisions.ids == ["d_Twice", "d_Sum Of All", "d_Blind"]
    assert decisions.decide("Sum Of All", known.get) == 16
    assert decisions.decide("Blind", known) is None
    assert decisions.decide("Twice", {"基数": "five"}) is None


def test_a_required_decision_is_made_once():
    asked = []
    xml = model(
        decision("A", literal("n")),
        decision("B", literal("A + A"), needs("d_A")),
        decision("C", literal("A + B"), needs("d_A") + needs("d_B")),
    )
    assert parse_dmn(xml).decide("C", lambda name: asked.append(name) or 1) == 3
    assert asked == ["n"]


def test_a_business_knowledge_model_is_a_function():
    knowledge = (
        '<businessKnowledgeModel id="k" name="grade of"><variable name="grade of"/><encapsulatedLogic>'
        '<formalParameter name="score" typeRef="number"/>'
        + table("", ("&gt;= 90", '"优"'), ("&lt; 90", '"良"'), inputs=("score",))
        + "</encapsulatedLogic></businessKnowledgeModel>"
    )
    link = needs("k", "knowledgeRequirement", "requiredKnowledge")
    call = (
        "<invocation><literalExpression><text>grade of</text></literalExpression>"
        '<binding><parameter name="score"/><literalExpression><text>n</text></literalExpression></binding></invocation>'
    )
    xml = model(knowledge, decision("A", literal("grade of(n)"), link), decision("B", call, link))
    assert parse_dmn(xml).decide("A", {"n": 95}) == "优"
    assert parse_dmn(xml).decide("B", {"n": 80}) == "良"


def test_a_knowledge_model_that_calls_itself_without_end_is_stopped():
    recursive = (
        '<businessKnowledgeModel id="k" name="f"><encapsulatedLogic><formalParameter name="x"/>{}</encapsulatedLogic>'
        '<knowledgeRequirement><requiredKnowledge href="#k"/></knowledgeRequirement></businessKnowledgeModel>'
    )
    link = needs("k", "knowledgeRequirement", "requiredKnowledge")
    for body in ("f(x)", "f(x) + f(x)"):
        xml = model(recursive.format(literal(body)), decision("A", literal("f(1)"), link))
        with pytest.raises((DmnError, FeelTooLarge), match="停止计算"):
            parse_dmn(xml).decide("A", {})
    finite = recursive.format(literal("if x = 0 then 0 else x + f(x - 1)"))
    assert parse_dmn(model(finite, decision("A", literal("f(9)"), link))).decide("A", {}) == 45


ENTRY = '<contextEntry><variable name="{}"/>{}</contextEntry>'
SATISFIES = f"<satisfies>{literal('i &gt; n')}</satisfies>"
ONE_AND_FIVE = f"<in>{literal('[1, 5]')}</in>"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (f"<context>{ENTRY.format('a', literal('2'))}<contextEntry>{literal('a * n')}</contextEntry></context>", 6),
        (
            f"<context>{ENTRY.format('a', literal('n'))}{ENTRY.format('b', literal('a + 1'))}</context>",
            {"a": 3, "b": 4},
        ),
        (f"<list>{literal('1')}{literal('n')}</list>", [1, 3]),
        (
            f'<relation><column name="x"/><column name="y"/><row>{literal("1")}{literal("n")}</row></relation>',
            [{"x": 1, "y": 3}],
        ),
        (
            f"<conditional><if>{literal('n = 3')}</if><then>{literal('1')}</then><else>{literal('2')}</else>"
            "</conditional>",
            1,
        ),
        (f"<filter>{ONE_AND_FIVE}<match>{literal('item &gt; n')}</match></filter>", [5]),
        (
            f'<for iteratorVariable="i"><in>{literal("[1..n]")}</in><return>{literal("i * i")}</return></for>',
            [1, 4, 9],
        ),
        (f'<some iteratorVariable="i">{ONE_AND_FIVE}{SATISFIES}</some>', True),
        (f'<every iteratorVariable="i">{ONE_AND_FIVE}{SATISFIES}</every>', False),
    ],
)
def test_boxed_expressions_of_every_kind(box, expected):
    assert decide(box, n=3) == expected


def test_a_result_is_made_to_fit_its_type():
    definition = (
        '<itemDefinition name="tGrade"><typeRef>string</typeRef><allowedValues><text>"优", "良"</text></allowedValues>'
        '</itemDefinition><itemDefinition name="tGrades" isCollection="true"><typeRef>tGrade</typeRef></itemDefinition>'
        '<itemDefinition name="tCase"><itemComponent name="grade"><typeRef>tGrade</typeRef></itemComponent>'
        "</itemDefinition>"
    )

    def typed(text, type_ref):
        return parse_dmn(model(definition, decision("A", literal(text), "", type_ref))).decide("A", {})

    assert typed('"优"', "tGrade") == "优"
    assert typed('"差"', "tGrade") is None
    assert typed('["优"]', "tGrade") == "优"
    assert typed('"优"', "tGrades") == ["优"]
    assert typed('{grade: "优"}', "tCase") == {"grade": "优"}
    assert typed('{grade: "差"}', "tCase") is None
    assert typed("{}", "tCase") is None
    assert typed("1", "string") is None


def test_decisions_that_depend_on_each_other_are_refused():
    with pytest.raises(DmnError, match="循环"):
        parse_dmn(model(decision("A", literal("B"), needs("d_B")), decision("B", literal("A"), needs("d_A"))))


def test_a_link_to_nowhere_is_refused():
    with pytest.raises(DmnError, match="不存在"):
        parse_dmn(model(decision("A", literal("1"), needs("gone"))))


def test_a_decision_nobody_knows_is_an_error():
    with pytest.raises(DmnError, match="没有名为"):
        parse_dmn(model()).decide("A", {})


def test_a_decision_service_answers_from_what_it_is_given():
    xml = model(
        decision("A", literal("n")),
        decision("B", literal("A + 1"), needs("d_A")),
        '<decisionService id="s" name="S"><outputDecision href="#d_B"/><inputDecision href="#d_A"/></decisionService>',
    )
    assert parse_dmn(xml).serve("S", {"A": 41}) == 42


@pytest.mark.parametrize(
    "xml",
    [
        b"not xml",
        b"",
        b"<definitions/>",
        b'<!DOCTYPE d [<!ENTITY a "b">]>' + model(),
        b'<!DOCTYPE d SYSTEM "http://127.0.0.1/x">' + model(),
        ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d [<!ENTITY a "b">]>' + model().decode()).encode("utf-16"),
        b"<a>" * 100_000,
        HEAD.encode() + b" " * 5_000_001 + b"</definitions>",
    ],
)
def test_files_of_strangers_are_refused(xml):
    with pytest.raises(DmnError):
        parse_dmn(xml)


def test_numbers_of_a_table_are_exact():
    assert decide(table("", ("[0.1..0.3]", "n * 3")), n=Decimal("0.1")) == Decimal("0.3")


def test_the_functions_of_the_house_reach_into_cells():
    rule = table("", ("&lt; today()", "day of house()"))
    decisions = parse_dmn(model(decision("D", rule.replace("day of house", "now"))))
    assert decisions.decide("D", {"n": 1}, {"today": lambda: 2, "now": lambda: 7}) == 7
