"""Small diagrams on which a wrong engine and the oracle part; each is named after the mistake that it would show.

Written down so that they are played every time, whatever is drawn at random.
"""

import pytest

from .agreement import Move, prepared, walk
from .blocks import Block, Call, Called, Choice, Edge, Fork, Jump, Loop, On, Plan, Race, Row, Scope, Stop, Task, Wait
from .model import Condition, Many

ALWAYS, FIRST, SECOND, AGAIN = Condition((1, 2, 3)), Condition((1,)), Condition((2,)), Condition()


def row(*blocks: Block) -> Row:
    return Row(blocks)


def complete(which: int = 0, again: bool = False, pick: int = 1) -> Move:
    return Move("complete", which, again, pick)


MESSAGE, DAYS = Move("message"), Move("time", 5)
BESIDE = Task(edges=(Edge("message", interrupts=False, back=True),))
"""A task; each message sends a token more on the way behind it."""

EXAMPLES: dict[str, tuple[Plan, list[Move]]] = {
    "in the second round a join counts arrivals of the first": (
        Plan(Loop(Fork((Task(), Task())))),
        [complete(1), complete(0), complete(0, again=True), complete(0), complete(0)],
    ),
    "a second token through a fork takes away the tasks of the first": (
        Plan(row(BESIDE, Fork((Task(), Task())))),
        [MESSAGE, complete(0), complete(0), complete(0), complete(0)],
    ),
    "an inclusive join fires while its fork is being left": (
        Plan(row(Choice(((ALWAYS, Row()), (ALWAYS, Task())), Row(), inclusive=True), Task())),
        [complete()],
    ),
    "an inclusive join waits for a token that can come to its filled flow as well": (
        Plan(row(BESIDE, Choice(((FIRST, Task()), (SECOND, Task())), Row(), inclusive=True), Task())),
        [MESSAGE, complete(1)],
    ),
    "an inclusive join does not wait for a branch that was taken": (
        Plan(row(Choice(((ALWAYS, Task()), (ALWAYS, Task())), Task(), inclusive=True), Task())),
        [complete()],
    ),
    "of two ways whose conditions hold the later one is taken": (
        Plan(Choice(((ALWAYS, Task()), (ALWAYS, Row())), Row())),
        [complete()],
    ),
    "a way back out of one parallel branch leaves a token standing for ever": (
        Plan(Fork((Task(), Task())), jumps=(Jump(0, 3, 0, AGAIN),)),
        [complete(0), complete(0), complete(0, again=True), complete(0), complete(0), complete(0), complete(0)],
    ),
    "a message at the edge is heard once only": (
        Plan(Task(edges=(Edge("message", interrupts=False, body=Task(), back=False),))),
        [MESSAGE, MESSAGE, complete(0)],
    ),
    "reminders disappear with the task they remind of": (
        Plan(row(Task(edges=(Edge("cycle", body=Task(), back=False),)), Task())),
        [DAYS, complete(0), complete(0)],
    ),
    "an event sub-process inside a sub-process is deaf": (
        Plan(Scope(Task(), handlers=(On(Task(), interrupts=True), On(Task())))),
        [Move("message", 1), Move("message", 0), Move("message", 1)],
    ),
    "an interrupted scope goes on listening": (
        Plan(Scope(Task(), handlers=(On(Task(), interrupts=True), On(Task(), interrupts=True)))),
        [MESSAGE, MESSAGE, MESSAGE],
    ),
    "several instances share what one of them wrote": (
        Plan(Scope(row(Task(), Choice(((AGAIN, Task()),), Row())), Many(2, sequential=False))),
        [complete(0, again=True), complete(1)],
    ),
    "the second round of a multi-instance scope interrupted in the first": (
        Plan(Loop(Scope(row(Task(), Task()), Many(3, True, 2), (Edge("message"),)))),
        [complete(), complete(), MESSAGE, complete(0, again=True), complete(), complete(), complete(), complete()],
    ),
    "an error leaves one instance and ends them all": (
        Plan(Scope(row(Task(), Stop(AGAIN, "error")), Many(3, False), (Edge("error", body=Task()),))),
        [complete(1), complete(0, again=True)],
    ),
    "a terminate end ends one instance and no other": (
        Plan(Scope(Fork((Task(), row(Task(), Stop(AGAIN, "terminate")))), Many(2, False))),
        [complete(2, again=True), complete(0)],
    ),
    "two clocks behind one gateway are due together": (
        Plan(Race(((Wait("timer", 1), Task()), (Wait("timer", 3), Row())))),
        [Move("time", 4), complete(0)],
    ),
    "of two clocks that are late the earlier one interrupts": (
        Plan(Task(edges=(Edge("timer", body=Task(), days=4), Edge("timer", days=2)))),
        [DAYS],
    ),
    "a cycle and an interrupting clock are due at one moment": (  # found by hypothesis: either may come first
        Plan(Task(edges=(Edge("cycle", body=Task(), days=1), Edge("timer", days=2)))),
        [Move("time", 1), Move("time", 1)],
    ),
    "a called process sees what it was not given": (
        Plan(row(Task(), Call(0, shares=False)), called=(Called(Choice(((SECOND, Task()),), Task())),)),
        [complete(pick=2)],
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_engine_and_oracle_agree_where_a_wrong_engine_would_not(name: str) -> None:
    plan, moves = EXAMPLES[name]
    layout, pool = prepared(plan)
    pair = walk(layout, pool, moves)
    if plan.jumps:
        assert pair.stuck, pair.shown()
    else:
        pair.to_the_end()
    assert pair.reordered == 0 or "at one moment" in name
