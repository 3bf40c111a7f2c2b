"""Every date the specification names, and what must hold for all others."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.calendar import NotAnnounced, OutOfRange, WorkCalendar
from services.calendar.seed import library_days

SHIPPED = WorkCalendar(1, library_days())
DAYS = st.dates(date(2004, 1, 1), date(2027, 12, 31))
NUMBERS = st.integers(1, 60)


def day(told: str) -> date:
    return date.fromisoformat(told)


@pytest.mark.parametrize(
    ("start", "n", "not_counted", "counted"),
    [
        ("2021-09-30", 5, "2021-10-13", "2021-10-12"),
        ("2021-12-07", 5, "2021-12-14", "2021-12-13"),
        ("2026-02-12", 5, "2026-02-26", "2026-02-25"),
        ("2021-12-03", 5, "2021-12-10", "2021-12-09"),
        ("2021-12-05", 5, "2021-12-10", "2021-12-10"),
        ("2021-12-06", 5, "2021-12-13", "2021-12-10"),
        ("2021-12-01", 5, "2021-12-08", "2021-12-07"),
        ("2026-09-28", 5, "2026-10-10", "2026-10-09"),
        ("2020-01-20", 5, "2020-02-04", "2020-02-03"),
    ],
)
def test_a_period_ends_on_the_day_the_rules_say(
    calendar: WorkCalendar, start: str, n: int, not_counted: str, counted: str
) -> None:
    assert calendar.add_working_days(day(start), n) == day(not_counted)
    assert calendar.add_working_days(day(start), n, count_first=True) == day(counted)


@pytest.mark.parametrize(("first", "last", "days"), [("2021-09-14", "2021-09-18", 5), ("2021-12-01", "2021-12-10", 8)])
def test_a_window_counts_both_its_ends(calendar: WorkCalendar, first: str, last: str, days: int) -> None:
    assert calendar.working_days_in(day(first), day(last)) == days
    assert calendar.working_days_between(day(first), day(last)) == days - 1, "the first day is not counted"


def test_the_holidays_and_make_up_days_of_2021_are_those_of_the_notice(calendar: WorkCalendar) -> None:
    off = [("01-01", "01-03"), ("02-11", "02-17"), ("04-03", "04-05"), ("05-01", "05-05"), ("06-12", "06-14")]
    off += [("09-19", "09-21"), ("10-01", "10-07")]
    expected = {
        start + timedelta(days=n)
        for start, end in ((day(f"2021-{a}"), day(f"2021-{b}")) for a, b in off)
        for n in range((end - start).days + 1)
    }
    worked = {day(f"2021-{d}") for d in ("02-07", "02-20", "04-25", "05-08", "09-18", "09-26", "10-09")}
    for n in range(365):
        today = date(2021, 1, 1) + timedelta(days=n)
        assert calendar.is_working_day(today) == (today in worked or (today.weekday() < 5 and today not in expected))


def test_it_agrees_with_another_library_on_every_day_from_2018_to_2026(calendar: WorkCalendar) -> None:
    other = holidays.country_holidays("CN", years=range(2018, 2027))
    today = date(2018, 1, 1)
    while today.year < 2027:
        assert calendar.is_working_day(today) == other.is_working_day(today), today
        today += timedelta(days=1)


def test_counting_mondays_to_fridays_would_end_too_early_from_these_many_days_of_2026(calendar: WorkCalendar) -> None:
    naive = WorkCalendar(0, {})
    starts = [d for n in range(354) if calendar.is_working_day(d := date(2026, 1, 1) + timedelta(days=n))]
    assert (starts[-1], len(starts)) == (date(2026, 12, 18), 239)
    for count_first, early in ((False, 28), (True, 23)):
        ends = [
            (naive.add_working_days(s, 5, count_first), calendar.add_working_days(s, 5, count_first)) for s in starts
        ]
        assert sum(1 for wrong, right in ends if wrong < right) == early
    assert naive.add_working_days(date(2026, 2, 12), 5) == date(2026, 2, 19)
    assert naive.add_working_days(date(2026, 2, 12), 5, count_first=True) == date(2026, 2, 18)


def test_the_last_day_to_post_for_five_working_days_by_10_december_2021(calendar: WorkCalendar) -> None:
    window = [date(2021, 12, n) for n in range(1, 11)]
    for count_first, last in ((False, 5), (True, 6)):
        legal = [d for d in window if calendar.add_working_days(d, 5, count_first) <= date(2021, 12, 10)]
        assert legal[-1] == date(2021, 12, last)


def test_a_day_offline_does_not_count_and_moves_the_end(calendar: WorkCalendar) -> None:
    offline = {date(2021, 12, 7)}
    assert calendar.add_working_days(date(2021, 12, 3), 5, without=offline) == date(2021, 12, 13)
    assert calendar.add_working_days(date(2021, 12, 1), 5, without=offline) == date(2021, 12, 9), (
        "still before the 10th"
    )
    explained = calendar.explain(date(2021, 12, 3), 5, without={date(2021, 12, 7): "公示网页下线"})
    assert [(e.day.day, e.counted) for e in explained if e.day.day == 7] == [(7, False)]
    assert next(e.reason for e in explained if e.day.day == 7) == "工作日（周二），不计入：公示网页下线"
    assert explained[-1][:3] == (date(2021, 12, 13), True, 5)


def test_every_day_of_a_period_is_explained(calendar: WorkCalendar) -> None:
    explained = calendar.explain(date(2026, 2, 12), 5)
    assert [(e.day.isoformat()[5:], e.number, e.reason) for e in explained] == [
        ("02-12", None, "工作日（周四），起算日不计入"),
        ("02-13", 1, "工作日（周五）"),
        ("02-14", 2, "调休上班（春节，周六）"),
        ("02-15", None, "春节放假（周日）"),
        ("02-16", None, "春节放假（周一）"),
        ("02-17", None, "春节放假（周二）"),
        ("02-18", None, "春节放假（周三）"),
        ("02-19", None, "春节放假（周四）"),
        ("02-20", None, "春节放假（周五）"),
        ("02-21", None, "春节放假（周六）"),
        ("02-22", None, "春节放假（周日）"),
        ("02-23", None, "春节放假（周一）"),
        ("02-24", 3, "工作日（周二）"),
        ("02-25", 4, "工作日（周三）"),
        ("02-26", 5, "工作日（周四）"),
    ]
    assert {e.source for e in explained} == {"国办发明电〔2025〕7号（chinesecalendar 1.11.0）"}
    assert all(e.announced for e in explained)
    first = calendar.explain(date(2026, 2, 12), 5, count_first=True)
    assert (first[0].number, first[0].reason, first[-1].day) == (1, "工作日（周四）", date(2026, 2, 25))


@pytest.mark.parametrize("count_first", [False, True])
def test_what_is_posted_on_a_day_off_counts_from_the_next_working_day(
    calendar: WorkCalendar, count_first: bool
) -> None:
    explained = calendar.explain(date(2021, 12, 5), 5, count_first)
    assert explained[0][:4] == (date(2021, 12, 5), False, None, "周日休息，自下一个工作日起算")
    assert explained[1].number == 1
    assert explained[-1].day == date(2021, 12, 10)


def test_a_year_nobody_announced_is_flagged_and_refused(calendar: WorkCalendar) -> None:
    assert calendar.add_working_days(date(2027, 1, 4), 5) == date(2027, 1, 11), "planning may be provisional"
    assert not calendar.is_announced(date(2027, 1, 4))
    assert calendar.reason(date(2027, 1, 4)) == "工作日（周一），暂定：2027年放假安排尚未公布"
    assert calendar.source(date(2027, 1, 4)) == ""
    with pytest.raises(NotAnnounced, match="2027年放假安排尚未公布，2027年1月4日是否为工作日还不能确定"):
        calendar.require_announced(date(2027, 1, 4), date(2027, 1, 11))
    assert not any(e.announced for e in calendar.explain(date(2027, 1, 4), 5))


def test_the_turn_of_the_last_announced_year_is_provisional(calendar: WorkCalendar) -> None:
    assert calendar.is_announced(date(2026, 12, 28))
    assert [calendar.is_announced(date(2026, 12, n)) for n in (29, 30, 31)] == [False] * 3
    assert calendar.reason(date(2026, 12, 29)) == "工作日（周二），暂定：2027年放假安排尚未公布"
    assert all(calendar.is_announced(date(year, 12, n)) for year in range(2004, 2026) for n in (29, 30, 31))
    assert calendar.announced_between(date(2026, 12, 21), date(2026, 12, 28))
    assert not calendar.announced_between(date(2026, 12, 21), date(2026, 12, 29))
    assert calendar.first_provisional(date(2026, 12, 1), date(2027, 1, 9)) == date(2026, 12, 29)
    calendar.require_announced(date(2004, 1, 1), date(2026, 12, 28))


def test_no_days_are_the_day_itself_and_negative_ones_count_back(calendar: WorkCalendar) -> None:
    assert calendar.add_working_days(date(2021, 10, 1), 0, count_first=True) == date(2021, 10, 1)
    assert calendar.add_working_days(date(2021, 12, 10), -5) == date(2021, 12, 3)
    assert calendar.add_working_days(date(2021, 10, 11), -2) == date(2021, 10, 8), "Saturday the 9th was worked"
    assert calendar.working_days_between(date(2021, 12, 10), date(2021, 12, 3)) == -5, "days late"


@pytest.mark.parametrize("n", [3661, -3661, 10**30])
def test_senseless_periods_are_refused(calendar: WorkCalendar, n: int) -> None:
    with pytest.raises(OutOfRange):
        calendar.add_working_days(date(2021, 1, 1), n)


def test_days_beyond_all_calendars_are_refused(calendar: WorkCalendar) -> None:
    with pytest.raises(OutOfRange):
        calendar.working_days_between(date(1, 1, 1), date(9999, 12, 31))
    with pytest.raises(OutOfRange):
        calendar.add_working_days(date(2200, 12, 31), 1)


@given(DAYS, NUMBERS)
def test_between_undoes_add(start: date, n: int) -> None:
    last = SHIPPED.add_working_days(start, n)
    assert SHIPPED.working_days_between(start, last) == n
    assert SHIPPED.working_days_between(last, start) == -n
    assert SHIPPED.is_working_day(last)


@given(DAYS, NUMBERS)
def test_counting_the_first_day_ends_one_working_day_earlier(start: date, n: int) -> None:
    last = SHIPPED.add_working_days(start, n, count_first=True)
    assert SHIPPED.working_days_in(start, last) == n
    if SHIPPED.is_working_day(start):
        assert SHIPPED.add_working_days(start, n) == SHIPPED.add_working_days(last, 1)
    else:
        assert SHIPPED.add_working_days(start, n) == last


@given(DAYS, NUMBERS, st.booleans())
def test_forth_and_back_is_where_one_began(start: date, n: int, count_first: bool) -> None:
    assume(SHIPPED.is_working_day(start))
    there = SHIPPED.add_working_days(start, n, count_first)
    assert SHIPPED.add_working_days(there, -n, count_first) == start


@given(DAYS, DAYS, NUMBERS, NUMBERS, st.booleans())
def test_later_starts_and_longer_periods_never_end_earlier(a: date, b: date, n: int, m: int, count_first: bool) -> None:
    a, b, n, m = min(a, b), max(a, b), min(n, m), max(n, m)
    assert SHIPPED.add_working_days(a, n, count_first) <= SHIPPED.add_working_days(b, m, count_first)


@given(DAYS, DAYS, DAYS)
def test_stretches_add_up(a: date, b: date, c: date) -> None:
    between = SHIPPED.working_days_between
    assert between(a, b) + between(b, c) == between(a, c)


@given(DAYS, st.integers(1, 15), st.booleans(), st.sets(st.integers(0, 30)))
def test_an_explanation_counts_exactly_what_is_promised(
    start: date, n: int, count_first: bool, offline: set[int]
) -> None:
    paused = {start + timedelta(days=d): "下线" for d in offline}
    explained = SHIPPED.explain(start, n, count_first, paused)
    assert [e.number for e in explained if e.counted] == list(range(1, n + 1))
    assert explained[0].day == start
    assert explained[-1].day == SHIPPED.add_working_days(start, n, count_first, paused)
    assert not any(e.counted and e.day in paused for e in explained)
