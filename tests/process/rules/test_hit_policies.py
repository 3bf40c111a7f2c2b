"""Hit policies with several outputs, as tables: the rules that hold for n = 3, and what each policy makes of them.

Outputs: a (best first: x, y), b (best first: 1, 2), c (no order). Every rule holds.
"""

from decimal import Decimal

import pytest

from services.process.rules.dmn import DmnError, parse_dmn
from tests.process.rules.models import decide, decision, model, table

ORDERED = (
    '<output name="a"><outputValues><text>"x", "y"</text></outputValues></output>',
    '<output name="b"><outputValues><text>1, 2</text></outputValues></output>',
    '<output name="c"/>',
)
#         n        a      b    c
RULES = (("&gt; 1", '"y"', "1", '"one"'), ("&gt; 2", '"x"', "2", '"two"'), ("-", '"x"', "1", '"three"'))
ONE, TWO, THREE = (
    {"a": a, "b": Decimal(b), "c": c} for a, b, c in (("y", 1, "one"), ("x", 2, "two"), ("x", 1, "three"))
)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("FIRST", ONE),
        ("PRIORITY", THREE),  # x before y, then 1 before 2
        ("RULE ORDER", [ONE, TWO, THREE]),
        ("OUTPUT ORDER", [THREE, TWO, ONE]),
        ("COLLECT", [ONE, TWO, THREE]),
        ('COLLECT" aggregation="COUNT', 3),
    ],
)
def test_several_outputs_make_contexts(policy, expected):
    assert decide(table(f'hitPolicy="{policy}"', *RULES, outputs=ORDERED), n=3) == expected


@pytest.mark.parametrize(
    ("policy", "sentence"), [("UNIQUE", "第 1、2、3 条同时成立"), ("ANY", "第 1、2、3 条结果不同")]
)
def test_what_must_not_be_guessed_is_an_error_with_the_rules_numbers(policy, sentence):
    with pytest.raises(DmnError, match=sentence):
        decide(table(f'hitPolicy="{policy}"', *RULES, outputs=ORDERED), n=3)


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY", "FIRST", "PRIORITY"])
def test_a_default_of_several_outputs_is_a_context(policy):
    outputs = tuple(
        column.replace("/>", "></output>").replace(
            "</output>", f"<defaultOutputEntry><text>{d}</text></defaultOutputEntry></output>"
        )
        for column, d in zip(ORDERED, ('"y"', "n", '"none"'), strict=True)
    )
    rules = [("&gt; 5", *rule[1:]) for rule in RULES]
    assert decide(table(f'hitPolicy="{policy}"', *rules, outputs=outputs), n=2) == {"a": "y", "b": 2, "c": "none"}


def test_the_order_of_outputs_may_stand_in_their_type():
    kind = (
        '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues><text>"gold", "silver"</text>'
        "</allowedValues></itemDefinition>"
    )
    logic = table('hitPolicy="PRIORITY"', ("-", '"silver"'), ("-", '"gold"'), outputs=('<output typeRef="tLevel"/>',))
    assert parse_dmn(model(kind, decision("D", logic))).decide("D", {"n": 1}) == "gold"


def test_an_output_of_another_type_than_its_column_says_is_null():
    logic = table(
        "", ("-", "1", '["x"]'), outputs=('<output name="a" typeRef="string"/>', '<output name="b" typeRef="string"/>')
    )
    assert decide(logic, n=1) == {"a": None, "b": "x"}


@pytest.mark.parametrize("orientation", ["Rule-as-Row", "Rule-as-Column", "CrossTable"])
def test_how_a_table_is_drawn_does_not_change_it(orientation):
    assert (
        decide(table(f'preferredOrientation="{orientation}" hitPolicy="FIRST"', *RULES, outputs=ORDERED), n=1) == THREE
    )


def test_columns_of_one_name_are_refused():
    with pytest.raises(DmnError, match="输出列的名称重复"):
        decide(table("", ("-", "1", "2"), outputs=('<output name="a"/>',) * 2), n=1)
