"""What SpiffWorkflow would do wrong by itself, one test for each."""

from datetime import timedelta

import pytest

from tests.process.engine_b.drawn import (
    alone, boundary, call, catch, end, event, flow, flows, gate, many, mapping, on, process, script, service, start,
    sub, tag, timer, user, way,
)  # fmt: skip
from tests.process.engine_b.room import engine
from tests.process.engine_b.running import NOW, Run


def returning(kind: str) -> dict[str, bytes]:
    """Two opinions joined, then a decision that may send both back."""
    ways = flows(("fork", "a", "=true"), ("fork", "b", "=true")) if kind == "inclusive" else way("fork a") + way("fork b")
    default = "F_fork_a" if kind == "inclusive" else None
    if kind == "inclusive":
        ways = flow("fork", "a") + flow("fork", "b", "=true") + flow("fork", "c", "=true")
    else:
        ways += way("fork c")
    return alone(
        start(), gate("x"), gate("fork", kind, default), user("a"), user("b"), user("c"), gate("join", kind),
        user("decide"), gate("back", default="F_back_e"), end(),
        way("s x fork") + ways + way("a join") + way("b join") + way("c join decide back e"),
        flow("back", "x", "=again"),
    )  # fmt: skip


def test_a_parallel_join_in_a_return_loop_waits_for_every_opinion_of_the_second_round() -> None:
    run = Run(returning("parallel"))
    for name in ("b", "c", "a"):
        run.complete(name)
    run.complete("decide", again=True)
    run.complete("a")
    assert run.names == ["b", "c"]
    run.complete("b")
    run.complete("c")
    assert run.names == ["decide"]


def test_an_inclusive_join_in_a_return_loop_waits_for_every_opinion_of_the_second_round() -> None:
    run = Run(returning("inclusive"))
    assert run.names == ["b", "c"]
    run.complete("c")
    run.complete("b")
    run.complete("decide", again=True)
    run.complete("b")
    assert run.names == ["c"]
    run.complete("c")
    assert run.names == ["decide"]


def test_an_inclusive_split_without_a_true_condition_goes_the_default_way() -> None:
    files = alone(
        start(), gate("g", "inclusive", default="F_g_a"), user("a"), user("b"), end(),
        way("s g a e") + flow("g", "b", "=no") + way("b e"),
    )  # fmt: skip
    assert Run(files).names == ["a"]


def test_a_second_token_through_a_parallel_gateway_leaves_the_first_alone() -> None:
    files = alone(
        start(), user("a"), boundary("note", "a", on("note"), interrupting=False), gate("meet"),
        gate("fork", "parallel"), user("b"), user("c"), end(),
        way("s a meet fork b e") + way("fork c e") + way("note meet"),
        messages=("note",),
    )  # fmt: skip
    run = Run(files)
    run.deliver("note")
    assert run.names == ["a", "b", "c"]
    run.complete("a")
    assert run.names == ["b", "b", "c", "c"]


def objections(outer: str, interrupting: bool = False) -> str:
    cancel = "true" if interrupting else "false"
    return sub(
        f"obj_{outer}",
        start(f"obj_s_{outer}", on("objection"), isInterrupting=cancel),
        user(f"look_{outer}", inputs={"who": "=by"}),
        end(f"obj_e_{outer}"),
        way(f"obj_s_{outer} look_{outer} obj_e_{outer}"),
        triggered=True,
    )


def test_an_event_sub_process_inside_a_sub_process_is_started() -> None:
    files = alone(
        start(), sub("inner", start("is"), user("work"), end("ie"), way("is work ie"), objections("in")), end(),
        way("s inner e"), messages=("objection",),
    )  # fmt: skip
    run = Run(files)
    assert ("objection", None) in run.step.listens
    assert run.deliver("objection", by="A").matched == 1
    assert run.names == ["look_in", "work"]


def test_an_event_sub_process_inside_a_called_process_is_started() -> None:
    files = alone(
        start(), call("c", "q"), end(), way("s c e"), messages=("objection",),
        others=(process("q", start("qs"), user("work"), end("qe"), way("qs work qe"), objections("in")),),
    )  # fmt: skip
    run = Run(files)
    assert run.deliver("objection", by="A").matched == 1
    assert run.names == ["look_in", "work"]


def test_an_interrupting_event_sub_process_cancels_the_rest_and_then_listens_no_more() -> None:
    files = alone(
        start(), gate("fork", "parallel"), user("a"), call("c", "q"), gate("join", "parallel"), end(),
        way("s fork a join e") + way("fork c join"), objections("p", interrupting=True), messages=("objection",),
        others=(process("q", start("qs"), user("work"), end("qe"), way("qs work qe")),),
    )  # fmt: skip
    run = Run(files)
    run.deliver("objection", by="A")
    assert run.names == ["look_p"]
    assert run.step.listens == []
    assert run.deliver("objection").matched == 0
    run.complete("look_p")
    assert run.step.finished


