"""The calendar beyond the years 1 to 9999 goes on as Python's own does inside them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.foundation.clock import SHANGHAI
from services.process.rules.far_dates import (
    FarDate,
    FarMoment,
    day_numbered,
    day_of,
    instant,
    later,
    moment_of,
    told_in,
)
from services.process.rules.values import from_json, to_json

YEARS = st.integers(-999_999_000, 999_999_000)
SPANS = st.timedeltas(timedelta(days=-900_000_000), timedelta(days=900_000_000))


@given(YEARS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_is_known_by_its_number(year, month, day):
    found = day_of(year, month, day)
    assert (found.year, found.month, found.day) == (year, month, day)
    assert day_numbered(found.toordinal()) == found
    assert isinstance(found, date if 1 <= year <= 9999 else FarDate)


@given(st.dates(), st.integers(-1000, 1000))
def test_400_years_later_it_is_the_same_weekday_and_146097_days_on(day, cycles):
    far = day_of(day.year + 400 * cycles, day.month, day.day)
    assert far.isoweekday() == day.isoweekday()
    assert far.toordinal() - day.toordinal() == 146_097 * cycles


@given(st.lists(YEARS.map(lambda year: day_of(year, 3, 1)), min_size=2, max_size=5))
def test_days_are_in_the_order_of_their_years(days):
    assert [day.year for day in sorted(days)] == sorted(day.year for day in days)


@given(st.datetimes(timezones=st.sampled_from([None, UTC, SHANGHAI])), SPANS)
def test_what_is_added_can_be_taken_away_and_lies_between(moment, span):
    on = later(moment, span)
    zone = UTC if moment.tzinfo is None else None
    assert instant(on, zone) - instant(moment, zone) == span // timedelta(microseconds=1)
    assert instant(later(on, -span), zone) == instant(moment, zone)


@given(YEARS, st.times())
def test_a_moment_told_in_another_zone_is_the_same_moment(year, clock):
    here = moment_of(day_of(year, 6, 15), clock.replace(tzinfo=UTC))
    assert instant(told_in(here, SHANGHAI)) == instant(here)


@given(YEARS, st.times(timezones=st.sampled_from([None, UTC])))
def test_a_far_day_and_a_far_moment_come_back_from_json(year, clock):
    day = day_of(year, 2, 28)
    for value in (day, moment_of(day, clock)):
        assert from_json(to_json(value)) == value


def test_the_calendar_ends():
    with pytest.raises(ValueError, match="beyond"):
        day_of(1_000_000_000, 1, 1)
    with pytest.raises(ValueError, match="beyond"):
        day_numbered(10**13)
    with pytest.raises(ValueError, match="beyond"):
        later(FarMoment(2_499_994, datetime(2399, 12, 31, 23)), timedelta(hours=2))
    with pytest.raises(ValueError, match="month"):
        day_of(12_001, 2, 29)


def test_the_edge_of_pythons_years_is_crossed_both_ways():
    assert day_numbered(date.max.toordinal() + 1) == day_of(10_000, 1, 1)
    assert day_numbered(0) == day_of(0, 12, 31)
    assert later(later(datetime.max, timedelta(days=1)), timedelta(days=-1)) == datetime.max
    assert moment_of(day_of(10_000, 1, 1), time(1)).date() > date.max
    assert day_of(10_000, 1, 1).isoformat() == "10000-01-01"
    assert str(day_of(-17, 1, 1)) == "-0017-01-01"
    assert str(moment_of(day_of(-17, 1, 1), time(1))) == "-0017-01-01 01:00:00"
