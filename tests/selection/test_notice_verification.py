"""Whoever changes a posted list or an end behind the house's back is named by the verification."""

import pytest
from sqlalchemy import text

from services.record import audit
from services.selection.public_notices import PublicNotice
from tests.selection.noticing import post


def changed(town, statement):
    with town.house.work() as uow:
        uow.session.execute(text(statement))
    with town.house.reading() as uow:
        return [(b.table, b.row, b.reason) for b in audit.verify(uow).broken]


def test_a_notice_as_it_was_posted_and_closed_is_whole(make_town):
    town = post(make_town, "2021-12-03 09:00")
    town.until("2021-12-12 09:00")
    assert town.rows(PublicNotice)[0].last_day is not None
    assert changed(town, "UPDATE public_notice SET title = title") == []


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE public_notice SET items = replace(items, '林静', '别人')", "名单与发布时的摘要不符"),
        ("UPDATE public_notice SET digest = 'd'", "名单与发布时的摘要不符"),
        ("UPDATE public_notice SET items = 'x'", "无法读出"),
        ("UPDATE public_notice SET last_day = '2021-12-06'", "期满日与审计记录不符"),
        ("UPDATE public_notice SET last_day = NULL", "期满日与审计记录不符"),
        ("UPDATE public_notice SET no = 'GS2021-009'", "不在了"),
    ],
)
def test_what_was_changed_is_named(make_town, statement, reason):
    town = post(make_town, "2021-12-03 09:00")
    town.until("2021-12-12 09:00")
    (first, *_) = changed(town, statement)
    assert first[:2] == ("public_notice", "GS2021-001") and reason in first[2]


def test_a_notice_nobody_posted_is_named(make_town):
    town = post(make_town, "2021-12-03 09:00")
    found = changed(town, "UPDATE public_notice SET no = 'GS2021-009'")
    assert ("public_notice", "GS2021-009", "审计记录里没有发布过这份公示") in found
