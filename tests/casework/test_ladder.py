"""The ladder of reminders: by working days, never two at one moment, never before the opening, each rung once."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import DayRecord, WorkCalendar
from services.casework.reminders import DEFAULT, LadderUnreadable, due_now, ladder, pending, read_words, upcoming
from services.foundation.clock import SHANGHAI, last_day, local, local_day, start_of_day
from tests.builders import moment

MONDAY_TO_FRIDAY = WorkCalendar(1, {})


def days(*, due: str, opened: str = "2021-11-01 10:00", calendar=MONDAY_TO_FRIDAY, text=DEFAULT):
    """Word and moment of every rung, in Shanghai's time."""
    found = ladder(moment(opened), moment(due), read_words(text), calendar)
    return [(r.word, f"{local(r.at):%m-%d %H:%M}") for r in found]


def test_the_ladder_of_an_ordinary_task_goes_by_working_days():
    assert days(due="2021-11-20 00:00") == [
        ("opened", "11-01 10:00"),
        ("-5", "11-12 09:00"),
        ("-2", "11-17 09:00"),
        ("0", "11-19 09:00"),
        ("+1", "11-22 09:00"),
        ("superior", "11-23 09:00"),
    ]


def test_what_is_due_on_a_day_off_is_told_on_the_working_day_before():
    assert dict(days(due="2021-11-22 00:00"))["0"] == "11-19 09:00", "the 21st is a Sunday"


def test_what_is_due_before_the_morning_is_told_the_day_before():
    found = dict(days(due="2021-11-17 08:00"))
    assert (found["0"], found["-2"]) == ("11-16 09:00", "11-12 09:00")
    assert dict(days(due="2021-11-17 15:00"))["0"] == "11-17 09:00"


def test_holidays_are_no_working_days_here_either():
    off = {date(2021, 11, d): DayRecord(False, "放假", "某号", True) for d in (15, 16, 17, 18)}
    found = dict(days(due="2021-11-20 00:00", calendar=WorkCalendar(2, off)))
    assert (found["0"], found["-2"], found["-5"]) == ("11-19 09:00", "11-11 09:00", "11-08 09:00")


def test_what_would_fall_on_the_day_of_opening_or_before_is_left_out():
    found = days(due="2021-11-20 00:00", opened="2021-11-17 08:00")
    assert [word for word, _ in found] == ["opened", "0", "+1", "superior"]


def test_a_task_without_end_is_told_once_and_never_again():
    assert [r.word for r in ladder(moment("2021-11-01 10:00"), None, read_words(None), MONDAY_TO_FRIDAY)] == ["opened"]


def test_a_day_beyond_the_calendar_is_left_out_and_no_error():
    far = datetime(2200, 12, 31, tzinfo=SHANGHAI)
    words = [r.word for r in ladder(moment("2021-11-01 10:00"), far, read_words(None), MONDAY_TO_FRIDAY)]
    assert "superior" not in words and "-5" in words


def test_the_diagram_may_say_other_rungs_or_none():
    assert [w for w, _ in days(due="2021-11-20 00:00", text="-3 superior")] == ["opened", "-3", "superior"]
    assert dict(days(due="2021-11-20 00:00", text="superior"))["superior"] == "11-22 09:00"
    assert [w for w, _ in days(due="2021-11-20 00:00", text="")] == ["opened"]


@pytest.mark.parametrize("text", ["soon", "5", "-2 -5", "-2 -2", "superior -2", "-61", "--2", "+", 5, "１", "-1 " * 13])
def test_a_ladder_nobody_understands_is_refused(text):
    with pytest.raises(LadderUnreadable):
        read_words(text)


def test_who_slept_through_three_rungs_is_told_one():
    rungs = ladder(moment("2021-11-01 10:00"), moment("2021-11-20 00:00"), read_words(None), MONDAY_TO_FRIDAY)
    late = moment("2021-11-19 12:00")
    assert due_now(rungs, 1, late).word == "0"
    assert upcoming(rungs, 4, late).word == "+1"
    assert pending(rungs, 4, late).word == "+1"
    assert pending(rungs, 6, late) is None


minutes = st.integers(0, 60 * 24 * 500)
calendars = st.dictionaries(st.integers(0, 700), st.booleans(), max_size=120).map(
    lambda days: WorkCalendar(
        1, {date(2021, 1, 1) + timedelta(days=n): DayRecord(w, "", "某号", True) for n, w in days.items()}
    )
)
texts = st.lists(st.integers(-20, 20), unique=True, max_size=8).flatmap(
    lambda numbers: st.booleans().map(
        lambda up: " ".join([*(f"{n:+d}" if n else "0" for n in sorted(numbers)), *(["superior"] if up else [])])
    )
)


@given(minutes, minutes, texts, calendars)
def test_rungs_rise_strictly_and_none_stands_before_the_opening(opened, due, text, calendar):
    begin = start_of_day(date(2021, 1, 1)) + timedelta(minutes=opened)
    end = start_of_day(date(2021, 1, 1)) + timedelta(minutes=due)
    rungs = ladder(begin, end, read_words(text), calendar)
    moments, places = [r.at for r in rungs], [r.place for r in rungs]
    assert moments == sorted(set(moments)) and moments[0] == begin
    assert places == sorted(set(places)) and places[0] == 0
    assert all(local_day(at) > local_day(begin) for at in moments[1:])
    for rung in rungs[1:]:
        assert calendar.is_working_day(local_day(rung.at))
        before = rung.word != "superior" and int(rung.word) <= 0
        assert rung.at < end if before else local_day(rung.at) > last_day(end)


@given(minutes, minutes, st.lists(st.tuples(st.integers(0, 4000), minutes), max_size=12), texts, calendars)
def test_however_the_due_moment_moves_each_rung_is_told_at_most_once_and_in_order(opened, due, moves, text, calendar):
    """The sweep comes whenever it comes, the due moment moves in between: as the columns of a task see it."""
    begin = start_of_day(date(2021, 1, 1))
    now, told, place = begin + timedelta(minutes=opened), [], 0
    words = read_words(text)
    for hours, moved in [(0, due), *moves]:
        now += timedelta(hours=hours)
        rungs = ladder(begin + timedelta(minutes=opened), begin + timedelta(minutes=moved), words, calendar)
        rung = due_now(rungs, place, now)
        if rung is not None:
            told.append(rung.place)
            place = rung.place + 1
            assert rung.at <= now
        coming = upcoming(rungs, place, now)
        assert coming is None or (coming.at > now and coming.place >= place)
    assert told == sorted(set(told)) and told[0] == 0
