"""Whatever happens to a page, a notice ends with exactly its days, and never before any reading allows."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import WorkCalendar
from services.calendar.seed import library_days
from services.foundation.clock import SHANGHAI
from services.selection.public_notices.models import COUNTED, NOT_COUNTED, NOT_WORKING, OFF_LINE
from services.selection.public_notices.rules import judged, next_look, taken_down_on
from tests.builders import moment

CALENDAR = WorkCalendar(1, library_days())


def played(first, n, counts_first, planned, off_line):
    """The end of a notice and its ledger, judged midnight by midnight as the house does it."""
    lost, ledger, today = [], {}, first
    while True:
        end = max(planned, CALENDAR.add_working_days(first, n, counts_first, lost))
        if today > end:
            return end, ledger
        works, waits = CALENDAR.is_working_day(today), today == first and not counts_first
        seen = today not in off_line
        ledger[today] = judged(is_working=works, waits=waits, taken_down=False, over=True, looks_ok=int(seen))
        if ledger[today] == OFF_LINE:
            lost.append(today)
        today += timedelta(days=1)


@given(
    first=st.dates(date(2018, 1, 1), date(2026, 10, 1)),
    n=st.integers(1, 12),
    counts_first=st.booleans(),
    window=st.integers(0, 20),
    away=st.sets(st.integers(0, 30), max_size=12),
)
def test_a_notice_has_its_days_when_it_ends_and_no_reading_would_let_it_end_sooner(
    first, n, counts_first, window, away
):
    off_line = {first + timedelta(days=k) for k in away}
    planned = first + timedelta(days=window)
    end, ledger = played(first, n, counts_first, planned, off_line)
    counted = [day for day, status in ledger.items() if status == COUNTED]
    assert len(counted) >= n
    assert len(counted) == n or end == planned, "more than n only where the window is longer"
    assert end == planned or end == counted[-1], "it ends with its last day, not later"
    assert not set(counted) & off_line
    sooner = CALENDAR.add_working_days(first, n, True)
    assert end >= max(planned, sooner)
    assert end == max(planned, CALENDAR.add_working_days(first, n, counts_first, off_line))
    assert all((status == NOT_WORKING) is not CALENDAR.is_working_day(day) for day, status in ledger.items())


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"over": True, "looks_ok": 1}, COUNTED),
        ({"over": True, "looks_ok": 0}, OFF_LINE),
        ({"over": False, "looks_ok": 3}, None),
        ({"over": False, "looks_ok": 3, "taken_down": True}, OFF_LINE),
        ({"over": True, "looks_ok": 3, "taken_down": True}, OFF_LINE),
        ({"over": True, "looks_ok": 3, "waits": True}, NOT_COUNTED),
        ({"over": True, "looks_ok": 0, "waits": True, "taken_down": True}, NOT_COUNTED),
        ({"over": False, "looks_ok": 0, "waits": True}, None),
        ({"over": True, "looks_ok": 0, "is_working": False, "taken_down": True}, NOT_WORKING),
        ({"over": False, "looks_ok": 0, "is_working": False, "taken_down": True}, None),
    ],
)
def test_what_a_day_is_worth(facts, status):
    assert judged(**{"is_working": True, "waits": False, "taken_down": False, **facts}) == status


@pytest.mark.parametrize(
    ("now", "seen", "then"),
    [
        ("2021-12-03 09:00", True, "2021-12-03 12:00"),
        ("2021-12-03 17:30", True, "2021-12-04 00:00"),
        ("2021-12-04 00:00", True, "2021-12-04 09:00"),
        ("2021-12-03 12:00", False, "2021-12-03 12:30"),
        ("2021-12-03 11:50", False, "2021-12-03 12:00"),
        ("2021-12-03 23:45", False, "2021-12-04 00:00"),
    ],
)
def test_when_one_looks_again(now, seen, then):
    assert next_look(moment(now), seen) == moment(then)


def test_a_minute_away_is_a_day_away_and_midnight_belongs_to_the_day_that_begins():
    def day(text):
        return date.fromisoformat(text)

    def at(text):
        return datetime.combine(day(text), time(), SHANGHAI)

    away = [(moment("2021-12-03 23:59"), at("2021-12-04"))]
    assert taken_down_on(day("2021-12-03"), away) and not taken_down_on(day("2021-12-04"), away)
    assert not taken_down_on(day("2021-12-02"), away)
    still = [(moment("2021-12-06 09:00"), None)]
    assert taken_down_on(day("2022-01-06"), still) and not taken_down_on(day("2021-12-05"), still)
