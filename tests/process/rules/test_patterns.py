"""The pattern machine finds what Python's own backtracking finds, without its temper."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from services.process.rules.limits import Meter
from services.process.rules.patterns import matcher

ATOMS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a)", "(?:ab)", "^", "$", "a|b", "(a|b)", r"\s"])


def combined(inner):
    plain = inner.filter(lambda text: "|" not in text)
    return st.one_of(
        st.tuples(plain, plain).map("".join),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,1}?", "*?", "+?", "??"])).map(
            lambda parts: f"(?:{parts[0]}){parts[1]}"
        ),
        inner.map(lambda text: f"(?:{text})"),
    )


PATTERNS = st.recursive(ATOMS, combined, max_leaves=6)


@settings(max_examples=500)
@given(PATTERNS, st.text(st.sampled_from("ab c\n"), max_size=12))
def test_it_finds_what_pythons_own_patterns_find(pattern, text):
    found = matcher(pattern, "").search(text, 0, Meter())
    # XPath's `.` stops at both line ends, and its `$` stands at the very end alone.
    expected = re.search(pattern.replace("$", r"\Z"), text)
    if re.search(r"[*+?}]\?", pattern):
        # Which way an unwilling repetition inside a loop goes first, XPath leaves open.
        assert (found is None) == (expected is None)
    else:
        assert (found[:2] if found else None) == (expected.span() if expected else None)


def test_groups_are_those_of_the_last_turn():
    found = matcher("(?:(a)|(b))+", "").search("ab", 0, Meter())
    assert found is not None
    assert found[2][2:] == (0, 1, 1, 2)


def test_the_time_of_a_search_grows_with_the_text_not_with_its_powers():
    steps = []
    for length in (100, 200, 400):
        meter = Meter()
        assert matcher("(x+x+)+y", "").search("x" * length, 0, meter) is None
        steps.append(meter.steps)
    assert steps[2] <= 4.5 * steps[0]
