"""The engine and an oracle that knows only the standard's words see the same, step for step, in random diagrams.

At every step they must show the same open tasks with the way to each, the same messages and clocks, the same nodes
passed. So no join opens too early or too late, and nothing goes on that was interrupted.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.process.engine import Unsupported

from .agreement import Move, prepared, walk
from .blocks import Plan
from .diagrams import plans

MOVES = st.builds(
    Move,
    st.sampled_from(["complete", "complete", "complete", "complete", "message", "time"]),
    st.integers(0, 9), st.booleans(), st.integers(1, 3),
)  # fmt: skip
WALKS = st.lists(st.lists(MOVES, min_size=12, max_size=40), min_size=3, max_size=4)
SHORT = settings(max_examples=80, suppress_health_check=list(HealthCheck))
LONG = settings(suppress_health_check=list(HealthCheck))

Walks = list[list[Move]]


def agree_and_end(plan: Plan, walks: Walks) -> None:
    """The diagram is accepted, all walks agree, and every one can be brought to its end."""
    layout, pool = prepared(plan)
    for moves in walks:
        walk(layout, pool, moves).to_the_end()


def agree(plan: Plan, walks: Walks) -> None:
    """All walks agree, also on where tokens stand for ever, unless the check refuses the diagram."""
    try:
        layout, pool = prepared(plan)
    except Unsupported:
        return
    for moves in walks:
        walk(layout, pool, moves)


@SHORT
@given(plans(), WALKS)
def test_diagrams_of_nested_blocks_agree_at_every_step_and_can_be_ended(plan: Plan, walks: Walks) -> None:
    agree_and_end(plan, walks)


@SHORT
@given(plans(depth=2, most_jumps=2), WALKS)
def test_diagrams_with_ways_across_their_blocks_agree_at_every_step(plan: Plan, walks: Walks) -> None:
    agree(plan, walks)


@pytest.mark.chaos
@LONG
@given(plans(), WALKS)
def test_many_diagrams_of_nested_blocks_agree_and_can_be_ended(plan: Plan, walks: Walks) -> None:
    agree_and_end(plan, walks)


@pytest.mark.chaos
@LONG
@given(plans(depth=2, most_jumps=3), WALKS)
def test_many_diagrams_with_ways_across_their_blocks_agree(plan: Plan, walks: Walks) -> None:
    agree(plan, walks)
