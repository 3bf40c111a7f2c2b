"""An instance is carried to another version where what it waits for means the same there, and else stays."""

import random
import re
from datetime import timedelta

import orjson
import pytest

from services.process import engine
from services.process.engine import Carried, Refit, carry, fingerprint, may_become

from .bpmn import (
    call,
    choice,
    each,
    edge,
    end,
    fork,
    io,
    on_message,
    one,
    process,
    start,
    sub,
    timer,
    user,
    wait,
    z,
)  # fmt: skip
from .play import Play, pool_of
from .torture import BEFORE_JOIN, DIAGRAM, Walker, to_the_end

TORTURE = pool_of(DIAGRAM)


def moved(play: Play, diagram: bytes, **becomes: str) -> tuple[Play, Carried]:
    """The play on another version, and what became of it; where it stays the play is as it was."""
    new = pool_of(diagram)
    raw = orjson.loads(play.raw)
    carried = carry(play.pool, new, raw, becomes)
    if carried.snapshot is None:
        return play, carried
    before = engine.reckon(play.pool, raw, play.now, play.world)
    other = Play(new, play.world, play.now)
    other.raw = orjson.dumps(carried.snapshot)
    return other.send(Refit(before)), carried


@pytest.mark.parametrize("seed", range(40))
def test_carrying_to_an_equal_version_changes_not_a_byte(seed: int) -> None:
    walker, play = Walker(seed), Play(TORTURE).start()
    for _ in range(15):
        if play.finished:
            break
        walker.go(play)
        plainly, _ = moved(play, DIAGRAM)
        same, carried = moved(play, DIAGRAM, a="a")  # with something said every row is looked at
        assert carried.stays is None and not carried.mapped
        assert same.raw == plainly.raw == play.raw
        assert same.step.waiting_tasks == play.step.waiting_tasks
        assert (same.step.timers, same.step.listens) == (play.step.timers, play.step.listens)


def edits(dice: random.Random) -> bytes:
    """The same diagram with something drawn otherwise: a step before another, or behind it, gone, or a new name."""
    text = DIAGRAM.decode()
    flows = [
        f for f in re.findall(r'<bpmn:sequenceFlow [^>]*sourceRef="(\w+)" targetRef="(\w+)"', text) if f[0] != "eb"
    ]
    for number in range(dice.choice([1, 2, 3])):
        source, target = dice.choice(flows)
        step = f"new{number}"
        pattern = rf'(<bpmn:sequenceFlow id="[^"]*" sourceRef="{source}" targetRef=)"{target}"'
        found = re.search(pattern, text)
        if found is None:
            continue
        text = text[: found.start()] + f'{found[1]}"{step}"' + text[found.end() :]
        more = f'<bpmn:userTask id="{step}"/><bpmn:sequenceFlow id="F_{step}" sourceRef="{step}" targetRef="{target}"/>'
        text = text[: found.start()] + more + text[found.start() :]
    return text.encode()


@pytest.mark.parametrize("seed", range(60))
def test_whoever_is_carried_over_comes_to_an_end_and_no_join_fires_early(seed: int) -> None:
    dice = random.Random(seed)
    walker, play = Walker(seed), Play(TORTURE).start()
    for _ in range(dice.randrange(14)):
        walker.go(play)
        if play.finished:
            return
    other, carried = moved(play, edits(dice))
    assert carried.stays is None or carried.stays.startswith("已经到达汇合处"), carried.stays
    for _ in range(12):
        if other.finished:
            return
        walker.go(other)
        if "decide" in other.open:
            assert not BEFORE_JOIN & set(other.open)
    to_the_end(other)


@pytest.mark.parametrize("seed", range(20))
def test_with_every_step_renamed_and_mapped_it_goes_the_same_way(seed: int) -> None:
    steps = [e.id for e in TORTURE.elements.values() if e.kind in ("userTask", "callActivity", "parallelGateway")]
    becomes = {step: f"{step}_2" for step in steps}
    text = DIAGRAM.decode()
    for step, now in becomes.items():
        text = text.replace(f'"{step}"', f'"{now}"')
    walker, play = Walker(seed), Play(TORTURE).start()
    for _ in range(seed % 12):
        walker.go(play)
    if play.finished:
        return
    other, carried = moved(play, text.encode(), **becomes)
    assert carried.stays is None
    assert other.open == sorted(becomes[name] for name in play.open)
    assert (other.timers, other.variables) == (play.timers, play.variables)
    to_the_end(other)


