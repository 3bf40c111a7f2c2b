"""Dates, times, zones, durations, ranges of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from services.foundation.clock import SHANGHAI
from services.process.rules.feel import FeelError, compile_expression
from services.process.rules.values import YearsMonths


def feel(text, **names):
    return compile_expression(text, names).evaluate(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2021-11-10"', date(2021, 11, 10)),
        ('date("2021-02-29")', None),
        ("date(2021, 11, 10)", date(2021, 11, 10)),
        ('time("23:59:00")', time(23, 59)),
        ('date and time("2021-11-10T08:00:00")', datetime(2021, 11, 10, 8)),
        ('date and time("2021-11-10T08:00:00Z")', datetime(2021, 11, 10, 8, tzinfo=UTC)),
        ('@"2021-11-10T08:00:00@Asia/Shanghai"', datetime(2021, 11, 10, tzinfo=UTC)),
        ('date and time(@"2021-11-10", @"08:00:00")', datetime(2021, 11, 10, 8)),
        ('duration("P1DT2H")', timedelta(days=1, hours=2)),
        ('duration("-P1Y2M")', YearsMonths(-14)),
        ('duration("P1Y2D")', None),
        ('duration("P")', None),
        ('years and months duration(@"2011-12-22", @"2013-08-24")', YearsMonths(20)),
        ('date and time("2021-11-10T08:00:00@Nowhere/City")', None),
    ],
)
def test_literals_and_constructors(text, expected):
    assert feel(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2021-11-10" + @"P1D"', date(2021, 11, 11)),
        ('@"2021-11-10" - @"2021-11-01"', timedelta(days=9)),
        ('@"2021-01-31" + @"P1M"', date(2021, 2, 28)),
        ('@"2021-01-31" - @"P1Y"', date(2020, 1, 31)),
        ('@"2021-11-10T00:00:00" + @"PT36H"', datetime(2021, 11, 11, 12)),
        ('@"23:00:00" + @"PT2H"', time(1)),
        ('@"P1D" * 3', timedelta(days=3)),
        ('@"P1D" / @"PT6H"', 4),
        ('@"P1Y" / 5', YearsMonths(2)),
        ('-@"P1D"', timedelta(days=-1)),
        ('date("999999999-12-31") + @"P1D"', None),
        ('@"2021-11-10" + 1', None),
    ],
)
def test_arithmetic(text, expected):
    assert feel(text) == expected


def test_a_moment_without_a_zone_is_shanghai_beside_one_that_has_one():
    due = datetime(2021, 11, 10, 16, tzinfo=UTC)  # 24:00 of 10 November in Shanghai
    assert feel('due = @"2021-11-11T00:00:00"', due=due) is True
    assert feel('due - @"2021-11-11T00:00:00"', due=due) == timedelta()
    assert feel('@"10:00:00" = @"02:00:00Z"') is True


def test_a_date_is_not_comparable_with_a_moment():
    assert feel('@"2021-11-10" < @"2021-11-11T00:00:00"') is None
    assert feel('date(@"2021-11-10T09:00:00") < @"2021-11-11"') is True


def test_a_moment_moves_by_real_time_across_a_change_of_clocks():
    late = feel('@"2021-10-30T12:00:00@Europe/Paris" + @"P1D"')
    assert late.astimezone(UTC) == datetime(2021, 10, 31, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2021-11-10".year', 2021),
        ('@"2021-11-10".weekday', 3),
        ('@"2021-11-10T08:09:10".minute', 9),
        ('@"2021-11-10T08:00:00+08:00".time offset', timedelta(hours=8)),
        ('@"2021-11-10T08:00:00@Asia/Shanghai".timezone', "Asia/Shanghai"),
        ('@"P1DT25H".days', 2),
        ('@"P1DT25H".hours', 1),
        ('@"-P14M".years', -1),
        ('@"-P14M".months', -2),
        ("[1..3).end included", False),
        ("[1..3).end", 3),
        ('day of week(@"2021-11-10")', "Wednesday"),
        ('month of year(@"2021-11-10")', "November"),
        ('day of year(@"2021-02-01")', 32),
        ('week of year(@"2021-01-03")', 53),
        ('last day of month(@"2020-02-10")', 29),
        ('string(@"2021-11-10T08:00:00.5+08:00")', "2021-11-10T08:00:00.5+08:00"),
        ('string(@"P1DT2H")', "P1DT2H"),
        ('string(@"P14M")', "P1Y2M"),
        ('string(@"PT0S")', "PT0S"),
    ],
)
def test_properties_and_functions(text, expected):
    assert feel(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("before(1, 10)", True),
        ("before([1..5), [5..10])", True),
        ("before([1..5], [5..10])", False),
        ("after([5..10], 4)", True),
        ("meets([1..5], [5..10])", True),
        ("met by([5..10], [1..5])", True),
        ("overlaps([1..5], [3..8])", True),
        ("overlaps([1..5), [5..8])", False),
        ("overlaps before([1..5], [3..8])", True),
        ("overlaps after([3..8], [1..5])", True),
        ("finishes(10, [1..10])", True),
        ("finished by([1..10], [5..10])", True),
        ("includes([1..10], [2..9])", True),
        ("during(10, [1..10))", False),
        ("starts([1..5], [1..10])", True),
        ("started by([1..10], 1)", True),
        ("coincides([1..5], [1..5])", True),
        ('before(1, "a")', None),
        ('range("[1..3)") = [1..3)', True),
        ('range("[\\"a\\"..\\"b\\"]").start', "a"),
        ('range("nonsense")', None),
        ("[5..1]", None),
    ],
)
def test_ranges(text, expected):
    assert feel(text) == expected


def test_a_literal_that_is_no_date_is_refused_when_it_is_compiled():
    with pytest.raises(FeelError, match="不是有效的日期"):
        compile_expression('@"2021-02-30"')


def test_the_zone_of_the_house_is_shanghai():
    moment = feel('date and time(@"2021-11-10T08:00:00", "Asia/Shanghai")')
    assert moment == datetime(2021, 11, 10, 8, tzinfo=SHANGHAI)
