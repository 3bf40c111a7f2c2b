"""Snapshots: plain JSON, small, the same bytes for the same commands, flat after a thousand returns."""

import builtins
import hashlib
import os
import subprocess
import sys
from typing import Any

import pytest

from services.process import engine
from services.process.engine import NotWaitingHere, UnknownFormat

from .bpmn import choice, edge, end, fork, msg, one, start, user
from .play import MONDAY, Play, pool_of
from .torture import DIAGRAM, Walker

RETURNS = one(
    start(), choice("x"), user("fill"), edge("n", "fill", msg("m"), interrupts=False), user("note"), fork("f"),
    user("a"), user("b"), fork("j"), choice("g"), end(), end("e2"),
    "s > x > fill > f", "n > note > e2", "f > a > j", "f > b > j", "j > g", "g > x if again = true", "g > e else",
    messages=["m"],
)  # fmt: skip


def _round(play: Play, again: bool = True) -> Play:
    return play.done("fill", title="x").done("a").done("b", again=again)


def test_a_case_returned_a_thousand_times_costs_what_a_fresh_one_costs() -> None:
    play = _round(Play(RETURNS).start())
    tasks, size = len(play.step.snapshot["workflows"][0]["tasks"]), len(play.raw)
    for _ in range(1_000):
        _round(play)
    assert len(play.step.snapshot["workflows"][0]["tasks"]) == tasks
    assert len(play.raw) < size + 40, "only the ids have more digits"
    assert _round(play, again=False).finished


def digest(seed: int) -> str:
    """The snapshot after a walk, as a digest."""
    walker, play = Walker(seed), Play(pool_of(DIAGRAM)).start()
    for _ in range(30):
        if not play.finished:
            walker.go(play)
    return hashlib.sha256(play.raw).hexdigest()


def test_the_same_commands_give_the_same_bytes_under_every_hash_seed() -> None:
    code = "from tests.process.engine.test_snapshot import digest; print(*[digest(n) for n in range(6)])"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in range(3)
    }  # fmt: skip
    assert found == {" ".join(digest(n) for n in range(6)) + "\n"}


def test_no_python_is_ever_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("Python was evaluated")

    monkeypatch.setattr(builtins, "eval", forbidden)
    monkeypatch.setattr(builtins, "exec", forbidden)
    monkeypatch.setattr(builtins, "compile", forbidden)
    walker, play = Walker(3), Play(pool_of(DIAGRAM)).start()
    for _ in range(25):
        if not play.finished:
            walker.go(play)


def test_a_step_leaves_the_snapshot_it_was_given_as_it_was() -> None:
    play = Play(RETURNS).start(form={"list": [1]})
    given = play.step.snapshot
    before = repr(given)
    engine.step(play.pool, given, engine.Complete(play.tasks("fill")[0].id, {"form": 1}), MONDAY, play.world)
    assert repr(given) == before


def test_a_task_that_is_done_or_withdrawn_cannot_be_completed() -> None:
    play = Play(RETURNS).start()
    task = play.tasks("fill")[0].id
    play.done("fill")
    assert play.step.closed == [task]
    for gone in (task, 999):
        with pytest.raises(NotWaitingHere):
            play._do(engine.Complete(gone))
    with pytest.raises(NotWaitingHere):
        play._do(engine.Answer(task))


def test_an_instance_starts_once_and_nothing_else_comes_before() -> None:
    play = Play(RETURNS)
    with pytest.raises(NotWaitingHere):
        engine.step(play.pool, None, engine.Tick(), MONDAY, play.world)
    play.start()
    with pytest.raises(NotWaitingHere):
        play.start()


def test_a_finished_instance_keeps_its_variables_and_hears_nothing() -> None:
    play = _round(Play(RETURNS).start(), again=False)
    assert play.finished and play.step.listens == [] and play.step.timers == []
    assert play.variables["title"] == "x"
    assert play.deliver("m").step.matched == 0
    assert play.finished


def test_a_format_of_the_future_is_refused() -> None:
    play = Play(RETURNS).start()
    with pytest.raises(UnknownFormat):
        engine.step(play.pool, {**play.step.snapshot, "format": 99}, engine.Tick(), MONDAY, play.world)


def test_open_elements_are_those_on_which_a_token_stands() -> None:
    play = Play(RETURNS).start()
    assert engine.open_elements(play.step.snapshot) == ["fill"]
    play.deliver("m").done("fill").done("a")
    assert engine.open_elements(play.step.snapshot) == ["j", "b", "note"]


def test_passed_tells_the_way_in_order_with_automatic_steps_and_called_processes() -> None:
    play = Play(DIAGRAM).start(pick=1)
    assert play.step.passed == ["s", "x0", "split", "am", "or1", "m_s"]
    play.done("mid_task")
    assert play.step.passed == ["mid_task", "l_s", "l_s", "l_s", "l_m", "l_m", "l_m"]
