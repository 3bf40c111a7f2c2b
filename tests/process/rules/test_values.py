"""The JSON form of values gives back what it was given."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.foundation.clock import SHANGHAI
from services.process.rules.comparing import same
from services.process.rules.feel import compile_expression
from services.process.rules.values import NotStorable, Range, YearsMonths, from_json, kind_of, to_json

PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(),
    st.times(),
    st.times().map(lambda clock: clock.replace(tzinfo=timezone(timedelta(hours=8)))),
    st.datetimes(),
    st.datetimes(timezones=st.sampled_from([UTC, SHANGHAI, timezone(timedelta(hours=-3, minutes=-30))])),
    st.timedeltas(),
    st.integers(-10000, 10000).map(YearsMonths),
)
KEYS = st.text(st.characters(exclude_categories=["Cs"])).filter(lambda key: not key.startswith("@"))
VALUES = st.recursive(
    PLAIN | st.tuples(st.integers(), st.integers(), st.booleans(), st.booleans()).map(lambda parts: Range(*parts)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_comes_back_from_json_as_it_was(value):
    back = from_json(json.loads(json.dumps(to_json(value))))
    assert back == value
    assert kind_of(back) is kind_of(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_keeps_all_its_digits(number):
    assert Decimal(from_json(to_json(number))) == number


@given(st.datetimes(timezones=st.just(SHANGHAI)))
def test_a_moment_keeps_its_zone(moment):
    back = from_json(to_json(moment))
    assert (back.replace(tzinfo=None), back.fold, back.tzinfo.key) == (
        moment.replace(tzinfo=None),
        moment.fold,
        "Asia/Shanghai",
    )


def test_the_forms_are_the_ones_agreed():
    assert to_json(date(2021, 11, 10)) == {"@": "date", "v": "2021-11-10"}
    assert to_json(Decimal("1.5")) == {"@": "number", "v": "1.5"}
    assert to_json([Decimal(3), 4]) == [3, 4]
    assert to_json(YearsMonths(14)) == {"@": "months", "v": 14}
    assert to_json(time(8)) == {"@": "time", "v": "08:00:00"}
    assert to_json(datetime(2021, 11, 10, tzinfo=UTC)) == {"@": "datetime", "v": "2021-11-10T00:00:00+00:00"}


@pytest.mark.parametrize("value", [{"@": 1}, {1: 2}, object(), Decimal("NaN")])
def test_what_json_cannot_hold_is_refused(value):
    with pytest.raises(NotStorable):
        to_json(value)


def test_a_function_cannot_be_stored():
    with pytest.raises(NotStorable):
        to_json(compile_expression("function(a) a").evaluate({}))


@given(VALUES)
def test_a_value_equals_itself(value):
    assert same(value, value) is True
