"""Quiet hours, also across midnight, and the hour of the digest."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.foundation.clock import local
from services.foundation.errors import Invalid
from services.output.messages import Choice, choice_of, choose
from services.output.messages.quiet import mail_at, next_digest, quiet_until
from tests.builders import moment


@pytest.mark.parametrize(
    ("now", "begins", "ends", "until"),
    [
        ("11-03 21:59", time(22), time(7), None),
        ("11-03 22:00", time(22), time(7), "11-04 07:00"),
        ("11-03 23:59", time(22), time(7), "11-04 07:00"),
        ("11-04 00:00", time(22), time(7), "11-04 07:00"),
        ("11-04 06:59", time(22), time(7), "11-04 07:00"),
        ("11-04 07:00", time(22), time(7), None),
        ("11-03 12:30", time(12), time(14), "11-03 14:00"),
        ("11-03 14:00", time(12), time(14), None),
        ("11-03 00:00", time(0), time(0), None),
        ("11-03 23:00", time(22), time(0), "11-04 00:00"),
    ],
)
def test_when_the_quiet_hours_are_over(now, begins, ends, until):
    found = quiet_until(moment(f"2021-{now}"), begins, ends)
    assert (found and f"{local(found):%m-%d %H:%M}") == until


def test_the_digest_comes_at_half_past_eight():
    assert next_digest(moment("2021-11-03 08:30")) == moment("2021-11-03 08:30")
    assert next_digest(moment("2021-11-03 08:31")) == moment("2021-11-04 08:30")
    late_riser = mail_at(moment("2021-11-03 20:00"), time(22), time(9), digest=True)
    assert late_riser == moment("2021-11-04 09:00")


minutes = st.integers(0, 24 * 60 - 1).map(lambda n: time(n // 60, n % 60))


@given(st.integers(0, 60 * 24 * 30), minutes, minutes, st.booleans())
def test_a_mail_never_leaves_in_the_quiet_hours_and_always_within_two_days(after, begins, ends, digest):
    now = moment("2021-11-01 00:00") + timedelta(minutes=after)
    when = mail_at(now, begins, ends, digest)
    assert quiet_until(when, begins, ends) is None
    assert now <= when <= now + timedelta(days=2)


BAD = [
    "x",
    "a@b",
    "a b@c.cn",
    "a@b.cn\nBcc: x@y.cn",
    "a@b.cn,c@d.cn",
    "<a@b.cn>",
    "张@b.cn",
    "a@-b.cn",
    "a" * 300 + "@b.cn",
]


@pytest.mark.parametrize("address", BAD)
def test_an_address_that_is_none_is_refused(town, address):
    with town.house.work() as uow, pytest.raises(Invalid) as refused:
        choose(uow, town.who(uow, "alice"), Choice(address))
    assert "address" in refused.value.fields


def test_a_choice_is_kept_and_nobody_else_is_touched(town):
    chosen = Choice("alice@mail.example", True, True, time(21), time(8))
    with town.house.work() as uow:
        choose(uow, town.who(uow, "alice"), chosen)
        choose(uow, town.who(uow, "alice"), chosen)
    with town.house.reading() as uow:
        assert choice_of(uow, town.people["alice"]) == chosen
        assert choice_of(uow, town.people["bob"]) == Choice()