def test_the_clock_of_an_embedded_notice_ends_it_and_objections_then_find_nobody() -> None:
    files = alone(
        start(),
        sub("notice", start("ns"), catch("nt", timer("Duration", "P5D")), end("ne"), way("ns nt ne"), objections("n")),
        user("final"), end(), way("s notice final e"), messages=("objection",),
    )  # fmt: skip
    quiet = Run(files)
    quiet.later(days=5)
    assert quiet.names == ["final"]
    assert quiet.deliver("objection").matched == 0
    disputed = Run(files)
    disputed.deliver("objection", by="A")
    disputed.deliver("objection", by="B")
    disputed.later(days=6)
    assert disputed.names == ["look_n", "look_n"]
    disputed.complete("look_n")
    disputed.complete("look_n")
    assert disputed.names == ["final"]


def test_starting_an_event_sub_process_does_not_change_the_shared_specs() -> None:
    files = alone(start(), user("a"), end(), way("s a e"), objections("p"), messages=("objection",))
    run = Run(files)
    before = [(s.name, list(s._inputs), list(s._outputs)) for s in run.pool.spec.task_specs.values()]
    run.deliver("objection", by="A")
    assert before == [(s.name, list(s._inputs), list(s._outputs)) for s in run.pool.spec.task_specs.values()]
    second = engine.step(run.pool, None, engine.Start(), NOW, engine.World())
    assert [t.element for t in second.waiting_tasks] == ["a"]
    done = engine.step(
        run.pool, second.snapshot, engine.Complete(second.waiting_tasks[0].id), NOW, engine.World()
    )
    assert done.finished


def test_the_handler_of_an_event_sub_process_sees_the_case_and_writes_into_it_at_once() -> None:
    inner = sub(
        "o", start("os", on("objection"), isInterrupting="false"), script("w", "=title + by", "seen"), user("look"),
        end("oe"), way("os w look oe"), triggered=True,
    )  # fmt: skip
    files = alone(start(), user("a"), end(), way("s a e"), inner, messages=("objection",))
    run = Run(files, {"title": "甲", "seen": None})
    run.deliver("objection", by="乙")
    assert run.variables == {"title": "甲", "seen": "甲乙"}


def test_several_deliveries_to_one_listener_stand_side_by_side_each_with_its_own_payload() -> None:
    run = Run(alone(start(), user("a"), end(), way("s a e"), objections("p"), messages=("objection",)))
    for who in "ABC":
        run.deliver("objection", by=who)
    assert [t.locals["who"] for t in run.step.waiting_tasks if t.element == "look_p"] == ["A", "B", "C"]
    run.complete("a")
    assert not run.step.finished
    for _ in range(3):
        run.complete("look_p")
    assert run.step.finished


def test_a_non_interrupting_boundary_message_hears_every_delivery() -> None:
    files = alone(
        start(), user("a"), boundary("note", "a", on("note"), interrupting=False), user("n"), end(), end("e2"),
        way("s a e") + way("note n e2"), messages=("note",),
    )  # fmt: skip
    run = Run(files)
    assert [run.deliver("note").matched for _ in range(3)] == [1, 1, 1]
    assert run.names == ["a", "n", "n", "n"]


def test_reminders_of_a_repeating_timer_survive_the_end_of_their_task() -> None:
    files = alone(
        start(), user("a"), boundary("remind", "a", timer("Cycle", "R3/P1D"), interrupting=False), user("r"), end(),
        end("e2"), user("next"), way("s a next e") + way("remind r e2"),
    )  # fmt: skip
    run = Run(files)
    run.later(days=1)
    run.complete("a")
    assert run.names == ["next", "r"]
    assert run.step.timers == []


def test_a_late_tick_makes_up_for_every_missed_reminder_and_no_more() -> None:
    files = alone(
        start(), user("a"), boundary("remind", "a", timer("Cycle", "R3/P1D"), interrupting=False), user("r"), end(),
        end("e2"), way("s a e") + way("remind r e2"),
    )  # fmt: skip
    run = Run(files)
    run.later(days=30)
    assert run.names == ["a", "r", "r", "r"]
    assert run.step.timers == []
    run.later(days=30)
    assert run.names == ["a", "r", "r", "r"]


def test_two_timers_after_one_event_gateway_have_each_their_own_moment() -> None:
    files = alone(
        start(), gate("g", "eventBased"), catch("t1", timer("Duration", "P9D")), catch("t2", timer("Duration", "P2D")),
        user("one"), user("two"), end(), way("s g t1 one e") + way("g t2 two e"),
    )  # fmt: skip
    run = Run(files)
    assert run.due == {"t1": NOW + timedelta(days=9), "t2": NOW + timedelta(days=2)}
    run.later(days=20)
    assert run.names == ["two"]


