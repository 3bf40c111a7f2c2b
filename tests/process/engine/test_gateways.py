"""Gateways: tokens that stand there count, history does not."""

import pytest

from services.process.engine import EndlessLoop, NoWayOut

from .bpmn import choice, edge, end, fork, inclusive, msg, one, script, start, user
from .play import Play, pool_of

ROUNDS = one(
    start(), choice("again"), fork("split"), user("a"), user("b"), fork("join"), choice("g"), user("after"), end(),
    "s > again > split", "split > a > join", "split > b > join", "join > g", "g > again if again = true",
    "g > after else", "after > e",
)  # fmt: skip


def test_a_parallel_join_in_a_return_loop_waits_for_both_again_in_every_round() -> None:
    play = Play(ROUNDS).start().done("b").done("a", again=True)
    for _ in range(3):
        assert play.done("a", again=False).open == ["b"]
        play.done("b", again=True)
    play.done("a", again=False).done("b")
    assert play.open == ["after"]


def test_a_second_token_through_a_fork_leaves_the_tasks_of_the_first_open() -> None:
    diagram = one(
        start(), user("a"), edge("n", "a", msg("m"), interrupts=False), choice("x"), fork("split"), user("b"),
        user("c"), end(), end("e2"),
        "s > a > x", "n > x", "x > split", "split > b > e", "split > c > e2", messages=["m"],
    )  # fmt: skip
    play = Play(diagram).start().deliver("m").done("a")
    assert play.open == ["b", "b", "c", "c"]


def test_excess_tokens_stay_before_the_join_until_their_partner_comes() -> None:
    diagram = one(
        start(), fork("split"), user("a"), edge("n", "a", msg("m"), interrupts=False), choice("x"), user("b"),
        fork("join"), user("after"), end(),
        "s > split", "split > a > x", "n > x", "split > b > join", "x > join > after > e", messages=["m"],
    )  # fmt: skip
    play = Play(diagram).start().deliver("m").deliver("m")
    assert play.open == ["a", "b"]
    play.done("b")
    assert play.open == ["a", "after"], "one of the two tokens passed, the other stands and waits"


OR = one(
    start(), choice("again"), inclusive("split"), user("a"), user("b"), user("c"), inclusive("join"), choice("g"),
    user("after"), end(),
    "s > again > split", "split > a if a = true", "split > b if b = true", "split > c else", "a > join", "b > join",
    "c > join > g", "g > again if again = true", "g > after else", "after > e",
)  # fmt: skip


def test_an_inclusive_join_waits_for_the_chosen_branches_only_and_again_in_a_second_round() -> None:
    play = Play(OR).start(a=True, b=True).done("a")
    assert play.open == ["b"]
    play.done("b", again=True)
    assert play.open == ["a", "b"]
    play.done("b")
    assert play.open == ["a"]
    play.done("a", again=True, a=False, b=False)
    assert play.open == ["c"]
    assert play.done("c", again=False).open == ["after"]


def test_an_inclusive_join_waits_for_a_sibling_whose_token_has_not_been_placed_yet() -> None:
    diagram = one(
        start(), fork("split"), user("a"), inclusive("join"), user("after"), end(),
        "s > split", "split > join", "split > a > join", "join > after > e",
    )  # fmt: skip
    play = Play(diagram).start()
    assert play.open == ["a"]
    assert play.done("a").open == ["after"]


def test_an_exclusive_gateway_takes_true_and_nothing_that_only_looks_like_it() -> None:
    diagram = one(
        start(), user("a"), choice("g"), user("yes"), user("no"), end(),
        "s > a > g", "g > yes if x", "g > no else", "yes > e", "no > e",
    )  # fmt: skip
    for value in (1, "true", [True], None, False):
        assert Play(diagram).start().done("a", x=value).open == ["no"], value
    assert Play(diagram).start().done("a", x=True).open == ["yes"]


def test_an_exclusive_gateway_asks_its_conditions_in_the_order_of_the_file() -> None:
    nodes = (start(), choice("g"), user("a"), user("b"), user("c"), end(), "a > e", "b > e", "c > e", "s > g")
    assert Play(one(*nodes, "g > a if x > 1", "g > b if x > 0", "g > c else")).start(x=2).open == ["a"]
    assert Play(one(*nodes, "g > b if x > 0", "g > a if x > 1", "g > c else")).start(x=2).open == ["b"]


def test_automatic_steps_that_never_stop_are_ended_with_the_element_at_fault() -> None:
    diagram = one(
        start(), choice("m"), script("count", "=(if n = null then 0 else n) + 1", "n"), choice("g"), end(),
        "s > m > count > g", "g > m if n > 0", "g > e else",
    )  # fmt: skip
    with pytest.raises(EndlessLoop) as stopped:
        Play(diagram).start()
    assert stopped.value.element in {"m", "count", "g"}


def test_a_long_automatic_loop_runs_to_its_end() -> None:
    diagram = one(
        start(), choice("m"), script("count", "=(if n = null then 0 else n) + 1", "n"), choice("g"), end(),
        "s > m > count > g", "g > m if n < 600", "g > e else",
    )  # fmt: skip
    play = Play(diagram).start()
    assert play.finished
    assert play.variables["n"] == 600


def test_a_gateway_without_a_way_out_says_so_instead_of_losing_the_token() -> None:
    pool = pool_of(one(start(), choice("g"), user("a"), end(), "s > g", "g > a if x", "g > e else", "a > e"))
    pool.spec.task_specs["g"].default_task_spec = None  # the check would have refused it
    with pytest.raises(NoWayOut) as stuck:
        Play(pool).start()
    assert stuck.value.element == "g"
