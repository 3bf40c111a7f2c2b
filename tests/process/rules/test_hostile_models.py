"""Files of strangers as decision models: refused with a sentence or decided in time, never an accident."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.foundation.errors import Faulty
from services.process.rules.dmn import DmnError, parse_dmn, warnings
from services.process.rules.errors import FeelTooLarge
from tests.process.rules.models import HEAD, decision, literal, model, needs, table

MODELS = [path.read_bytes() for path in sorted((Path(__file__).parent / "dmn").glob("*.dmn"))]
PIECES = [
    b"<text>", b"</text>", b"<rule>", b"</rule>", b"<decision>", b"&#x41;", b"&amp;", b"&lt;", b"&nothing;", b"\x00",
    b"\xff", b'typeRef="tree"', b'href="#"', b"<![CDATA[", b"]]>", b"<!-- ", b" -->", b"<?x?>", b"[", b"(" * 50,
    b"<list>" * 30,
    b'isCollection="true"', b'name=""', b"<import/>", b'hitPolicy="ANY"', b"<for>", b"xmlns:a=", b"1..2",
    b"\xef\xbc\x8c",
]  # fmt: skip


def survives(raw):
    """A model is read, asked and looked at; only sentences of ours may come of it."""
    try:
        decisions = parse_dmn(raw, strict=False, others=MODELS)
        warnings(decisions)
    except DmnError:
        return
    for identity in decisions.ids:
        try:
            decisions.decide(identity, {})
        except Faulty:
            continue


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(MODELS), st.lists(st.tuples(st.integers(0, 6000), st.integers(0, 40), st.sampled_from(PIECES))))
def test_a_model_cut_and_patched_anywhere_never_makes_an_accident(raw, cuts):
    for place, length, piece in cuts[:6]:
        place %= len(raw)
        raw = raw[:place] + piece + raw[place + length :]
    survives(raw)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_of_any_kind_never_make_an_accident(raw):
    survives(raw)
    survives(HEAD.encode() + raw + b"</definitions>")


@pytest.mark.parametrize(
    "raw",
    [
        model(table("", *[("-", "1")] * 5_001)).replace(b"<decisionTable", b'<decision id="d" name="d"><decisionTable')
        .replace(b"</decisionTable>", b"</decisionTable></decision>"),
        HEAD.encode() + b"<a/>" * 200_001 + b"</definitions>",
        model('<itemDefinition name="a"><typeRef>b</typeRef></itemDefinition>'
              '<itemDefinition name="b"><typeRef>a</typeRef></itemDefinition>'),
    ],
    ids=["rules", "elements", "types that are each other"],
)  # fmt: skip
def test_what_is_too_large_or_goes_round_is_refused_in_time(raw):
    begun = time.perf_counter()
    with pytest.raises(DmnError, match=r"过大|循环"):
        parse_dmn(raw)
    assert time.perf_counter() - begun < 5


def test_a_type_of_types_beyond_count_does_not_grow():
    types = "".join(
        f'<itemDefinition name="t{n}"><itemComponent name="a"><typeRef>t{n + 1}</typeRef></itemComponent>'
        f'<itemComponent name="b"><typeRef>t{n + 1}</typeRef></itemComponent></itemDefinition>'
        for n in range(200)
    )
    assert parse_dmn(model(types, decision("A", literal("{a: 1}"), "", "t0")), strict=False).decide("A", {}) is None


@pytest.mark.parametrize(
    "logic",
    [
        f'<for iteratorVariable="i"><in>{literal("1..100000")}</in><return>{literal("count(partial)")}</return></for>',
        f'<some iteratorVariable="i"><in>{literal("1..1000000000")}</in>'
        f"<satisfies>{literal('i &lt; 0')}</satisfies></some>",
        table("", *[("count(for i in 1..1000 return i) = n", "1")] * 500),
    ],
    ids=["for", "some", "table"],
)
def test_a_decision_that_would_not_end_is_stopped(logic):
    begun = time.perf_counter()
    with pytest.raises((DmnError, FeelTooLarge), match=r"停止|过长"):
        parse_dmn(model(decision("D", logic))).decide("D", {"n": 1})
    assert time.perf_counter() - begun < 10


def test_services_that_ask_each_other_without_end_are_stopped():
    service = '<decisionService id="s" name="S"><outputDecision href="#d_A"/></decisionService>'
    link = needs("s", "knowledgeRequirement", "requiredKnowledge")
    with pytest.raises(DmnError, match="循环"):
        parse_dmn(model(service, decision("A", literal("S()"), link)))
    loose = parse_dmn(model(service, decision("A", literal("S()"), link)), strict=False)
    with pytest.raises((DmnError, FeelTooLarge), match=r"停止|循环"):
        loose.decide("A", {})