LINE = one(start("s"), user("a"), user("b"), end("e"), "s > a > b > e")


def test_steps_before_and_behind_may_come_and_go_and_it_goes_on_as_one_begun_there() -> None:
    longer = one(start("s"), user("x"), user("a"), user("c"), end("e"), "s > x > a > c > e")
    play, carried = moved(Play(LINE).start(), longer)
    assert (carried.kept, play.open) == (["a"], ["a"])
    fresh = Play(longer).start().done("x")
    assert play.done("a").open == fresh.done("a").open == ["c"]
    assert play.done("c").finished


def test_a_step_that_is_gone_or_of_another_kind_stays_until_a_person_says_what_it_has_become() -> None:
    renamed = one(start("s"), user("a2"), user("b"), end("e"), "s > a2 > b > e")
    play = Play(LINE).start()
    stays = moved(play, renamed)[1]
    assert stays.asks == ["a"] and "没有了" in (stays.stays or "")
    assert set(may_become(play.pool, pool_of(renamed), "a")) == {"a2", "b"}
    other, carried = moved(play, renamed, a="a2")
    assert (carried.mapped, other.open) == ({"a": "a2"}, ["a2"])
    assert other.done("a2").open == ["b"]
    waits = one(start("s"), wait("a", timer("P1D")), user("b"), end("e"), "s > a > b > e")
    assert moved(play, waits)[1].asks == ["a"]


def test_inside_another_sub_process_it_stays() -> None:
    inside = one(start("s"), sub("u", start("us"), user("a"), end("ue"), "us > a > ue"), end("e"), "s > u > e")
    stays = moved(Play(LINE).start(), inside)[1]
    assert stays.asks == ["a"] and "子流程" in (stays.stays or "")
    assert may_become(pool_of(LINE), pool_of(inside), "a") == []


BOTH = ("s > f", "f > a > j", "f > b > j", "j > c > e")
TWO = one(start("s"), fork("f"), user("a"), user("b"), fork("j"), user("c"), end("e"), *BOTH)


@pytest.mark.parametrize(
    "other",
    [
        one(start("s"), fork("f"), *[user(n) for n in "abdc"], fork("j"), end("e"), *BOTH, "f > d > j"),
        one(start("s"), user("a"), user("b"), user("c"), end("e"), "s > a > b > c > e"),
        one(start("s"), fork("f"), user("a"), user("b"), fork("j"), user("c"), end("e"), "s > a > f",
            "f > b > j", "f > c > j", "j > e"),
    ],
)  # fmt: skip
def test_between_other_forks_and_joins_it_stays_for_it_would_wait_for_ever(other: bytes) -> None:
    for play in (Play(TWO).start(), Play(TWO).start().done("a"), Play(TWO).start().done("b")):
        assert moved(play, other)[1].stays


def test_two_that_were_side_by_side_may_not_come_to_stand_behind_one_another() -> None:
    other = one(start("s"), fork("f"), *[user(n) for n in "abxc"], fork("j"), end("e"),
                "s > f", "f > a > b > j", "f > x > j", "j > c > e")  # fmt: skip
    assert "另一支" in (moved(Play(TWO).start(), other)[1].stays or "")


def test_a_parallel_part_that_lies_wholly_ahead_is_no_hindrance_and_is_passed() -> None:
    ahead = one(start("s"), user("a"), fork("f"), user("x"), user("b"), fork("j"), end("e"),
                "s > a > f", "f > x > j", "f > b > j", "j > e")  # fmt: skip
    play, carried = moved(Play(LINE).start(), ahead)
    assert carried.stays is None
    assert play.done("a").done("x").done("b").finished


def test_a_branch_that_has_arrived_goes_on_waiting_and_the_join_fires_once() -> None:
    longer = one(start("s"), fork("f"), *[user(n) for n in "abdc"], fork("j"), end("e"),
                 "s > f", "f > a > j", "f > b > d > j", "j > c > e")  # fmt: skip
    play, carried = moved(Play(TWO).start().done("a"), longer)
    assert carried.kept == ["j", "b"] or set(carried.kept) == {"j", "b"}
    assert play.done("b").open == ["d"]
    assert play.done("d").open == ["c"]
    arrived = Play(TWO).start().done("b")
    assert "已经到达汇合处" in (moved(arrived, longer)[1].stays or "")


def notice(days: str) -> bytes:
    late = edge("late", "a", timer(days))
    return one(start("s"), user("a"), end("e"), "s > a > e", late, user("l"), end("le"), "late > l > le")


