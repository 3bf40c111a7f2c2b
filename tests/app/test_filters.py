"""How days and moments read on a page."""

from datetime import UTC, date, datetime

import pytest

from app import filters
from services.foundation.clock import end_of_day

CLOSES = end_of_day(date(2021, 11, 10))


def test_a_day_is_shanghais_day_without_zeros():
    assert filters.day(date(2021, 8, 5)) == "2021年8月5日"
    assert filters.day(datetime(2021, 8, 4, 16, tzinfo=UTC)) == "2021年8月5日"
    assert filters.moment(datetime(2021, 8, 5, 1, 5, tzinfo=UTC)) == "2021年8月5日 09:05"


def test_a_period_ends_at_24_00_of_its_last_day():
    assert filters.due(CLOSES) == "2021年11月10日(周三) 24:00"
    assert filters.due(datetime(2021, 11, 10, 10, tzinfo=UTC)) == "2021年11月10日(周三) 18:00"
    assert filters.due(end_of_day(date(2021, 12, 31))) == "2021年12月31日(周五) 24:00"


@pytest.mark.parametrize(
    ("now", "text"),
    [
        (datetime(2021, 11, 7, 4, tzinfo=UTC), "还剩 3 天"),
        (datetime(2021, 11, 9, 15, 59, tzinfo=UTC), "还剩 1 天"),
        (datetime(2021, 11, 9, 16, 0, tzinfo=UTC), "今天到期"),
        (datetime(2021, 11, 10, 15, 59, tzinfo=UTC), "今天到期"),
        (datetime(2021, 11, 10, 16, 0, tzinfo=UTC), "已逾期 1 天"),
    ],
)
def test_how_far_off_is_told_by_the_houses_clock(app, now, text):
    app.house.clock.set(now)
    with app.app_context():
        assert filters.days_left(CLOSES) == text


def test_what_was_due_earlier_today_is_overdue_but_not_by_a_day(app):
    with app.app_context():
        assert filters.days_left(datetime(2021, 11, 10, 2, tzinfo=UTC)) == "已逾期"


def test_nothing_reads_as_nothing_and_templates_know_the_filters(app):
    assert filters.day(None) == filters.moment(None) == filters.due(None) == filters.days_left(None) == ""
    with app.app_context():
        template = app.jinja_env.from_string("{{ d|due }}|{{ d|day }}|{{ d|days_left }}|{{ d|moment }}")
        assert template.render(d=CLOSES) == "2021年11月10日(周三) 24:00|2021年11月11日|今天到期|2021年11月11日 00:00"


def test_where_somebody_has_to_be_there_the_day_has_its_name():
    assert filters.weekday(date(2021, 11, 10)) == "2021年11月10日(周三)"
    assert filters.short_day(date(2021, 12, 5)) == "12月5日(周日)"
    assert filters.stamp(datetime(2021, 8, 5, 1, 5, tzinfo=UTC)) == "2021年8月5日(周四) 09:05"
    assert filters.weekday(None) == filters.stamp(None) == ""
