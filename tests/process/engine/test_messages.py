"""Messages: they leave always, and are caught by name and key."""

from decimal import Decimal

import pytest

from services.process.engine import ExpressionFailed, NotWaitingHere, Thrown

from .bpmn import (
    choice,
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
    script,
    start,
    throw,
    user,
    wait,
)  # fmt: skip
from .play import Play, definition


def test_a_thrown_message_leaves_with_key_and_payload_and_is_not_offered_inside() -> None:
    diagram = one(
        start(), throw("tell", "m", io({"who": "=name"}) + props(correlationKey="=id")), wait("hear", msg("m")),
        end(), "s > tell > hear > e", messages=["m"],
    )  # fmt: skip
    play = Play(diagram).start(id="K1", name="甲")
    assert play.step.messages == [Thrown("m", "tell", "K1", {"who": "甲"})]
    assert play.step.listens == [("m", None)] and not play.finished


def test_a_message_that_nobody_waits_for_matches_nothing_and_changes_nothing() -> None:
    play = Play(one(start(), user("a"), end(), "s > a > e", messages=["m"])).start()
    before = play.raw
    assert play.deliver("m").step.matched == 0
    assert play.raw == before


def test_only_the_right_key_is_taken_and_it_is_asked_when_the_waiting_begins() -> None:
    diagram = one(start(), user("a"), edge("cut", "a", msg("m")), user("b"), end(), "s > a > e", "cut > b > e",
                  messages=[message("m", "=id")])  # fmt: skip
    play = Play(diagram).start(id=Decimal("7"))
    assert play.deliver("m", "8").step.matched == 0
    assert play.deliver("m", "7").open == ["b"], "keys meet as texts: they travel through the database"


def test_a_key_that_is_null_is_a_fault_where_the_waiting_begins() -> None:
    diagram = one(start(), wait("w", msg("m")), end(), "s > w > e", messages=[message("m", "=id")])
    with pytest.raises(ExpressionFailed) as failed:
        Play(diagram).start()
    assert failed.value.element == "w"


def test_a_boundary_message_beside_a_task_is_heard_again_and_again() -> None:
    diagram = one(start(), user("a"), edge("n", "a", msg("m"), interrupts=False), user("note"), end(), end("e2"),
                  "s > a > e", "n > note > e2", messages=["m"])  # fmt: skip
    play = Play(diagram).start().deliver("m").deliver("m").deliver("m")
    assert play.open == ["a", "note", "note", "note"]
    assert play.done("a").open == ["note"] * 3
    assert play.deliver("m").step.matched == 0


def test_outputs_of_a_catch_choose_what_of_the_payload_is_kept() -> None:
    diagram = one(start(), wait("w", msg("m"), io(outputs={"kept": "=a + 1"})), user("u"), end(), "s > w > u > e",
                  messages=["m"])  # fmt: skip
    assert Play(diagram).start().deliver("m", a=1, b=2).variables == {"kept": 2}


def test_a_send_task_for_each_item_throws_a_message_for_each_item() -> None:
    tell = node(
        "sendTask", "tell", io({"n": "=item.n"}) + props(correlationKey="=item.id"), each("=list"), messageRef="m"
    )
    play = Play(one(start(), tell, end(), "s > tell > e", messages=["m"])).start(
        list=[{"id": "a", "n": 1}, {"id": "b", "n": 2}]
    )
    assert [(m.key, m.payload) for m in play.step.messages] == [("a", {"n": 1}), ("b", {"n": 2})]
    assert play.finished


def test_an_end_event_can_throw() -> None:
    play = Play(one(start(), user("a"), end("e", msg("m")), "s > a > e", messages=["m"])).start().done("a")
    assert ([m.name for m in play.step.messages], play.step.ended_at, play.finished) == (["m"], ["e"], True)


def test_a_pool_is_started_only_in_its_own_way() -> None:
    by_deed = one(start(), user("a"), end(), "s > a > e", messages=["m"])
    with pytest.raises(NotWaitingHere):
        Play(by_deed).start(message="m")
    by_message = one(start("s", msg("m")), user("a"), end(), "s > a > e", messages=["m"])
    with pytest.raises(NotWaitingHere):
        Play(by_message).start()


CITY = file(
    pools("campaign", "application", "studio", ways=[("tell", "got_s"), ("naming", "named"), ("found", "st_s")]),
    process(
        "campaign", start("c_s"), user("list"), node("sendTask", "naming", props(correlationKey="=item"),
                                                       each("=received"), messageRef="named"), end("c_e"),
        "c_s > list > naming > c_e",
        on_message("got", "submitted",
                   script("count", "=append(if received = null then [] else received, case_id)", "received"),
                   end("got_e"), "got_s > count > got_e"),
    ),
    process(
        "application", start("a_s"), user("fill"),
        throw("tell", "submitted", io({"case_id": "=id"}) + props(correlationKey="=year")), wait("named", msg("named")),
        throw("found", "founded", io({"case_id": "=id"})), end("a_e"), "a_s > fill > tell > named > found > a_e",
    ),
    process("studio", start("st_s", msg("founded")), user("plaque"), choice("x"), end("st_e"),
            "st_s > plaque > x > st_e"),
    message("submitted", "=year"), message("named", "=id"), message("founded"),
)  # fmt: skip


def test_three_pools_talk_over_their_message_flows() -> None:
    city = definition(CITY)
    assert {p.id: p.starts_by for p in city.pools.values()} == {
        "campaign": "deed", "application": "deed", "studio": "founded"
    }  # fmt: skip
    route = {flow.source: flow.target for flow in city.flows}
    owner = {element: pool.id for pool in city.pools.values() for element in pool.elements}
    campaign = Play(city.pools["campaign"]).start(year="2026")
    cases = {k: Play(city.pools["application"]).start(id=k, year="2026") for k in ("K1", "K2", "K3")}
    studios: list[Play] = []

    def carry(play: Play) -> None:
        for sent in play.step.messages:
            to = owner[route[sent.element]]
            if to == "campaign":
                assert campaign.deliver(sent.name, sent.key, **sent.payload).step.matched == 1
            elif to == "application":
                for case in list(cases.values()):
                    if case.deliver(sent.name, sent.key, **sent.payload).step.matched:
                        carry(case)
            else:
                studios.append(Play(city.pools[to]).start(message=sent.name, payload=dict(sent.payload)))

    for key in ("K2", "K1"):
        carry(cases[key].done("fill"))
    assert campaign.variables["received"] == ["K2", "K1"]
    carry(campaign.done("list"))
    assert [studio.variables["case_id"] for studio in studios] == ["K2", "K1"]
    assert cases["K1"].finished and cases["K2"].finished and not cases["K3"].finished
