"""Random plans, for hypothesis: blocks nested in blocks, and a few ways that keep to no block."""

from typing import Any

from hypothesis import strategies as st

from .blocks import Block, Call, Called, Choice, Edge, Fork, Jump, Loop, On, Plan, Race, Row, Scope, Stop, Task, Wait
from .model import Condition, Many

DAYS = st.integers(1, 5)
CONDITIONS = st.sampled_from([Condition((1,)), Condition((2,)), Condition((3,)), Condition((2, 3)), Condition()])
OVERLAPPING = st.sampled_from([*(Condition(picks) for picks in ((1, 2, 3), (1, 2), (1, 3), (2, 3))), Condition()])
SEVERAL = st.builds(
    Many,
    size=st.sampled_from([2, 3, 1, None]),
    sequential=st.booleans(),
    until=st.sampled_from([None, 1, 2, Condition()]),
)
MANY = st.sampled_from([False, False, True]).flatmap(lambda several: SEVERAL if several else st.none())
WAITS = st.builds(Wait, st.sampled_from(["message", "timer"]), DAYS)
STOPS = st.builds(Stop, CONDITIONS, st.sampled_from(["end", "terminate", "error"]))
JUMPS = st.builds(Jump, st.integers(0, 5), st.integers(0, 20), st.integers(0, 20), CONDITIONS)
SIMPLE = ("task", "task", "task", "wait", "call", "stop")
NESTED = ("row", "row", "choice", "some", "some", "fork", "fork", "loop", "race", "scope", "scope")

Draw = Any


def _block(draw: Draw, depth: int) -> Block:
    """A block with at most so many blocks inside one another."""
    kind = draw(st.sampled_from(SIMPLE if depth <= 0 else (*NESTED, *SIMPLE[:2])))
    match kind:
        case "task":
            return Task(draw(MANY), _edges(draw, 0))
        case "wait":
            return draw(WAITS)
        case "call":
            return Call(draw(st.integers(0, 1)), draw(MANY), _edges(draw, 0), draw(st.booleans()))
        case "stop":
            return Row((Task(), draw(STOPS)))
        case "row":
            return Row(_some(draw, depth, 2, 3))
        case "choice":
            ways = [(draw(CONDITIONS), _maybe(draw, depth - 1)) for _ in range(draw(st.integers(1, 2)))]
            return Choice(tuple(ways), _maybe(draw, depth - 1))
        case "some":
            ways = [(draw(OVERLAPPING), _maybe(draw, depth - 1)) for _ in range(draw(st.integers(2, 3)))]
            return Choice(tuple(ways), _maybe(draw, depth - 1), inclusive=True)
        case "fork":
            return Fork(tuple(_maybe(draw, depth - 1) for _ in range(draw(st.integers(2, 3)))))
        case "loop":
            return Loop(_block(draw, depth - 1))
        case "race":
            return Race(tuple((draw(WAITS), _maybe(draw, depth - 1)) for _ in range(2)))
        case _:
            return Scope(_block(draw, depth - 1), draw(MANY), _edges(draw, depth - 1), _handlers(draw, depth - 1))


def _some(draw: Draw, depth: int, least: int, most: int) -> tuple[Block, ...]:
    return tuple(_block(draw, depth - 1) for _ in range(draw(st.integers(least, most))))


def _maybe(draw: Draw, depth: int) -> Block:
    return _block(draw, depth) if draw(st.integers(0, 2)) else Row()


def _edges(draw: Draw, depth: int) -> tuple[Edge, ...]:
    return tuple(
        Edge(
            draw(st.sampled_from(["message", "timer", "cycle", "error"])), draw(st.booleans()),
            draw(st.sampled_from([Row(), Task()])) if depth <= 0 else _block(draw, depth - 1),
            draw(st.booleans()), draw(DAYS),
        )
        for _ in range(draw(st.sampled_from([0, 0, 1, 2])))
    )  # fmt: skip


def _handlers(draw: Draw, depth: int) -> tuple[On, ...]:
    number = draw(st.sampled_from([0, 0, 1, 2]))
    return tuple(On(_block(draw, min(depth, 1)), draw(st.booleans())) for _ in range(number))


@st.composite
def plans(draw: Draw, depth: int = 3, most_jumps: int = 0) -> Plan:
    """Whole diagrams. Without jumps they are made of blocks alone, and so every walk through them can be ended."""
    called = [
        Called(_block(draw, 1), _handlers(draw, 0), draw(st.booleans())) for _ in range(draw(st.integers(0, 2)))
    ]
    jumps = draw(st.lists(JUMPS, min_size=min(1, most_jumps), max_size=most_jumps))
    return Plan(Row(_some(draw, depth, 1, 3)), _handlers(draw, depth - 1), tuple(called), tuple(jumps))
