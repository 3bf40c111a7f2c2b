"""What listens is known by its element, wherever it stands, and a message can be for exactly one of them."""

from services.process import engine
from services.process.engine import Catch

from .bpmn import (
    Node,
    call,
    each,
    edge,
    end,
    file,
    io,
    message,
    msg,
    node,
    on_message,
    one,
    pools,
    process,
    props,
    start,
    sub,
    timer,
    user,
    wait,
)
from .play import Play, definition

DEED = props(starters="own:lead")
HANDLER = (user("handle"), end("es_e"), "es_s > handle > es_e")


def catches(play: Play, having: str | None = "starters") -> dict[str, Catch]:
    found = engine.catches(play.pool, play.step.snapshot, play.now, play.world, having=having)
    return {catch.element: catch for catch in found}


def deed(play: Play, element: str, **payload: object) -> Play:
    """Deliver to one catch alone."""
    catch = catches(play)[element]
    return play.send(engine.Deliver(catch.name, catch.key, payload, (catch.element, catch.at)))


def gateway(id: str) -> Node:
    return node("eventBasedGateway", id)


def test_every_kind_of_catch_is_known_by_its_element() -> None:
    diagram = one(
        start(), user("work"), edge("at_edge", "work", msg("a"), ext=DEED), wait("on_way", msg("b"), ext=DEED),
        node("receiveTask", "received", DEED, messageRef="c"), gateway("either"), wait("one_way", msg("d"), ext=DEED),
        wait("late", timer("P5D")), end("e"), end("x"), end("y"),
        "s > work > on_way > received > either", "either > one_way > e", "either > late > x", "at_edge > y",
        on_message("es", "f", *HANDLER, ext=DEED),
        on_message("plain", "g", user("h2"), end("p_e"), "plain_s > h2 > p_e"),
        messages=["a", "b", "c", "d", "f", "g"],
    )  # fmt: skip
    play = Play(diagram).start()
    assert set(catches(play)) == {"at_edge", "es_s"}
    assert set(catches(play, having=None)) == {"at_edge", "es_s", "plain_s"}
    play.done("work")
    assert set(catches(play)) == {"on_way", "es_s"}
    deed(play, "on_way")
    assert set(catches(play)) == {"received", "es_s"}
    deed(play, "received")
    assert set(catches(play)) == {"one_way", "es_s"}
    assert deed(play, "one_way").finished
    assert catches(play) == {}


def test_its_properties_and_what_it_sees_are_those_of_the_place_where_it_listens() -> None:
    told = props(starters='="@" + string(unit) + ":lead"', only_if="=n > 2", title="撤回", form="f")
    box = sub("box", start("b_s"), user("work"), end("b_e"), "b_s > work > b_e",
              on_message("es", "m", *HANDLER, ext=told), ext=io({"n": "=3"}))  # fmt: skip
    diagram = one(start(), box, end(), "s > box > e", messages=[message("m", "=unit")])
    (catch,) = catches(Play(diagram).start(unit=7)).values()
    assert dict(catch.properties) == {"starters": "@7:lead", "only_if": True, "title": "撤回", "form": "f"}
    assert (catch.name, catch.key, dict(catch.locals)) == ("m", 7, {"n": 3})


def test_a_message_for_one_catch_reaches_no_other_of_the_same_name() -> None:
    diagram = one(
        start(), user("work"), end(), "s > work > e",
        on_message("es", "m", *HANDLER, ext=DEED), on_message("es2", "m", user("h2"), end("e2"), "es2_s > h2 > e2"),
        messages=["m"],
    )  # fmt: skip
    play = Play(diagram).start()
    assert deed(play, "es_s").open == ["handle", "work"]
    assert play.step.matched == 1
    assert play.deliver("m").step.matched == 2


