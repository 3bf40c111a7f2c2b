"""A day of a public notice counts only with evidence: a look that succeeded, and nobody took the page down."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from services.casework.instances import Instance
from services.foundation.errors import Invalid
from services.selection.public_notices import (
    AlreadySo,
    NoticeDay,
    NoticeIsOver,
    NoticeLook,
    NotItsOffice,
    known_notice,
    restore,
    take_down,
)
from tests.builders import moment
from tests.selection.noticing import away, clock, ends, notice, post, ready, statuses, told


def test_a_day_off_line_keeps_the_end_where_the_window_has_days_to_spare(make_town):
    town = post(make_town, "2021-12-01 09:00")
    away(town, "2021-12-07 10:00", "2021-12-07 15:00")
    assert ends(town) == "2021-12-10"
    assert told(town, "ClocksMoved") == []
    (lost,) = told(town, "NoticeDayLost")
    assert "12月7日不计入公示期" in lost and "撤下" in lost
    town.until("2021-12-11 09:00")
    assert notice(town).last_day == date(2021, 12, 10)
    assert clock(town).working_days == 6 and statuses(town)[7] == "off_line"


def test_a_day_off_line_moves_the_end_where_no_day_is_to_spare(make_town):
    town = post(make_town, "2021-12-03 09:00")
    assert ends(town) == "2021-12-10"
    away(town, "2021-12-08 10:00", "2021-12-08 15:00")
    assert ends(town) == "2021-12-13", "moved at once, not when the day is over"
    (moved,) = told(town, "ClocksMoved")
    assert "GS2021-001 的12月8日不计入公示期" in moved and "由 2021-12-10 改为 2021-12-13" in moved
    town.until("2021-12-13 23:59")
    assert notice(town).closed_at is None
    town.until("2021-12-14 09:00")
    assert (notice(town).last_day, clock(town).working_days) == (date(2021, 12, 13), 5)
    (closed,) = told(town, "PublicNoticeClosed")
    assert "共计 5 个工作日" in closed and "另有 1 个工作日" in closed


def test_an_absence_over_days_off_costs_nothing(make_town):
    town = post(make_town, "2021-12-03 09:00")
    away(town, "2021-12-04 10:00", "2021-12-05 23:00")
    assert ends(town) == "2021-12-10" and told(town, "NoticeDayLost") == []


def test_every_working_day_of_a_long_absence_is_lost_and_the_first_day_only_where_it_counts(make_town):
    for first_counts, first in ((False, "not_counted"), (True, "off_line")):
        town = post(make_town, "2021-12-03 09:00", first_counts)
        away(town, "2021-12-03 10:00", "2021-12-07 09:00")
        town.until("2021-12-08 09:00")
        assert (ends(town), statuses(town)[3]) == ("2021-12-14", first)


def test_a_day_without_a_look_that_succeeded_is_lost_when_it_is_over(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-08",))
    town.until("2021-12-08 23:59")
    assert ends(town) == "2021-12-10"
    town.until("2021-12-09 00:00")
    assert ends(town) == "2021-12-13"
    row = next(row for row in town.rows(NoticeDay) if row.day == date(2021, 12, 8))
    assert row.looks_ok == 0 and row.looks_failed > 3 and "没有一次成功看到" in row.why


def test_one_look_that_succeeds_saves_a_day(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-08",))
    town.until("2021-12-08 22:45")
    town.house.wiring.looker.days.clear()
    town.until("2021-12-09 09:00")
    assert ends(town) == "2021-12-10"
    assert next(row for row in town.rows(NoticeDay) if row.day.day == 8).looks_ok == 1


def test_a_look_that_was_under_way_when_its_day_was_judged_comes_too_late(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-08",))
    town.until("2021-12-09 00:00")
    with town.house.work() as uow:
        late = {"at": moment("2021-12-08 23:59"), "ok": True, "means": "测试", "seen": "HTTP 200"}
        uow.session.add(NoticeLook(notice_id=notice(town).id, **late))
    town.until("2021-12-09 13:00")
    assert (ends(town), statuses(town)[8]) == ("2021-12-13", "off_line"), "people have been told so"


def test_the_operator_is_warned_while_the_day_can_still_be_saved(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-04", "2021-12-08"))
    town.until("2021-12-08 15:59")
    assert town.incidents() == []
    town.until("2021-12-08 18:00")
    (incident,) = town.incidents()
    assert incident.kind == "notice_not_seen" and "HTTP 502" in incident.sentence


def test_both_readings_of_the_first_day_are_shown_and_the_one_in_force_is_marked(make_town):
    readings = clock(post(make_town, "2021-12-06 09:00")).readings
    assert [(r.counts_first, r.ends_on.day, r.in_force) for r in readings] == [(False, 13, True), (True, 10, False)]
    readings = clock(post(make_town, "2021-12-07 09:00", True)).readings
    assert [(r.counts_first, r.ends_on.day, r.in_force) for r in readings] == [(False, 14, False), (True, 13, True)]


def test_a_diagram_may_ask_for_its_notice(make_town):
    town = ready(make_town, "2021-12-03 09:00")

    def known():
        with town.house.reading() as uow:
            return known_notice(uow, uow.session.get(Instance, town.rows(Instance)[0].id))

    assert known() is None
    town.complete("office", "Post")
    away(town, "2021-12-08 10:00", "2021-12-08 15:00")
    found = known()
    assert (found["no"], found["posted_at"]) == ("GS2021-001", moment("2021-12-03 09:00"))
    assert found["offline_days"] == [date(2021, 12, 8)] == found["running"][0]["offline_days"]
    town.until("2021-12-14 09:00")
    assert known() is None


def test_looks_are_made_three_times_a_day_and_none_when_there_is_nothing_to_see(make_town):
    town = post(make_town, "2021-12-03 17:30")
    away(town, "2021-12-06 13:00", "2021-12-07 10:00")
    town.until("2021-12-20 09:00")
    hours: dict[date, list[str]] = {}
    for look in town.rows(NoticeLook):
        here = look.at + timedelta(hours=8)
        hours.setdefault(here.date(), []).append(f"{here:%H:%M}")
    assert hours[date(2021, 12, 3)] == ["17:30"]
    assert hours[date(2021, 12, 4)] == ["09:00", "12:00", "16:00"]
    assert hours[date(2021, 12, 6)] == ["09:00", "12:00"]
    assert hours[date(2021, 12, 7)] == ["10:00", "12:00", "16:00"]
    assert max(hours) == notice(town).last_day == date(2021, 12, 14)


def test_only_its_office_takes_a_notice_down_with_a_reason_and_while_it_runs(make_town):
    town = post(make_town, "2021-12-03 09:00")
    no = notice(town).no

    def turn(verb, who="office", reason="核对"):
        with town.house.work() as uow:
            verb(uow, town.who(uow, who), no, reason)

    for who in ("lin", "sun", "auditor", "root"):
        with pytest.raises(NotItsOffice):
            turn(take_down, who)
    with pytest.raises(Invalid):
        turn(take_down, reason="  ")
    with pytest.raises(AlreadySo):
        turn(restore)
    turn(take_down)
    with pytest.raises(AlreadySo):
        turn(take_down)
    turn(restore)
    assert told(town, "NoticeTakenDown") == ["撤下公示 GS2021-001：核对。撤下期间的工作日不计入公示期。"]
    town.until("2021-12-20 09:00")
    with pytest.raises(NoticeIsOver):
        turn(take_down)


@pytest.mark.parametrize("table", ["public_notice_look", "public_notice_presence"])
@pytest.mark.parametrize("deed", ["DELETE FROM {}", "UPDATE {} SET at = '2021-12-01 00:00:00'"])
def test_evidence_only_grows(make_town, table, deed):
    town = post(make_town, "2021-12-03 09:00")
    away(town, "2021-12-08 10:00", "2021-12-08 15:00")
    with pytest.raises(DatabaseError, match="只能追加"), town.house.work() as uow:
        uow.session.execute(text(deed.format(table)))
