"""What a gateway costs."""

import timeit

from services.process.rules.feel import compile_expression


def test_a_gateway_condition_is_decided_within_20_microseconds():
    condition = compile_expression('verdict = "agree" and count(list) > 2')
    known = {"verdict": "agree", "list": [1, 2, 3]}
    best = min(timeit.repeat(lambda: condition.evaluate(known), number=2_000, repeat=5)) / 2_000
    assert best * 1_000_000 <= 20


def test_a_text_is_compiled_once():
    assert compile_expression("a + 1") is compile_expression("a + 1", ["b"])