def test_of_several_tokens_at_one_element_exactly_one_takes_it() -> None:
    inner = process(
        "inner", start("i_s"), user("work"), end("i_e"), "i_s > work > i_e", on_message("es", "m", *HANDLER, ext=DEED)
    )
    diagram = file(
        pools("p"),
        process("p", start(), call("c", "inner", io({"x": "=x"}), each("=[1,2,3]", "x")), end(), "s > c > e"),
        inner,
        message("m"),
    )
    play = Play(diagram).start()
    found = engine.catches(play.pool, play.step.snapshot, play.now, play.world, having="starters")
    assert [(c.element, c.locals["x"]) for c in found] == [("es_s", 1), ("es_s", 2), ("es_s", 3)]
    play.send(engine.Deliver("m", None, {}, ("es_s", found[1].at)))
    assert play.step.matched == 1
    assert play.tasks("handle")[0].locals["x"] == 2


def test_a_catch_that_is_gone_takes_nothing() -> None:
    diagram = one(start(), user("work"), edge("out", "work", msg("m"), ext=DEED), end(), end("x"), "s > work > e",
                  "out > x", messages=["m"])  # fmt: skip
    play = Play(diagram).start()
    catch = catches(play)["out"]
    gone = engine.Deliver("m", None, {}, ("out", catch.at + 100))
    assert play.send(gone).step.matched == 0
    assert play.open == ["work"]


def test_an_error_end_in_an_event_sub_process_is_caught_at_the_edge_of_the_sub_process_around_it() -> None:
    """非中断的事件子流程里以错误结束：外层内嵌子流程的边界错误事件接住，子流程里其余的一切结束。"""
    wrong = '<bpmn:errorEventDefinition errorRef="upheld"/>'
    for interrupts in (False, True):
        box = sub(
            "box", start("b_s"), wait("clock", timer("P5D")), user("other"), end("b_e"), "b_s > clock > other > b_e",
            on_message("es", "m", user("handle"), node("endEvent", "es_e", "", wrong), "es_s > handle > es_e",
                       interrupts=interrupts, ext=DEED),
        )  # fmt: skip
        diagram = one(
            start(), box, edge("caught", "box", wrong), user("again"), end(), end("x"), "s > box > e",
            "caught > again > x", messages=["m"], also=['<bpmn:error id="upheld" name="upheld" errorCode="upheld"/>'],
        )  # fmt: skip
        play = deed(Play(diagram).start(), "es_s")
        assert play.open == ["handle"]
        play.done("handle")
        assert (play.open, play.timers, play.step.listens) == (["again"], {}, [])
        assert play.done("again").finished


def test_two_at_once_in_such_a_sub_process_end_together_when_one_of_them_fails() -> None:
    wrong = '<bpmn:errorEventDefinition errorRef="upheld"/>'
    box = sub(
        "box", start("b_s"), wait("clock", timer("P5D")), end("b_e"), "b_s > clock > b_e",
        on_message("es", "m", user("handle"), node("exclusiveGateway", "g"), node("endEvent", "bad", "", wrong),
                   end("good"), "es_s > handle > g", "g > bad if upheld", "g > good else", ext=DEED),
    )  # fmt: skip
    diagram = one(
        start(), box, edge("caught", "box", wrong), user("again"), user("after"), end(), end("x"),
        "s > box > after > e", "caught > again > x", messages=["m"],
        also=['<bpmn:error id="upheld" name="upheld" errorCode="upheld"/>'],
    )  # fmt: skip
    play = Play(diagram).start()
    deed(deed(deed(play, "es_s"), "es_s"), "es_s")
    play.done("handle", upheld=False)
    assert play.open == ["handle", "handle"]
    assert play.later(6).open == ["handle", "handle"], "the clock is over, the box waits for its handlers"
    assert play.done("handle", nth=1, upheld=True).open == ["again"]
    assert play.done("again").finished