def test_an_event_gateway_takes_a_message_with_the_mappings_of_its_event() -> None:
    files = alone(
        start(), gate("g", "eventBased"), catch("t", timer("Duration", "P9D")),
        tag("receiveTask", tag("extensionElements", mapping(None, {"got": "=n + 1"})), id="m", messageRef="Message_news"),
        user("one"), user("two"), end(), way("s g t one e") + way("g m two e"), messages=("news",),
    )  # fmt: skip
    run = Run(files)
    assert run.step.listens == [("news", None)]
    run.deliver("news", n=1)
    assert (run.names, run.variables, run.step.timers) == (["two"], {"got": 2}, [])
    assert run.step.passed[:2] == ["g", "m"]


def experts(sequential: bool = False, enough: str | None = None, collection: str = "=[1, 2, 3]") -> dict[str, bytes]:
    return alone(
        start(), gate("x"),
        user("vote", many(collection, "expert", "scores", "=score", enough, sequential)),
        user("decide"), gate("back", default="F_back_e"), end(),
        way("s x vote decide back e") + flow("back", "x", "=again"),
    )  # fmt: skip


def test_results_of_a_multi_instance_stand_in_input_order_whoever_was_first() -> None:
    run = Run(experts())
    for expert, score in ((3, 30), (1, 10), (2, 20)):
        number = [t.locals["expert"] for t in run.step.waiting_tasks].index(expert)
        run.complete("vote", number, score=score)
    assert run.variables["scores"] == [10, 20, 30]
    assert "score" not in run.variables and "expert" not in run.variables


def test_a_multi_instance_runs_again_after_a_return() -> None:
    run = Run(experts())
    for score in (1, 2, 3):
        run.complete("vote", score=score)
    run.complete("decide", again=True)
    assert run.names == ["vote", "vote", "vote"]
    for score in (4, 5, 6):
        run.complete("vote", score=score)
    assert run.variables["scores"] == [4, 5, 6]


def test_a_null_among_the_items_does_not_stall_a_sequence() -> None:
    run = Run(experts(sequential=True, collection="=[null, 2]"))
    assert run.task("vote").locals == {"expert": None, "loopCounter": 1}
    run.complete("vote", score=1)
    run.complete("vote", score=2)
    assert run.names == ["decide"]


def test_an_empty_collection_passes_with_an_empty_list_and_null_is_a_fault() -> None:
    run = Run(experts(collection="=[]"))
    assert (run.names, run.variables) == (["decide"], {"scores": []})
    with pytest.raises(engine.ExpressionFailed, match="vote.*不是列表"):
        Run(experts(collection="=nobody"))


def test_enough_instances_end_it_and_the_unreached_are_null() -> None:
    run = Run(experts(enough="=numberOfCompletedInstances >= 2 and count(scores) = 3"))
    run.complete("vote", 2, score=30)
    run.complete("vote", 0, score=10)
    assert (run.names, run.variables["scores"]) == (["decide"], [10, None, 30])


def test_a_multi_instance_loaded_from_its_snapshot_completes() -> None:
    run = Run(experts(sequential=True, enough='=score = "stop"'))
    run.complete("vote", score="go")
    run.complete("vote", score="stop")
    assert (run.names, run.variables["scores"]) == (["decide"], ["go", "stop", None])


def test_an_interrupted_multi_instance_call_leaves_nothing_behind() -> None:
    inner = process(
        "q", start("qs"), user("work"), end("qe"), way("qs work qe"), objections("q"),
    )  # fmt: skip
    files = alone(
        start(), call("c", "q", many("=[1, 2, 3]", "n")), boundary("kill", "c", on("kill")), user("after"), end(),
        way("s c e") + way("kill after e"), messages=("kill", "objection"), others=(inner,),
    )  # fmt: skip
    run = Run(files)
    run.deliver("objection", by="A")
    assert run.names == ["look_q"] * 3 + ["work"] * 3
    run.deliver("kill")
    assert run.names == ["after"]
    assert (run.step.listens, run.step.timers, len(run.step.snapshot["processes"])) == ([], [], 1)


def test_a_called_process_sees_and_returns_only_what_is_mapped() -> None:
    inner = process("q", start("qs"), script("w", "=append(list, secret)", "out"), user("u"), end("qe"), way("qs w u qe"))
    files = alone(
        start(), call("c", "q", inputs={"list": "=mine"}, outputs={"result": "=out"}), user("after"), end(),
        way("s c after e"), others=(inner,),
    )  # fmt: skip
    run = Run(files, {"mine": [1], "secret": 7})
    assert run.task("u").locals == {"list": [1], "out": [1, None]}
    run.complete("u", leak=1)
    assert run.variables == {"mine": [1], "secret": 7, "result": [1, None]}


