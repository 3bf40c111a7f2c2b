"""A deadline is extended once, by working days, with the clocks at the edge of the task; a new calendar keeps that."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.process import engine
from services.process.engine import NotWaitingHere, World

from .bpmn import each, edge, end, one, start, timer, user, z
from .play import MONDAY, Play

DUE = z("taskSchedule", dueDate="=add working days(today(), 5)")


def calendar(*holidays: date) -> World:
    """Monday to Friday without these."""

    def add_working_days(day: date, count: int) -> date:
        while count:
            day += timedelta(days=1)
            count -= day.weekday() < 5 and day not in holidays
        return day

    return World(library={"add working days": add_working_days})


def midnight_behind(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 16, tzinfo=UTC)


def extend(play: Play, element: str, days: int, nth: int = 0) -> Play:
    return play.send(engine.Extend(play.tasks(element)[nth].id, days))


def drawn(clock: str = "=add working days(today(), 5)") -> bytes:
    return one(
        start(), user("work", DUE), end(), user("other", DUE), end("x"), end("y"),
        edge("late", "work", timer(clock, "timeDate")), edge("nag", "work", timer("R9/P1D", "timeCycle"), False),
        "s > work > e", "late > other > x", "nag > y",
    )  # fmt: skip


def due(play: Play, element: str) -> datetime | None:
    return play.tasks(element)[0].due


def test_the_task_and_the_clocks_at_its_edge_move_by_working_days() -> None:
    play = Play(drawn(), calendar()).start()
    assert due(play, "work") == play.timers["late"] == midnight_behind(3, 9)
    nag = play.timers["nag"]
    extend(play, "work", 10)
    assert play.step.matched == 1
    assert due(play, "work") == play.timers["late"] == midnight_behind(3, 23)
    assert play.timers["nag"] == nag, "what repeats is no deadline"
    assert play.later(10).open == ["work"]
    assert play.later(12).open == ["other"]
    assert due(play, "other") == midnight_behind(3, 31), "the next task has a deadline of its own"


def test_a_clock_that_is_not_at_the_edge_of_the_task_stays() -> None:
    diagram = one(
        start(), user("twin", DUE), edge("late", "twin", timer("P9D"), False), user("work", DUE), end(), end("x"),
        "s > twin > e", "late > work > x",
    )  # fmt: skip
    play = Play(diagram, calendar()).start().later(10)
    assert play.open == ["twin", "work"]
    before = due(play, "twin")
    extend(play, "work", 3)
    assert (due(play, "twin"), due(play, "work")) == (before, midnight_behind(3, 24))


def test_a_new_calendar_counts_the_extension_again() -> None:
    play = Play(drawn(), calendar()).start()
    extend(play, "work", 10)
    play.world = calendar(date(2026, 3, 4), date(2026, 3, 20))
    play.recompute()
    assert due(play, "work") == play.timers["late"] == midnight_behind(3, 25)
    play.world = calendar()
    assert due(play.recompute(), "work") == midnight_behind(3, 23)


def test_it_is_extended_once() -> None:
    play = Play(drawn(), calendar()).start()
    extend(play, "work", 10)
    with pytest.raises(NotWaitingHere, match="已经延长过一次"):
        extend(play, "work", 10)
    assert due(play, "work") == midnight_behind(3, 23)


def test_a_task_without_a_due_date_or_that_is_not_open_cannot_be_extended() -> None:
    play = Play(one(start(), user("work"), end(), "s > work > e"), calendar()).start()
    with pytest.raises(NotWaitingHere, match="没有办理期限"):
        extend(play, "work", 10)
    with pytest.raises(NotWaitingHere):
        play.send(engine.Extend(99, 10))


def test_what_is_due_within_the_day_is_extended_from_that_day() -> None:
    at_five = z("taskSchedule", dueDate="2026-03-06T17:00:00+08:00")
    play = Play(one(start(), user("work", at_five), end(), "s > work > e"), calendar()).start()
    assert due(extend(play, "work", 1), "work") == midnight_behind(3, 9)


def test_one_of_several_is_extended_alone() -> None:
    diagram = one(
        start(), user("work", DUE, each("=[1,2]")), edge("late", "work", timer("P30D")), end(), end("x"),
        "s > work > e", "late > x",
    )  # fmt: skip
    play = Play(diagram, calendar()).start()
    before = play.timers["late"]
    extend(play, "work", 10, nth=1)
    assert [t.due for t in play.tasks("work")] == [midnight_behind(3, 9), midnight_behind(3, 23)]
    assert play.timers["late"] == before == MONDAY + timedelta(days=30)