def test_an_event_sub_process_with_a_deed_is_heard_in_a_called_process_and_writes_there() -> None:
    inner = process(
        "inner", start("i_s"), user("work"), end("i_e"), "i_s > work > i_e",
        on_message("es", "m", user("handle", io(outputs={"said": "=answer"})), end("es_e"), "es_s > handle > es_e",
                   ext=DEED + io(outputs={"why": "=reason"})),
    )  # fmt: skip
    diagram = file(
        pools("p"),
        process("p", start(), call("c", "inner", io({"said": '="nothing"'}, {"result": "=said"})), user("after"), end(),
                "s > c > after > e"),
        inner,
        message("m"),
    )  # fmt: skip
    play = deed(Play(diagram).start(), "es_s", reason="忙", answers={"reason": "忙"})
    assert play.tasks("handle")[0].locals["why"] == "忙"
    play.done("handle", answer="好").done("work")
    assert (play.open, play.variables) == (["after"], {"result": "好"})
    assert catches(play) == {}


def gateway_inside() -> Play:
    inner = process(
        "inner", start("i_s"), gateway("either"), wait("asks", msg("m"), ext=DEED + io(outputs={"why": "=reason"})),
        wait("over", timer("P5D")), end("i_asked"), end("i_over"), "i_s > either", "either > asks > i_asked",
        "either > over > i_over",
    )  # fmt: skip
    diagram = file(
        pools("p"),
        process("p", start(), call("c", "inner", io({"id": "=id"}, {"why": "=why"})), user("after"), end(),
                "s > c > after > e"),
        inner,
        message("m", "=id"),
    )  # fmt: skip
    return Play(diagram).start(id=9)


def test_behind_an_event_gateway_in_a_called_process_a_deed_comes_before_the_clock() -> None:
    play = gateway_inside()
    assert list(play.timers) == ["over"]
    assert catches(play)["asks"].key == 9
    deed(play, "asks", reason="求听证")
    assert (play.open, play.variables, play.timers) == (["after"], {"id": 9, "why": "求听证"}, {})
    assert play.step.passed[-2:] == ["i_asked", "c"]
    assert play.later(9).open == ["after"]


def test_behind_an_event_gateway_in_a_called_process_the_clock_ends_the_deed() -> None:
    play = gateway_inside()
    catch = catches(play)["asks"]
    play.later(5)
    assert (play.open, play.variables["why"], catches(play)) == (["after"], None, {})
    assert play.send(engine.Deliver("m", 9, {}, ("asks", catch.at))).step.matched == 0


def test_a_deed_in_a_sub_process_of_a_called_process_may_end_it_by_an_error_the_caller_catches() -> None:
    wrong = '<bpmn:errorEventDefinition errorRef="withdrawn"/>'
    inner = process(
        "inner", start("i_s"), user("work"), end("i_e"), "i_s > work > i_e",
        on_message("es", "m", node("endEvent", "es_e", "", wrong), "es_s > es_e", interrupts=True, ext=DEED),
    )  # fmt: skip
    diagram = file(
        pools("p"),
        process("p", start(), call("c", "inner"), edge("caught", "c", wrong), user("gone"), end(), end("x"),
                "s > c > e", "caught > gone > x"),
        inner, message("m"), '<bpmn:error id="withdrawn" name="withdrawn" errorCode="withdrawn"/>',
    )  # fmt: skip
    assert deed(Play(diagram).start(), "es_s").open == ["gone"]


def test_a_pool_without_such_catches_is_not_even_loaded() -> None:
    play = Play(one(start(), user("work"), end(), "s > work > e")).start()
    assert engine.catches(play.pool, {"format": 99}, play.now, play.world, having="starters") == []
    assert engine.catches(play.pool, None, play.now, play.world) == []


def test_deeds_are_drawn_and_checked_without_message_flows() -> None:
    whole = definition(one(start(), wait("w", msg("m"), ext=DEED), end(), "s > w > e", messages=[message("m", "=id")]))
    assert whole.problems == ()
