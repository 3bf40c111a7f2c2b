"""What the condition of a gateway costs once it has been compiled."""

import timeit
from time import process_time

from services.process.rules.feel import compile_expression

CONDITION = 'verdict = "agree" and count(opinions) > 2'
KNOWN = {"verdict": "agree", "opinions": ["agree", "agree", "return"]}


def microseconds(repeats: int = 2_000) -> float:
    """Of one evaluation; the best of seven runs, which the machine disturbed least."""
    condition = compile_expression(CONDITION)
    runs = timeit.repeat(lambda: condition.evaluate(KNOWN), timer=process_time, number=repeats, repeat=7)
    return min(runs) / repeats * 1_000_000
