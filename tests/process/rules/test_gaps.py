"""What a designer is told of a table: rules that hold together, inputs for which none does, each with an example."""

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.process.rules.dmn import DmnError, parse_dmn, warnings
from services.process.rules.feel import compile_expression
from tests.process.rules.models import decision, model, needs, table


def told(policy, *rules, inputs=("n",), outputs=('<output id="o"/>',), before=(), requires=""):
    logic = table(f'hitPolicy="{policy}"', *rules, inputs=inputs, outputs=outputs)
    return [remark.sentence for remark in warnings(parse_dmn(model(*before, decision("D", logic, requires))))]


@pytest.mark.parametrize(
    ("policy", "rules", "said"),
    [
        ("UNIQUE", [("&lt; 60", "1"), ("[60..90)", "2"), ("&gt;= 90", "3")], []),
        ("UNIQUE", [("&lt;= 59", "1"), ("&gt;= 60", "2")], ["没有规则适用的情形，例如：n = 59.5；"]),
        (
            "UNIQUE",
            [("&lt;= 60", "1"), ("&gt;= 60", "2")],
            ["第 1、2 条规则会同时成立，例如：n = 60；每次只应有一条成立"],
        ),
        ("UNIQUE", [("-", "1"), ("-", "2")], ["第 1、2 条规则会同时成立，例如：任何输入；"]),
        ("ANY", [("&lt;= 60", "1"), ("&gt;= 60", "1")], []),
        ("ANY", [("&lt;= 60", "1"), ("&gt;= 60", "2")], ["例如：n = 60；同时成立的规则结果应当一致"]),
        ("ANY", [("&lt;= 60", "n"), ("&gt;= 60", "60")], []),
        ("FIRST", [("&lt; 60", "1"), ("&lt; 90", "2")], ["没有规则适用的情形，例如：n = 90；"]),
        ("FIRST", [("&lt; 60", "1"), ("-", "2")], []),
        ("COLLECT", [("&lt; 60", "1"), ("&lt; 30", "2")], []),
        ("RULE ORDER", [("&lt; 60", "1"), ("&lt; 30", "2")], []),
        ("UNIQUE", [("true", "1")], ["例如：n = false；"]),
        ("UNIQUE", [("true", "1"), ("not(true)", "2")], []),
        ("UNIQUE", [('"a"', "1"), ('"b", "c"', "2")], []),
        ("UNIQUE", [('"a", "b"', "1"), ('"b", "c"', "2")], ['例如：n = "b"；每次']),
        ("UNIQUE", [('not("a")', "1"), ('not("b")', "2")], ['会同时成立，例如：n = "其他"']),
        ("UNIQUE", [('not("a")', "1"), ('"b"', "2")], ['例如：n = "b"；每次', '没有规则适用的情形，例如：n = "a"']),
        (
            "UNIQUE",
            [('&lt; @"2026-04-01"', "1"), ('&gt; @"2026-04-01"', "2")],
            ["没有规则适用的情形，例如：n = 2026-04-01"],
        ),
        ("UNIQUE", [('&lt; @"2026-04-01"', "1"), ('&gt;= date("2026-04-01")', "2")], []),
        ("UNIQUE", [('&lt; @"P3Y"', "1"), ('&gt;= @"P3Y"', "2")], []),
    ],
)
def test_overlaps_and_gaps_are_told_with_an_example(policy, rules, said):
    found = told(policy, *rules)
    assert len(found) == len(said), found
    assert all(part in sentence for part, sentence in zip(said, found, strict=True)), found


@pytest.mark.parametrize(
    ("rules", "inputs"),
    [
        ([("&lt; limit", "1"), ("&gt; limit", "2")], ("n",)),  # a limit that only the year knows
        ([("&lt; 5", "1"), ("&gt; limit", "2"), ("[5..9]", "3")], ("n",)),
        ([("n &gt; 5", "1"), ("?&gt; 3", "2")], ("n",)),
        ([("0", "1"), ("&gt; 0", "2")], ("count(n)",)),  # nothing is counted less than nothing
        ([("&lt; 3", "1"), ("&gt; 5", "2")], ("n * 2",)),
        ([("0", "1"), ("1", "2")], ("n - n",)),
        ([("[1..6]", "1"), ("[7..12]", "2")], ("n.month",)),
        ([("&lt; 5", "true", "1"), ("&gt;= 5", "false", "2")], ("n", "n &lt; 5")),  # one follows from the other
        ([("&lt; 5", "-", "1"), ("-", "&gt;= 5", "2")], ("n", "n")),
        ([("-", "1")], ("n",)),
        ([('"a"', "1"), ("5", "2")], ("n",)),
    ],
)
def test_what_cannot_be_followed_is_not_spoken_of(rules, inputs):
    assert told("UNIQUE", *rules, inputs=inputs) == []