@pytest.mark.parametrize("value", [1, "true", [0], None])
def test_a_condition_must_be_exactly_true(value: object) -> None:
    files = alone(start(), gate("g", default="F_g_b"), user("a"), user("b"), end(), flow("g", "a", "=v"), way("s g b e") + way("a e"))  # fmt: skip
    assert Run(files, {"v": value}).names == ["b"]
    assert Run(files, {"v": True}).names == ["a"]


def test_a_thrown_message_leaves_the_instance_even_if_somebody_inside_listens() -> None:
    files = alone(
        start(), gate("fork", "parallel"), catch("c", on("hello")),
        event("intermediateThrowEvent", "t", on("hello")), gate("join", "parallel"), end(),
        way("s fork c join e") + way("fork t join"), messages=("hello",),
    )  # fmt: skip
    run = Run(files)
    assert [(m.name, m.element) for m in run.step.messages] == [("hello", "t")]
    assert run.step.listens == [("hello", None)]


def test_what_a_timer_releases_runs_in_the_same_step() -> None:
    files = alone(
        start(), catch("t", timer("Duration", "P1D")), service("w", "work"), catch("t2", timer("Duration", "PT0S")),
        user("u"), end(), way("s t w t2 u e"),
    )  # fmt: skip
    run = Run(files)
    step = run.later(days=1)
    assert (run.names, [x.type for x in step.effects], step.passed) == (["u"], ["work"], ["t", "w", "t2"])


def test_a_failing_gateway_names_itself() -> None:
    files = alone(start(), gate("g", default="F_g_a"), user("a"), end(), way("s g a e"), flow("g", "e", "=undefined_function(1)"))  # fmt: skip
    with pytest.raises((engine.EngineFault, engine.Unsupported)) as caught:
        Run(files)
    assert "g" in str(caught.value)


def test_a_condition_event_fires_when_it_is_exactly_true() -> None:
    files = alone(
        start(), gate("fork", "parallel"), user("a"),
        catch("c", tag("conditionalEventDefinition", tag("condition", "=ok"))), user("b"), gate("join", "parallel"),
        end(), way("s fork a join e") + way("fork c b join"),
    )  # fmt: skip
    run = Run(files, {"ok": 1})
    assert run.names == ["a"]
    run.complete("a", ok=True)
    assert run.names == ["b"]


def test_an_error_is_caught_by_its_own_activity_and_never_by_a_neighbour() -> None:
    fail = tag("errorEventDefinition", errorRef="Err")
    inner = sub("one", start("s1"), user("a"), end("e1", fail), way("s1 a e1"))
    other = sub("two", start("s2"), user("b"), end("e2"), way("s2 b e2"))
    nodes = (
        start(), gate("fork", "parallel"), inner, other, boundary("w", "two", fail), user("wrong"),
        gate("join", "parallel"), gate("m1"), gate("m2"), end(),
        way("s fork one m1 join e") + way("fork two m2 join") + way("w wrong m2"),
    )  # fmt: skip
    error = tag("error", id="Err", name="bad", errorCode="E1")
    with pytest.raises(engine.EngineFault, match="e1.*没有边界事件"):
        Run(alone(*nodes, others=(error,))).complete("a")
    caught = Run(alone(*nodes, boundary("r", "one", fail), user("right"), way("r right m1"), others=(error,)))
    caught.complete("a")
    assert caught.names == ["b", "right"]


def test_an_escalation_goes_on_beside_its_activity() -> None:
    raise_it = tag("escalationEventDefinition", escalationRef="Esc")
    files = alone(
        start(),
        sub("one", start("s1"), event("intermediateThrowEvent", "up", raise_it), user("a"), end("e1"), way("s1 up a e1")),
        boundary("x", "one", raise_it, interrupting=False), user("b"), end(), end("e2"), way("s one e") + way("x b e2"),
        others=(tag("escalation", id="Esc", name="up", escalationCode="U"),),
    )  # fmt: skip
    run = Run(files)
    assert run.names == ["a", "b"]
    run.complete("a")
    assert run.names == ["b"]
    run.complete("b")
    assert run.step.finished


def test_a_terminating_end_stops_the_process_it_stands_in() -> None:
    files = alone(
        start(), gate("fork", "parallel"), user("a"), user("b"), end("stop", tag("terminateEventDefinition")), end(),
        way("s fork a stop") + way("fork b e"),
    )  # fmt: skip
    run = Run(files)
    run.complete("a")
    assert run.step.finished and run.step.ended_at == ["stop"] and run.names == []
