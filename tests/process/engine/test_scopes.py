"""Variables live in scopes: what is read, what is written, what never leaks."""

from decimal import Decimal
from typing import Any

import pytest

from services.foundation.errors import Faulty
from services.process import engine
from services.process.engine import ExpressionFailed, StepFailed, World

from .bpmn import call, end, file, fork, io, node, one, pools, process, props, script, service, start, sub, user, z
from .play import MONDAY, Play

INNER = process("inner", start("i_s"), user("work"), end("i_e"), "i_s > work > i_e")


def calling(ext: str = "") -> bytes:
    outer = process("p", start(), call("c", "inner", ext), user("after"), end(), "s > c > after > e")
    return file(pools("p"), outer, INNER)


def test_nothing_enters_or_leaves_a_called_process_but_by_mapping() -> None:
    play = Play(calling(io({"level": "=secret.level"}, {"verdict": "=verdict"}))).start(secret={"level": "unit"})
    assert play.tasks("work")[0].locals == {"level": "unit"}
    play.done("work", verdict="agree", leak=1)
    assert play.variables == {"secret": {"level": "unit"}, "verdict": "agree"}


def test_a_called_process_without_mapping_is_blind_and_mute() -> None:
    play = Play(calling()).start(secret=1)
    assert play.tasks("work")[0].locals == {}
    assert play.done("work", leak=1).variables == {"secret": 1}


def test_values_are_copied_so_that_no_two_names_share_one() -> None:
    shared: dict[str, Any] = {"x": 1}
    diagram = one(start(), script("copy", "=a", "b"), user("u"), end(), "s > copy > u > e")
    play = Play(diagram)
    play.step = engine.step(play.pool, None, engine.Start({"a": shared}), MONDAY, play.world)
    shared["x"] = 999_999
    assert engine.variables(play.pool, play.step.snapshot) == {"a": {"x": 1}, "b": {"x": 1}}


def test_what_a_step_hands_out_is_not_the_state_itself() -> None:
    play = Play(one(start(), service("tell", "tell", io({"list": "=a"})), user("u"), end(), "s > tell > u > e"))
    play.start(a=[1])
    play.step.effects[0].inputs["list"].append(2)
    assert play.variables == {"a": [1]}


def test_a_sub_process_keeps_its_inputs_and_writes_the_rest_outside() -> None:
    box = sub("box", start("b_s"), user("a"), end("b_e"), "b_s > a > b_e", ext=io({"own": "=1"}, {"sum": "=own + n"}))
    play = Play(one(start(), box, user("after"), end(), "s > box > after > e")).start()
    assert play.tasks("a")[0].locals == {"own": 1}
    play.done("a", n=2, own=5)
    assert play.variables == {"n": 2, "sum": 7}


def test_answers_go_through_the_output_mappings_if_there_are_any() -> None:
    diagram = one(start(), user("a", io(outputs={"form": "=answers", "double": "=n * 2"})), user("b"), end(),
                  "s > a > b > e")  # fmt: skip
    assert Play(diagram).start().done("a", n=3).variables == {"form": {"n": 3}, "double": 6}


def test_values_keep_their_kind_through_a_snapshot() -> None:
    play = Play(one(start(), script("d", '=date("2026-03-02")', "day"), user("u"), end(), "s > d > u > e"))
    play.start(amount=Decimal("1.50"), whole=Decimal(3))
    assert (play.variables["amount"], str(play.variables["amount"])) == (Decimal("1.5"), "1.50")
    assert (
        engine.look(play.pool, play.step.snapshot, '=day + duration("P1D")', MONDAY, play.world).isoformat()
        == "2026-03-03"
    )


def test_known_names_win_over_every_scope_and_can_never_be_written() -> None:
    world = World(known={"case": {"id": 7}})
    diagram = one(start(), user("a", props(title="=case.id")), end(), "s > a > e")
    play = Play(diagram, world).start()
    assert play.tasks("a")[0].properties == {"title": 7}
    assert engine.look(play.pool, play.step.snapshot, "case.id", MONDAY, world) == 7
    with pytest.raises(StepFailed) as refused:
        play.done("a", case=1)
    assert refused.value.element == "a"


def test_what_a_task_shows_is_computed_when_it_opens() -> None:
    ext = z("assignmentDefinition", candidateGroups='="@" + org', assignee="=lead") + props(box="=level", plain="x")
    diagram = one(start(), fork("f"), user("a", ext), user("b"), end(), "s > f > a > e", "f > b > e")
    play = Play(diagram).start(org="5", lead=12, level="推荐意见").done("b", org="6", lead=13, level="x")
    (task,) = play.tasks("a")
    assert (task.candidate_groups, task.assignee) == ("@5", "12")
    assert task.properties == {"box": "推荐意见", "plain": "x"}


def test_a_decision_sees_what_the_task_sees_and_fills_its_variable() -> None:
    rule = node("businessRuleTask", "rule", z("calledDecision", decisionId="grade", resultVariable="grade"))
    asked = []

    def decide(decision: str, lookup: Any) -> str:
        asked.append((decision, lookup("score"), lookup("nothing")))
        return "A"

    play = Play(one(start(), rule, user("u"), end(), "s > rule > u > e"), World(decide=decide)).start(score=9)
    assert asked == [("grade", 9, None)]
    assert play.variables["grade"] == "A"


def test_a_decision_that_fails_names_the_element() -> None:
    rule = node("businessRuleTask", "rule", z("calledDecision", decisionId="grade", resultVariable="grade"))

    def decide(decision: str, lookup: Any) -> str:
        raise Faulty("没有这张表")

    with pytest.raises(StepFailed) as failed:
        Play(one(start(), rule, end(), "s > rule > e"), World(decide=decide)).start()
    assert failed.value.element == "rule" and "grade" in str(failed.value)


def test_an_effect_goes_on_at_once_or_waits_for_its_answer() -> None:
    ext = io({"n": "=1"}, {"draw": "=result.panel"}) + props(kind="=2", plain="x")
    diagram = one(start(), service("draw", "draw", ext), user("u"), end(), "s > draw > u > e")
    once = Play(diagram).start()
    (effect,) = once.step.effects
    assert (effect.task, effect.inputs, effect.properties) == (None, {"n": 1}, {"kind": 2, "plain": "x"})
    assert once.open == ["u"]
    waiting = Play(diagram, World(returning=frozenset({"draw"}))).start()
    assert waiting.open == [] and waiting.step.effects[0].task is not None
    waiting.answer(waiting.step.effects[0].task, {"panel": [1, 2]})
    assert (waiting.open, waiting.variables) == (["u"], {"draw": [1, 2]})


def test_a_failing_expression_names_element_and_text() -> None:
    world = World(library={"organisation": lambda number: 1 / 0})
    with pytest.raises(ExpressionFailed) as failed:
        Play(one(start(), script("x", "=organisation(5)", "o"), end(), "s > x > e"), world).start()
    assert failed.value.element == "x"
    assert "organisation(5)" in str(failed.value)


def test_the_engine_hour_is_the_steps_and_not_the_machines() -> None:
    play = Play(one(start(), script("x", "=today()", "day"), user("u"), end(), "s > x > u > e")).start()
    assert play.variables["day"].isoformat() == "2026-03-02"
