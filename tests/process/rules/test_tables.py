"""Decision tables: every hit policy, and what is said where a table cannot decide."""

from decimal import Decimal

import pytest

from services.process.rules.dmn import DmnError, parse_dmn
from tests.process.rules.models import decide, decision, literal, model, table

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
        (table("", ("&gt; ，", "1")), "第 1 条规则，输入列“n”：.*全角标点"),
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


def test_numbers_of_a_table_are_exact():
    assert decide(table("", ("[0.1..0.3]", "n * 3")), n=Decimal("0.1")) == Decimal("0.3")


def test_the_functions_of_the_house_reach_into_cells():
    rule = table("", ("&lt; today()", "day of house()"))
    decisions = parse_dmn(model(decision("D", rule.replace("day of house", "now"))))
    assert decisions.decide("D", {"n": 1}, {"today": lambda: 2, "now": lambda: 7}) == 7
