"""Days in Shanghai, moments in UTC, and what "by 10 November" means."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.foundation.clock import SHANGHAI, SetClock, end_of_day, last_day, local_day, start_of_day


def test_by_the_tenth_runs_to_midnight_in_shanghai() -> None:
    assert end_of_day(date(2021, 11, 10)) == datetime(2021, 11, 10, 16, tzinfo=UTC)
    assert last_day(end_of_day(date(2021, 11, 10))) == date(2021, 11, 10)


def test_a_moment_late_in_the_evening_of_utc_is_the_next_day_in_shanghai() -> None:
    assert local_day(datetime(2021, 11, 10, 16, tzinfo=UTC)) == date(2021, 11, 11)


@given(st.dates(date(1992, 1, 1), date(2100, 1, 1)))
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    assert end_of_day(day) == start_of_day(day + timedelta(days=1))
    assert local_day(start_of_day(day)) == day == last_day(end_of_day(day))


def test_a_set_clock_shows_what_it_was_set_to_whatever_the_zone() -> None:
    clock = SetClock(datetime(2021, 8, 5, 9, tzinfo=SHANGHAI))
    assert clock.now() == datetime(2021, 8, 5, 1, tzinfo=UTC) and clock.now().tzinfo is UTC