def test_a_decision_asked_for_has_only_the_values_it_can_have():
    made = decision("Grade", "<literalExpression><text>if n &gt; 5 then 1 else 2</text></literalExpression>")
    rules = [("1", "1"), ("2", "2")]
    assert told("UNIQUE", *rules, inputs=("Grade",), before=[made], requires=needs("d_Grade")) == []
    assert len(told("UNIQUE", *rules, inputs=("n",))) == 1


def test_allowed_values_and_defaults_leave_no_gap():
    default = "<output><defaultOutputEntry><text>0</text></defaultOutputEntry></output>"
    assert told("UNIQUE", ("[0..60)", "1"), outputs=(default,)) == []
    logic = table("", ("[0..60)", "1"), ("[60..100]", "2"))
    allowed = "</inputExpression><inputValues><text>[0..100]</text></inputValues>"
    assert len(warnings(parse_dmn(model(decision("D", logic))))) == 1
    assert warnings(parse_dmn(model(decision("D", logic.replace("</inputExpression>", allowed))))) == []
    typed = (
        '<itemDefinition name="t"><typeRef>number</typeRef><allowedValues><text>[0..100]</text></allowedValues>'
        "</itemDefinition>"
    )
    assert (
        warnings(
            parse_dmn(model(typed, decision("D", logic.replace("<inputExpression>", '<inputExpression typeRef="t">'))))
        )
        == []
    )


CELLS = st.sampled_from(
    ["-", "1", "2", "1, 3", "&lt; 2", "&gt;= 2", "[1..3)", "]1..3]", "not(2)", "not(1, &gt; 2)", "&gt; m"]
)
ROWS = st.lists(st.tuples(CELLS, st.sampled_from(["-", "true", "false"]), CELLS, st.just("1")), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_every_example_is_so_and_none_is_missed_that_cells_of_literals_show(rows):
    logic = table("", *rows, inputs=("a", "b", "c"))
    decisions = parse_dmn(model(decision("D", logic)))
    found = [remark.sentence for remark in warnings(decisions)]
    for sentence in found:
        facts = {"m": Decimal(2), "a": Decimal(1), "b": True, "c": Decimal(1)}
        example = sentence.split("例如：")[1].split("；")[0]
        facts |= {
            key: compile_expression(text).evaluate({}) for key, text in re.findall(r"([abc]) = ([\w.-]+)", example)
        }
        if "同时成立" in sentence:
            with pytest.raises(DmnError, match="同时成立"):
                decisions.decide("D", facts)
        else:
            assert decisions.decide("D", facts) is None
    if not any("&gt; m" in cell for row in rows for cell in row):
        assert bool(found) == _brute(decisions)


def _brute(decisions):
    """Whether any of many inputs meets two rules or none."""
    numbers = [Decimal(n) / 2 for n in range(9)]
    for facts in ({"a": a, "b": b, "c": c} for a in numbers for b in (True, False) for c in numbers):
        try:
            if decisions.decide("D", facts) is None:
                return True
        except DmnError:
            return True
    return False


@pytest.mark.parametrize(
    ("rules", "inputs"),
    [
        ([(f"{n}", f"{n * 7 % 400}", f"{n * 13 % 400}", "1") for n in range(400)], "abc"),
        ([(*(f"not({(n + m) % 190})" for m in range(20)), "1") for n in range(190)], "abcdefghijklmnopqrst"),
        ([(*("-" if n != m else f"&gt; {n}" for m in range(24)), "1") for n in range(24)], "abcdefghijklmnopqrstuvwx"),
        ([("&gt; 1", "1")] * 5_000, "a"),
        ([("&gt; 1",) * 3_000 + ("1",)], [f"n{n}" for n in range(3_000)]),
    ],
    ids=["many values", "many samples", "many combinations", "many rules", "many columns"],
)
def test_a_table_too_large_to_look_at_is_passed_by_in_time(rules, inputs):
    decisions = parse_dmn(model(decision("D", table("", *rules, inputs=inputs))))
    begun = time.perf_counter()
    assert len(warnings(decisions)) <= 6
    assert time.perf_counter() - begun < 5
