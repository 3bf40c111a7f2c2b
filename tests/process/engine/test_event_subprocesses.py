"""Event sub-processes on every level, interrupting or not, and the spec that stays as it was parsed."""

from .bpmn import call, end, file, message, msg, on_message, one, pools, process, script, start, sub, timer, user, wait
from .play import Play, pool_of

HANDLER = (user("handle"), end("es_e"), "es_s > handle > es_e")


def test_it_opens_a_handler_for_every_message_and_the_end_waits_for_all_of_them() -> None:
    diagram = one(start(), user("main"), end(), "s > main > e", on_message("es", "m", *HANDLER), messages=["m"])
    play = Play(diagram).start().deliver("m", n=1).deliver("m", n=2)
    assert play.open == ["handle", "handle", "main"]
    assert [task.locals["n"] for task in play.tasks("handle")] == [1, 2]
    play.done("main")
    assert not play.finished
    assert play.done("handle").done("handle").finished


def test_a_trigger_does_not_change_the_spec_that_later_instances_share() -> None:
    diagram = one(start(), user("main"), end(), "s > main > e", on_message("es", "m", *HANDLER), messages=["m"])
    pool = pool_of(diagram)
    before = {n: (list(s._inputs), list(s._outputs)) for n, s in pool.spec.task_specs.items()}
    Play(pool).start().deliver("m").done("handle")
    fresh = Play(pool).start()
    assert fresh.open == ["main"]
    assert before == {n: (list(s._inputs), list(s._outputs)) for n, s in pool.spec.task_specs.items()}


def test_it_is_heard_inside_an_embedded_sub_process_and_no_longer_after_it() -> None:
    notice = sub(
        "notice", start("n_s"), wait("clock", timer("P5D")), end("n_e"), "n_s > clock > n_e",
        on_message("es", "objection", *HANDLER),
    )  # fmt: skip
    diagram = one(start(), notice, user("after"), end(), "s > notice > after > e", messages=["objection"])
    play = Play(diagram).start().deliver("objection").deliver("objection")
    assert play.later(6).open == ["handle", "handle"], "the notice ends only when both objections are answered"
    play.done("handle").done("handle")
    assert play.open == ["after"]
    assert play.deliver("objection").step.matched == 0


def test_it_is_heard_inside_a_called_process() -> None:
    inner = process(
        "inner", start("i_s"), user("work"), end("i_e"), "i_s > work > i_e", on_message("es", "m", *HANDLER)
    )
    diagram = file(pools("p"), process("p", start(), call("c", "inner"), end(), "s > c > e"), inner, message("m"))
    play = Play(diagram).start().deliver("m")
    assert play.step.matched == 1
    assert play.open == ["handle", "work"]
    assert play.done("work").done("handle").finished


def test_an_interrupting_one_ends_everything_else_in_its_scope_and_hears_no_second_message() -> None:
    diagram = one(
        start(), user("main"), end(), "s > main > e", on_message("es", "m", *HANDLER, interrupts=True),
        on_message("note", "n", user("noted"), end("note_e"), "note_s > noted > note_e"), messages=["m", "n"],
    )  # fmt: skip
    play = Play(diagram).start().deliver("n").deliver("m")
    assert play.open == ["handle"]
    assert play.step.closed and play.step.listens == []
    assert play.deliver("m").step.matched == 0
    assert play.done("handle").finished


def test_an_interrupting_one_in_a_sub_process_lets_the_process_go_on_behind_it() -> None:
    inner = sub("box", start("b_s"), user("work"), end("b_e"), "b_s > work > b_e",
                on_message("es", "m", *HANDLER, interrupts=True))  # fmt: skip
    diagram = one(start(), inner, user("after"), end(), "s > box > after > e", messages=["m"])
    assert Play(diagram).start().deliver("m").done("handle").open == ["after"]


def test_its_handler_sees_the_case_and_what_it_writes_is_seen_at_once() -> None:
    handler = (script("count", "=(if n = null then 0 else n) + 1 + base", "n"), end("es_e"), "es_s > count > es_e")
    diagram = one(start(), user("main"), end(), "s > main > e", on_message("es", "m", *handler), messages=["m"])
    play = Play(diagram).start(base=10).deliver("m").deliver("m")
    assert play.variables["n"] == 22


def test_the_payload_of_each_message_stays_with_its_own_handler() -> None:
    diagram = one(start(), user("main"), end(), "s > main > e", on_message("es", "m", *HANDLER), messages=["m"])
    play = Play(diagram).start(who="applicant").deliver("m", who="objector")
    assert play.variables == {"who": "applicant"}
    assert play.tasks("handle")[0].locals == {"who": "objector"}


def test_its_correlation_key_is_asked_in_the_scope_it_listens_in() -> None:
    diagram = one(
        start(), user("main"), end(), "s > main > e", on_message("es", "m", *HANDLER), messages=[message("m", "=id")]
    )
    play = Play(diagram).start(id="K1")
    assert play.step.listens == [("m", "K1")]
    assert play.deliver("m", "K2").step.matched == 0
    assert play.deliver("m", "K1").step.matched == 1
    assert Play(diagram).start().step.listens == [], "nobody knows yet for whom it listens"


def test_a_start_by_message_takes_the_payload_and_listens_no_more() -> None:
    diagram = one(start("s", msg("m")), user("a"), end(), "s > a > e", messages=[message("m", "=id")])
    play = Play(diagram).start(message="m", payload={"grade": "A"})
    assert (play.open, play.variables, play.step.listens) == (["a"], {"grade": "A"}, [])
