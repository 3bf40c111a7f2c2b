"""Clocks: due moments are computed once, kept with the moment of arming, and fire at the very moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.process.engine import EndlessLoop, ExpressionFailed, World
from services.process.engine.moments import read_cycle, read_moment, read_span
from services.process.rules.values import YearsMonths

from .bpmn import choice, edge, end, io, msg, node, one, start, timer, user, wait, z
from .play import MONDAY, Play


def calendar(*holidays: date) -> World:
    """Every day counts but the holidays."""

    def add(moment: datetime, n: Any) -> datetime:
        left = int(n)
        while left:
            moment += timedelta(days=1)
            left -= moment.date() not in holidays
        return moment

    return World(library={"add working days": add})


CLOCK = one(
    start(), wait("clock", timer("=add working days(now(), 5)", "timeDate")), user("u"), end(), "s > clock > u > e"
)


def test_a_due_moment_is_kept_and_fires_when_the_moment_comes() -> None:
    play = Play(CLOCK, calendar()).start()
    due = play.timers["clock"]
    assert due == MONDAY + timedelta(days=5)
    assert play.later(1).timers["clock"] == due
    play.now = due - timedelta(microseconds=1)
    assert play.later(0).open == []
    play.now = due
    assert play.later(0).open == ["u"]


def test_a_clock_that_is_held_waits_though_it_is_due_and_fires_when_it_is_let_go() -> None:
    play = Play(CLOCK, calendar()).start()
    free, play.world = play.world, replace(play.world, held=frozenset({"clock"}))
    assert play.later(6).open == [] and "clock" in play.timers
    play.world = free
    assert play.later(0).open == ["u"]


def test_recomputing_counts_from_the_moment_of_arming_not_from_today() -> None:
    play = Play(CLOCK, calendar()).start().later(2)
    play.world = calendar(date(2026, 3, 5))
    play.recompute()
    (clock,) = play.step.timers
    assert (clock.due, clock.armed_at) == (MONDAY + timedelta(days=6), MONDAY)
    assert clock.working_days
    play.world = calendar()
    assert play.recompute().timers["clock"] == MONDAY + timedelta(days=5), "and back again"


def test_dates_of_open_tasks_are_computed_at_opening_and_recomputed_from_there() -> None:
    schedule = z("taskSchedule", dueDate="=add working days(now(), 3)", followUpDate="2026-03-20")
    diagram = one(start(), user("a", schedule), end(), "s > a > e")
    play = Play(diagram, calendar()).start().later(2)
    (task,) = play.tasks("a")
    assert task.due == MONDAY + timedelta(days=3)
    assert task.follow_up == datetime(2026, 3, 20, 16, 0, tzinfo=UTC), "a day alone runs to 24:00 in Shanghai"
    play.world = calendar(date(2026, 3, 3))
    assert play.recompute().tasks("a")[0].due == MONDAY + timedelta(days=4)


REMINDED = one(
    start(), user("a"), edge("cycle", "a", timer("R3/P2D", "timeCycle"), interrupts=False), user("remind"),
    end(), end("e2"), "s > a > e", "cycle > remind > e2",
)  # fmt: skip


def test_a_cycle_opens_a_task_each_time_and_stops_after_its_number() -> None:
    play = Play(REMINDED).start().later(2)
    assert play.open == ["a", "remind"]
    play.later(2).later(2)
    assert (play.open.count("remind"), play.timers) == (3, {})
    assert play.later(20).open.count("remind") == 3


def test_a_late_tick_fires_every_missed_turn_of_a_cycle() -> None:
    assert Play(REMINDED).start().later(30).open.count("remind") == 3


def test_an_open_reminder_stays_when_the_task_it_reminds_of_is_done() -> None:
    play = Play(REMINDED).start().later(2).done("a")
    assert (play.open, play.timers, play.finished) == (["remind"], {}, False)
    assert play.done("remind").finished


def test_a_plain_clock_beside_a_task_fires_once_and_the_task_stays() -> None:
    diagram = one(
        start(), user("a"), edge("late", "a", timer("P2D"), interrupts=False), user("note"), end(), end("e2"),
        "s > a > e", "late > note > e2",
    )  # fmt: skip
    play = Play(diagram).start().later(9)
    assert (play.open, play.timers) == (["a", "note"], {})
    assert play.done("a").done("note").finished


def test_of_two_clocks_at_one_task_only_the_earlier_interrupts_however_late_the_tick() -> None:
    diagram = one(
        start(), user("a"), edge("late", "a", timer("P9D")), edge("early", "a", timer("P2D")), user("x"), user("y"),
        end(), "s > a > e", "late > x > e", "early > y > e",
    )  # fmt: skip
    play = Play(diagram).start().later(30)
    assert (play.open, play.timers) == (["y"], {})


def test_clocks_behind_an_event_gateway_have_their_own_moments_and_the_first_wins() -> None:
    diagram = one(
        start(), node("eventBasedGateway", "g"), wait("long", timer("P9D")), wait("short", timer("P1D")),
        user("slow"), user("fast"), end(), "s > g > long > slow > e", "g > short > fast > e",
    )  # fmt: skip
    play = Play(diagram).start()
    assert play.timers == {"long": MONDAY + timedelta(days=9), "short": MONDAY + timedelta(days=1)}
    assert play.later(30).open == ["fast"]
    assert "short" in play.step.passed and "long" not in play.step.passed


def test_an_event_gateway_takes_the_message_with_its_payload_or_the_clock() -> None:
    receive = node("receiveTask", "answer", io(outputs={"said": "=text"}), messageRef="m")
    diagram = one(
        start(), node("eventBasedGateway", "g"), receive, wait("clock", timer("P1D")), user("a"), user("b"), end(),
        "s > g > answer > a > e", "g > clock > b > e", messages=["m"],
    )  # fmt: skip
    play = Play(diagram).start().deliver("m", text="yes")
    assert (play.open, play.variables, play.timers) == (["a"], {"said": "yes"}, {})


def test_a_return_arms_the_clock_again() -> None:
    diagram = one(
        start(), choice("x"), wait("clock", timer("P1D")), user("a"), choice("g"), end(),
        "s > x > clock > a > g", "g > x if again = true", "g > e else",
    )  # fmt: skip
    play = Play(diagram).start().later(1).done("a", again=True)
    assert play.timers["clock"] == MONDAY + timedelta(days=2)


def test_a_clock_in_the_past_that_leads_back_to_itself_is_ended() -> None:
    diagram = one(
        start(), choice("x"), wait("clock", timer("2020-01-01", "timeDate")), choice("g"), user("a"), end(),
        "s > x > clock > g", "g > x if again = true", "g > a else", "a > e",
    )  # fmt: skip
    assert Play(diagram).start().open == ["a"]
    with pytest.raises(EndlessLoop):
        Play(diagram).start(again=True)


def test_a_value_that_is_no_moment_names_the_element() -> None:
    diagram = one(start(), wait("clock", timer("=when", "timeDate")), end(), "s > clock > e")
    with pytest.raises(ExpressionFailed) as failed:
        Play(diagram).start(when=5)
    assert failed.value.element == "clock"
    assert "需要日期或时间" in str(failed.value)


def test_texts_and_values_that_are_moments_and_those_that_are_not() -> None:
    assert read_moment("2026-03-02") == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert read_moment(date(2026, 3, 2)) == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert read_moment("2026-03-02T09:00:00") == datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    assert [read_moment(v) for v in ("P5D", 5, "5天", None, timedelta(1))] == [None] * 5


def test_texts_and_values_that_are_durations_and_those_that_are_not() -> None:
    for value in ("P5D", timedelta(days=5), "PT120H", "P4DT24H"):
        span = read_span(value)
        assert span is not None and span.after(MONDAY) == MONDAY + timedelta(days=5), value
    assert [read_span(v) for v in ('"P5D"', "P5", "5天", 5, "P", "PT", "P1DT", None)] == [None] * 8


def test_months_are_counted_in_the_calendar() -> None:
    span = read_span(YearsMonths(1))
    assert span is not None
    assert span.after(datetime(2026, 1, 31, 1, 0, tzinfo=UTC)) == datetime(2026, 2, 28, 1, 0, tzinfo=UTC)


def test_a_cycle_that_does_not_lead_forward_is_none() -> None:
    assert read_cycle("R/P1D") is not None
    assert [read_cycle(v) for v in ("R3/PT0S", "R3", "P1D", "R3/2026-03-02/P1D", "R3/P0D")] == [None] * 5


def test_a_clock_that_a_message_interrupts_is_gone() -> None:
    diagram = one(
        start(), user("a"), edge("late", "a", timer("P9D")), edge("cut", "a", msg("m")), user("x"), user("y"), end(),
        "s > a > e", "late > x > e", "cut > y > e", messages=["m"],
    )  # fmt: skip
    play = Play(diagram).start().deliver("m")
    assert (play.open, play.timers, play.step.listens) == (["y"], {}, [])