def test_a_clock_is_computed_again_from_the_moment_it_was_armed() -> None:
    play = Play(notice("P5D")).start()
    armed = play.now
    play.later(2)
    other, _ = moved(play, notice("P7D"))
    assert other.timers == {"late": armed + timedelta(days=7)}
    assert other.step.timers[0].armed_at == armed
    assert other.later(5.1).open == ["l"]


def test_edges_come_and_go_with_what_is_drawn_and_one_renamed_keeps_its_clock() -> None:
    bare = one(start("s"), user("a"), end("e"), "s > a > e")
    play = Play(bare).start()
    armed = play.now
    play.later(1)
    edged, carried = moved(play, notice("P5D"))
    assert carried.new == ["late"] and edged.timers == {"late": play.now + timedelta(days=5)}
    back, carried = moved(edged, bare)
    assert carried.gone == ["late"] and not back.timers
    assert back.done("a").finished
    begun = Play(notice("P5D")).start()
    other, _ = moved(begun, notice("P6D").replace(b'"late"', b'"overdue"'))
    assert other.timers == {"overdue": armed + timedelta(days=6)}
    assert other.later(7).open == ["l"]


def test_an_input_that_the_new_version_gives_otherwise_reaches_what_has_begun() -> None:
    def version(days: int) -> bytes:
        called = process("notice", start("ns"), wait("ends", timer('=duration("P" + string(days) + "D")')), end("ne"),
                         "ns > ends > ne")  # fmt: skip
        inputs = io({"days": f"={days}", "list": "=names"})
        return one(start("s"), call("n", "notice", inputs), user("after"), end("e"), "s > n > after > e", also=[called])

    play = Play(version(5)).start(names=["x"])
    other, _ = moved(play, version(7))
    assert other.timers == {"ends": play.now + timedelta(days=7)}
    assert other.later(6).open == [] and other.later(1.1).open == ["after"]


def test_several_at_work_stay_several_and_the_listening_goes_on() -> None:
    def version(name: str, *more: str) -> bytes:
        box = user(name, inner=each("=[1, 2, 3]", "n", "got", "=v"))
        heard = on_message("ask", "ask", user("reply"), end("re"), "ask_s > reply > re")
        return one(start("s"), box, heard, user("sum"), end("e"), f"s > {name} > sum > e", *more,
                   messages=["ask"])  # fmt: skip

    play = Play(version("box")).start().done("box", 1, v="two").deliver("ask")
    other, carried = moved(play, version("panel"), box="panel")
    assert carried.mapped == {"box": "panel"} and other.open == ["panel", "panel", "reply"]
    assert other.step.listens == [("ask", None)]
    other.done("panel", 0, v="one").done("reply").done("panel", 0, v="three")
    assert other.variables["got"] == ["one", "two", "three"] and other.open == ["sum"]
    alone = one(start("s"), user("box"), end("e"), "s > box > e", messages=["ask"])
    assert "几个人" in (moved(Play(version("box")).start(), alone)[1].stays or "")


def test_people_and_dates_are_those_of_the_new_version() -> None:
    def version(ext: str) -> bytes:
        return one(start("s"), user("a", ext), end("e"), "s > a > e")

    old = z("assignmentDefinition", candidateGroups='="county:" + who') + z(
        "taskSchedule", dueDate='=date("2026-03-05")'
    )
    play = Play(version(old)).start(who="office")
    new = z("assignmentDefinition", candidateGroups="city:approver") + z("taskSchedule", dueDate='=date("2026-03-09")')
    task = moved(play, version(new))[0].step.waiting_tasks[0]
    assert task.candidate_groups == "city:approver"
    assert task.due is not None and task.due.isoformat() == "2026-03-09T16:00:00+00:00"


def test_a_fingerprint_is_about_shape_alone_and_each_pool_has_its_own() -> None:
    words = LINE.replace(b'id="a"', b'id="a" name="X"')
    assert fingerprint(pool_of(words)) == fingerprint(pool_of(LINE))
    assert fingerprint(pool_of(notice("P5D"))) == fingerprint(pool_of(notice("P7D")))
    assert fingerprint(pool_of(TWO)) != fingerprint(pool_of(LINE))
    assert fingerprint(pool_of(one(start("s"), user("a"), choice("g"), user("b"), end("e"), "s > a > g > b > e"))) != (
        fingerprint(pool_of(LINE))
    )
