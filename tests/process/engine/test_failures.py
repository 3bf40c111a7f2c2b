"""Errors, escalations, terminate ends and conditions."""

import pytest

from services.process.engine import NotCaught

from .bpmn import call, each, edge, end, file, fork, node, one, pools, process, script, start, sub, user, wait
from .play import Play, pool_of

ERROR, ESCALATION = '<bpmn:error id="er" name="坏了" errorCode="E1"/>', '<bpmn:escalation id="es" escalationCode="X"/>'
FAILS, RISES = '<bpmn:errorEventDefinition errorRef="er"/>', '<bpmn:escalationEventDefinition escalationRef="es"/>'


def test_an_error_reaches_the_event_around_its_own_scope_and_ends_that_scope() -> None:
    box = sub("box", start("b_s"), fork("f"), user("a"), user("b"), end("bad", FAILS), end("b_e"),
              "b_s > f > a > bad", "f > b > b_e")  # fmt: skip
    other = sub("other", start("o_s"), user("c"), end("o_e"), "o_s > c > o_e")
    diagram = one(
        start(), fork("f2"), box, other, edge("caught", "box", FAILS), edge("not_mine", "other", FAILS), user("x"),
        user("y"), end(), "s > f2 > box > e", "f2 > other > e", "caught > x > e", "not_mine > y > e", messages=[ERROR],
    )  # fmt: skip
    play = Play(diagram).start().done("a")
    assert play.open == ["c", "x"]
    assert play.step.passed == ["a", "bad", "caught"]
    assert play.done("x").done("c").finished


def test_an_error_climbs_out_of_a_called_process() -> None:
    inner = process("inner", start("i_s"), user("a"), end("bad", FAILS), "i_s > a > bad")
    diagram = file(
        pools("p"), process("p", start(), call("c", "inner", inner=each("=[1, 2]")), edge("caught", "c", FAILS),
                            user("x"), end(), "s > c > e", "caught > x > e"), inner, ERROR,
    )  # fmt: skip
    play = Play(diagram).start().done("a")
    assert play.open == ["x"]
    assert len(play.step.snapshot["workflows"]) == 1


def test_an_error_that_nobody_catches_stops_the_step() -> None:
    box = sub("box", start("b_s"), user("a"), end("bad", FAILS), "b_s > a > bad")
    pool = pool_of(
        one(start(), box, edge("caught", "box", FAILS), end(), "s > box > e", "caught > e", messages=[ERROR])
    )
    pool.spec.task_specs["caught"].event_definition.code = "E2"
    with pytest.raises(NotCaught) as stopped:
        Play(pool).start().done("a")
    assert stopped.value.element == "bad"


def test_an_escalation_opens_a_thread_beside_and_the_scope_goes_on() -> None:
    rise = node("intermediateThrowEvent", "rise", inner=RISES)
    box = sub("box", start("b_s"), user("a"), rise, user("b"), end("b_e"), "b_s > a > rise > b > b_e")
    up = edge("up", "box", RISES, interrupts=False)
    diagram = one(start(), box, up, user("x"), end(), "s > box > e", "up > x > e", messages=[ESCALATION])
    assert Play(diagram).start().done("a").open == ["b", "x"]


def test_an_escalation_that_interrupts_ends_the_scope_that_threw_it() -> None:
    rise = node("intermediateThrowEvent", "rise", inner=RISES)
    box = sub("box", start("b_s"), user("a"), rise, user("b"), end("b_e"), "b_s > a > rise > b > b_e")
    diagram = one(start(), box, edge("up", "box", RISES), user("x"), end(), "s > box > e", "up > x > e",
                  messages=[ESCALATION])  # fmt: skip
    assert Play(diagram).start().done("a").open == ["x"]


def test_a_terminate_end_ends_its_scope_and_no_other() -> None:
    stop = end("stop", "<bpmn:terminateEventDefinition/>")
    box = sub(
        "box", start("b_s"), fork("f"), user("a"), user("b"), stop, end("b_e"), "b_s > f > a > stop", "f > b > b_e"
    )
    play = Play(one(start(), box, user("after"), end(), "s > box > after > e")).start().done("a")
    assert play.open == ["after"]
    whole = one(start(), fork("f"), user("a"), user("b"), stop, end(), "s > f > a > stop", "f > b > e")
    play = Play(whole).start().done("a")
    assert (play.open, play.finished, play.step.ended_at) == ([], True, ["stop"])


def test_a_condition_is_asked_whenever_the_step_comes_to_rest() -> None:
    when = wait(
        "when",
        "<bpmn:conditionalEventDefinition><bpmn:condition>=n &gt; 2</bpmn:condition></bpmn:conditionalEventDefinition>",
    )
    diagram = one(start(), fork("f"), when, user("a"), script("c", "=n + 1", "n"), user("b"), user("done"), end(),
                  "s > f > when > done > e", "f > a > c > b > e")  # fmt: skip
    play = Play(diagram).start(n=1).done("a")
    assert play.open == ["b"]
    play.done("b", n=3)
    assert play.open == ["done"]
