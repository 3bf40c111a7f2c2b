"""Multi-instance: frozen collection, results by index, nothing leaks, nothing is left behind."""

import pytest

from services.process.engine import ExpressionFailed, World

from .bpmn import (
    call,
    choice,
    each,
    edge,
    end,
    file,
    io,
    message,
    msg,
    one,
    pools,
    process,
    script,
    service,
    start,
    sub,
    user,
)  # fmt: skip
from .play import Play, pool_of

EXPERTS = one(
    start(), choice("again"), user("x", inner=each("=experts", "expert", "scores", "=score")), user("after"),
    choice("g"), end(), "s > again > x > after > g", "g > again if again = true", "g > e else",
)  # fmt: skip


def test_results_stand_in_the_order_of_the_collection_not_of_completion() -> None:
    play = Play(EXPERTS).start(experts=["a", "b", "c"])
    play.done("x", 2, score=3).done("x", 0, score=1).done("x", 0, score=2)
    assert play.variables["scores"] == [1, 2, 3]


def test_a_second_round_after_a_return_begins_afresh() -> None:
    play = Play(EXPERTS).start(experts=["a", "b"]).done("x", score=1).done("x", score=2).done("after", again=True)
    assert [t.locals for t in play.tasks("x")] == [
        {"loopCounter": 1, "expert": "a"}, {"loopCounter": 2, "expert": "b"}
    ]  # fmt: skip
    play.done("x", 1, score=9).done("x", score=8)
    assert (play.variables["scores"], play.open) == ([8, 9], ["after"])


def test_instances_keep_their_own_answers_and_the_variables_never_see_them() -> None:
    play = Play(EXPERTS).start(experts=["a", "b"]).done("x", score=1)
    assert "score" not in play.variables
    assert play.tasks("x")[0].locals == {"loopCounter": 2, "expert": "b"}


def test_a_null_item_is_an_item_one_by_one_too() -> None:
    diagram = one(start(), user("x", inner=each("=[1, null, 2]", one_by_one=True)), end(), "s > x > e")
    play = Play(diagram).start()
    assert [play.tasks("x")[0].locals["item"], *_rest(play)] == [1, None, 2]
    assert play.finished


def _rest(play: Play) -> list[object]:
    return [play.done("x").tasks("x")[0].locals["item"], play.done("x").tasks("x")[0].locals["item"], play.done("x")][
        :2
    ]


def test_an_empty_collection_is_passed_with_an_empty_result() -> None:
    play = Play(EXPERTS).start(experts=[])
    assert (play.open, play.variables["scores"]) == (["after"], [])
    assert play.step.passed == ["s", "again", "x"]


def test_a_collection_that_is_no_list_is_a_fault_of_the_diagram() -> None:
    with pytest.raises(ExpressionFailed) as failed:
        Play(EXPERTS).start(experts="a")
    assert failed.value.element == "x"


def test_the_collection_is_frozen_at_entry() -> None:
    diagram = one(
        start(), user("x", inner=each("=list", one_by_one=True), ext=io(outputs={"ignored": "=1"})), end(), "s > x > e"
    )
    play = Play(diagram).start(list=["a", "b"])
    play.done("x")
    assert play.tasks("x")[0].locals["item"] == "b"


def test_enough_is_enough_the_rest_is_withdrawn_and_unreached_results_are_null() -> None:
    marker = each("=[1, 2, 3, 4, 5]", into="scores", result="=score", until="=numberOfCompletedInstances >= 3")
    diagram = one(start(), user("x", inner=marker), user("after"), end(), "s > x > after > e")
    play = Play(diagram).start().done("x", 4, score=50).done("x", 0, score=10)
    assert len(play.open) == 3
    play.done("x", 1, score=30)
    assert (play.open, play.variables["scores"]) == (["after"], [10, None, 30, None, 50])
    assert len(play.step.closed) == 3


def test_the_completion_condition_sees_the_results_so_far() -> None:
    marker = each("=[1, 2, 3]", into="votes", result="=vote", until='=count(votes[item = "no"]) = 2')
    diagram = one(start(), user("x", inner=marker), user("after"), end(), "s > x > after > e")
    play = Play(diagram).start().done("x", 0, vote="no").done("x", 0, vote="no")
    assert play.open == ["after"]


LEAF = process("leaf", start("l_s"), user("leaf_task"), end("l_e"), "l_s > leaf_task > l_e")
MIDDLE = process(
    "middle", start("m_s"), call("m_call", "leaf", io({"who": "=who"}, {"v": "=got"}),
                                 each("=[1, 2]", "who", "all", "=v")), end("m_e"), "m_s > m_call > m_e",
)  # fmt: skip
NESTED = file(
    pools("p"),
    process(
        "p", start(), call("chain", "middle", io({"level": "=level"}, {"mine": "=all"}),
                           each('=["u", "v"]', "level", "results", "=mine")),
        edge("kill", "chain", msg("kill")), user("killed"), user("after"), end(),
        "s > chain > after > e", "kill > killed > e",
    ),
    LEAF, MIDDLE, message("kill"),
)  # fmt: skip


def test_calls_of_calls_give_their_results_back_in_order() -> None:
    play = Play(NESTED).start()
    for n in range(4):
        task = play.tasks("leaf_task")[0]
        play.done("leaf_task", got=f"{task.locals['who']}-{n}")
    assert play.variables["results"] == [["1-0", "2-1"], ["1-2", "2-3"]]
    assert play.open == ["after"]


def test_an_interrupted_multi_instance_call_leaves_nothing_behind() -> None:
    play = Play(NESTED).start().done("leaf_task").deliver("kill")
    assert play.open == ["killed"]
    assert len(play.step.closed) == 3
    assert len(play.step.snapshot["workflows"]) == 1
    assert play.done("killed").finished


def test_instances_reload_onto_specs_that_were_parsed_anew() -> None:
    play = Play(EXPERTS).start(experts=["a", "b"]).done("x", score=1)
    play.pool = pool_of(EXPERTS)
    assert play.done("x", score=2).open == ["after"]


def test_parallel_sub_processes_cannot_touch_each_others_variables() -> None:
    inner = sub("box", start("b_s"), user("a"), script("double", "=n * 2", "twice"), user("b"), end("b_e"),
                "b_s > a > double > b > b_e", inner=each("=[1, 2]", "item", "all", "=twice"))  # fmt: skip
    play = Play(one(start(), inner, end(), "s > box > e")).start(twice="outside")
    play.done("a", 0, n=10).done("a", 0, n=20).done("b").done("b")
    assert play.variables == {"twice": "outside", "all": [20, 40]}


def test_a_service_for_each_item_is_an_effect_for_each_item() -> None:
    each_one = service("tell", "tell", io({"to": "=item"})).with_(inner=each("=[7, 8]"))
    play = Play(one(start(), each_one, end(), "s > tell > e")).start()
    assert [effect.inputs for effect in play.step.effects] == [{"to": 7}, {"to": 8}]
    assert play.step.passed.count("tell") == 2


def test_each_waiting_effect_takes_its_own_answer() -> None:
    each_one = service("ask", "ask", io(outputs={"mine": "=result"})).with_(
        inner=each("=[7, 8]", into="all", result="=mine")
    )
    play = Play(one(start(), each_one, end(), "s > ask > e"), World(returning=frozenset({"ask"}))).start()
    first, second = (effect.task for effect in play.step.effects)
    play.answer(second or 0, "eight").answer(first or 0, "seven")
    assert (play.variables, play.finished) == ({"all": ["seven", "eight"]}, True)
