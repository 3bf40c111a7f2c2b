"""Whatever stands in an expression, it gives a value or says what is wrong: nothing else ever comes out."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from services.process.rules.feel import FeelError, compile_expression, compile_unary
from services.process.rules.feel.functions import BUILTINS

NAMES = {"a": 1, "b": "甲", "c": [1, None, "x", [2]], "d": {"e": True, "f": {"g": 1}}, "n": None}
ATOMS = st.sampled_from(
    ["1", "0", "-2.5", '"甲"', '"a|b"', "true", "null", "a", "b", "c", "d", "n", "d.f", "[]", "{}", "[1..3]", "(2..x)",
     '@"9999-12-31T23:59:59-08:00"', 'date("-999999999-01-01")', '"(a)\\\\1"', "1E6144", "(> 5)",
     '@"P99999999999999999M"', 'date and time("999999999-12-31T23:59:59-18:00")', "function(x: date and time) x",
     '@"08:00:00@Asia/Shanghai"',
     '@"2021-11-10"', '@"2021-11-10T08:00:00Z"', '@"P1D"', '@"-P3M"', '@"08:00:00"', "function(x) x", "?", "item"]
)  # fmt: skip
SIGNS = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in", ".."])


def combined(inner):
    function = st.sampled_from(sorted(BUILTINS))
    return st.one_of(
        st.tuples(inner, SIGNS, inner).map(lambda parts: "({} {} {})".format(*parts)),
        st.tuples(function, st.lists(inner, max_size=4)).map(lambda parts: f"{parts[0]}({', '.join(parts[1])})"),
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.tuples(inner, inner).map(lambda parts: "{}[{}]".format(*parts)),
        st.tuples(inner, inner, inner).map(lambda parts: "if {} then {} else {}".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "for x in {} return {}".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "some x in {} satisfies {}".format(*parts)),
        st.tuples(inner, inner).map(lambda parts: "{{k: {}, l: {}}}.k".format(*parts)),
        st.tuples(inner, st.sampled_from(["year", "e", "start", "time offset", "days"])).map(".".join),
    )


@settings(max_examples=400, deadline=None)
@given(st.recursive(ATOMS, combined, max_leaves=12))
def test_a_random_expression_gives_a_value_or_a_feel_error(text):
    try:
        compile_expression(text).evaluate(NAMES)
    except FeelError as refused:
        assert refused.sentence


@settings(max_examples=150, deadline=None)
@given(st.recursive(ATOMS, combined, max_leaves=6), ATOMS)
def test_a_random_cell_holds_or_does_not_or_cannot_be_said(text, value):
    try:
        tested = compile_expression(value).evaluate(NAMES)
        assert compile_unary(text).matches(tested, NAMES) in (True, False, None)
    except FeelError as refused:
        assert refused.sentence


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(list("()[]{}.,:\"'@-+*/<>=? \\")), max_size=40)
)
def test_random_characters_give_a_value_or_a_feel_error(text):
    for compile_text in (compile_expression, compile_unary):
        try:
            compiled = compile_text(text)
            compiled.evaluate({}) if hasattr(compiled, "evaluate") else compiled.matches(1, {})
        except FeelError as refused:
            assert refused.line >= 1


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.sampled_from(list("ab()[]{}|*+?.^$\\dpLi-1,")), max_size=20),
    st.text(st.sampled_from("ab1"), max_size=20),
)
def test_a_random_pattern_never_escapes(pattern, text):
    expression = compile_expression('[matches(t, p), replace(t, p, "$1"), split(t, p), extract(t, p)]')
    expression.evaluate({"t": text, "p": pattern})


ROWS = [
    line.split(" => ")[0].strip()
    for table in sorted(Path(__file__).with_name("standard").glob("*.txt"))
    for line in table.read_text(encoding="utf-8").splitlines()
    if " => " in line
]
SLIPS = st.sampled_from(
    [*"()[]{}\"@.,:<>=!?+-*/\\ ab1，；“\n＝", "..", "if ", "then ", "for ", "in ", "return ", "and ", "function(",
     "instance of ", "not(", "external ", "/*", "//", '"\\u12', "item", ""]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(ROWS), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 4), SLIPS), min_size=1, max_size=4))
def test_a_slip_of_the_pen_gives_a_value_or_a_feel_error(text, slips):
    for place, left_out, put_in in slips:
        text = text[:place] + put_in + text[place + left_out :]
    for compile_text in (compile_expression, compile_unary):
        try:
            compiled = compile_text(text)
            compiled.evaluate({}) if hasattr(compiled, "evaluate") else compiled.matches(1, {})
        except FeelError as refused:
            assert refused.sentence
            assert min(refused.line, refused.column) >= 1
