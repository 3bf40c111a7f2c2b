"""A day of a public notice counts only with evidence, and no clock runs out over a day that was not judged."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from services import calendar
from services.casework.completions import Completing, complete
from services.casework.instances import Instance, tick_all_due
from services.foundation.clock import last_day, local_day
from services.foundation.errors import Invalid
from services.process.registry import Package
from services.record import audit
from services.selection.public_notices import (
    AlreadySo,
    NoticeDay,
    NoticeIsOver,
    NoticeLook,
    NotItsOffice,
    PublicNotice,
    Seen,
    clock_of,
    known_notice,
    notices,
    restore,
    take_down,
)
from services.wiring import WIRING
from tests.builders import moment
from tests.drawing import diagram, element, end, gateway, mapping, pool, properties, service, start, task, wait
from tests.selection.drawn import CLOCK, LIST, PROVED, TOLD, posting
from tests.small_procedure import manifest, package

WINDOWS = {"public_notice": (date(2021, 12, 1), date(2021, 12, 10))}


class Blind:
    """A looker that does not see the page on some days."""

    def __init__(self, *days: str) -> None:
        self.days = {date.fromisoformat(day) for day in days}

    def look(self, uow, notice) -> Seen:
        seen = local_day(uow.now) not in self.days
        return Seen(seen, "测试", "HTTP 200" if seen else "HTTP 502", notice.digest if seen else None)


def ready(make_town, at, first_counts=False, windows=WINDOWS, blind=(), whole=None):
    whole = whole or posting(PROVED, told=TOLD)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": first_counts})}
    wiring = replace(WIRING, looker=Blind(*blind))
    return make_town(Package("hill", told), at=moment(at), windows=windows, wiring=wiring)


def post(make_town, at, *given, **more):
    town = ready(make_town, at, *given, **more)
    town.complete("office", "Post")
    return town


def notice(town) -> PublicNotice:
    return town.rows(PublicNotice)[0]


def clock(town):
    with town.house.reading() as uow:
        return clock_of(uow, notices(uow)[-1])


def ends(town) -> str:
    return last_day(clock(town).ends_at).isoformat()


def told(town, kind):
    with town.house.reading() as uow:
        (subject,) = {i.subject for i in town.rows(Instance)}
        return [entry.sentence for entry in audit.history(uow, subject) if entry.kind == kind]


def away(town, since, until, who="office"):
    """The office takes the notice down and puts it back."""
    town.until(since)
    with town.house.work() as uow:
        take_down(uow, town.who(uow, who), notice(town).no, "名单打印有误，核对")
    if until:
        town.until(until)
        with town.house.work() as uow:
            restore(uow, town.who(uow, who), notice(town).no, "核对无误")
    town.settle()


def statuses(town):
    return {row.day.day: row.status for row in town.rows(NoticeDay)}


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


def test_the_operator_is_warned_while_the_day_can_still_be_saved(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-04", "2021-12-08"))
    town.until("2021-12-08 15:59")
    assert town.incidents() == []
    town.until("2021-12-08 18:00")
    (incident,) = town.incidents()
    assert incident.kind == "notice_not_seen" and "HTTP 502" in incident.sentence


def test_the_last_day_is_judged_before_the_clock_closes_the_notice(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-10",))
    town.until("2021-12-11 09:00")
    assert notice(town).closed_at is None and ends(town) == "2021-12-13"
    town.until("2021-12-14 09:00")
    assert (notice(town).last_day, clock(town).working_days) == (date(2021, 12, 13), 5)


@pytest.mark.parametrize("jobs_first", [True, False])
def test_a_worker_that_slept_over_the_end_proves_nothing_of_the_days_it_slept(make_town, jobs_first):
    town = post(make_town, "2021-12-03 09:00")
    town.until("2021-12-09 20:00")
    town.clock.set(moment("2021-12-14 10:00"))
    if not jobs_first:
        tick_all_due(town.house)
    town.settle()
    assert notice(town).closed_at is None, "10 and 13 December have no look"
    assert (statuses(town)[10], statuses(town)[13]) == ("off_line", "off_line")
    town.until("2021-12-16 09:00")
    assert (notice(town).last_day, clock(town).working_days) == (date(2021, 12, 14), 5)


@pytest.mark.parametrize("jobs_first", [True, False])
def test_a_notice_whose_days_are_proved_ended_when_its_clock_said_though_nobody_was_awake(make_town, jobs_first):
    town = post(make_town, "2021-12-03 09:00")
    town.until("2021-12-10 20:00")
    town.clock.set(moment("2021-12-14 10:00"))
    if not jobs_first:
        tick_all_due(town.house)
    town.settle()
    row = notice(town)
    assert (row.last_day, local_day(row.closed_at)) == (date(2021, 12, 10), date(2021, 12, 14))
    assert clock(town).working_days == 5 and last_day(clock(town).ends_at) == date(2021, 12, 10)
    assert max(statuses(town)) == 10, "what came after the end is no day of the notice"


def two_ways() -> Package:
    """While the notice runs the office has something else to do in the same campaign."""
    nodes = [
        start("B"),
        task("Post", "发布公示", groups="city:office"),
        service("Open", "open_public_notice", inputs=[(LIST, "list"), *TOLD]),
        gateway("G", "parallel"),
        wait("Clock", "公示期满", timer=PROVED, clock_of=CLOCK),
        service("Close", "close_public_notice"),
        task("Beside", "另一件事", groups="city:office"),
        end("E"),
        end("E2"),
    ]
    flows = "B > Post > Open > G > Clock > Close > E\nG > Beside > E2"
    return package(diagram(pool("批次", "campaign", nodes, flows, subject="campaign", starters="city:office")))


def test_another_deed_of_the_campaign_does_not_let_the_clock_run_out_unjudged(make_town):
    town = post(make_town, "2021-12-03 09:00", blind=("2021-12-10",), whole=two_ways())
    town.until("2021-12-10 23:59")
    town.clock.set(moment("2021-12-11 00:00"))
    with town.house.work() as uow:  # before any worker was awake
        complete(uow, town.who(uow, "office"), town.task("Beside").id, Completing({}))
    assert notice(town).closed_at is None
    town.settle()
    assert notice(town).closed_at is None and ends(town) == "2021-12-13"


def test_a_calendar_that_came_in_the_last_minute_is_counted_by_before_the_clock_fires(make_town):
    town = post(make_town, "2021-12-03 09:00")
    town.until("2021-12-10 23:59")
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕99号", {date(2021, 12, 7): (False, "防汛")})
    town.clock.set(moment("2021-12-11 00:00"))
    tick_all_due(town.house)  # the job that recomputes has not run yet
    assert notice(town).closed_at is None and ends(town) == "2021-12-13"
    assert statuses(town)[7] == "not_working"


def test_a_judged_day_follows_a_later_paper_until_the_notice_is_closed(make_town):
    town = post(make_town, "2021-12-01 09:00")
    town.until("2021-12-08 12:00")
    assert statuses(town)[7] == "counted"
    off = {date(2021, 12, 7): (False, "防汛")}
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕99号", off)
    town.settle()
    assert statuses(town)[7] == "not_working" and clock(town).working_days == 6
    town.until("2021-12-11 09:00")
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2021, "国办发明电〔2021〕100号", {date(2021, 12, 8): (False, "防汛")})
    town.settle()
    assert statuses(town)[8] == "counted", "what is over stays as it was believed then"
    assert clock(town).working_days == 6


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


def test_two_notices_of_one_campaign_lose_their_own_days(make_town):
    own = PROVED.replace("notice.offline_days", "flatten(notice.running[no = notice_no].offline_days)")

    def branch(n):
        return [
            task(f"Post{n}", "发布公示", groups="city:office"),
            service(f"Open{n}", "open_public_notice", inputs=[(LIST, "list")], outputs=[("=result.no", "notice_no")]),
            wait(f"Clock{n}", "公示期满", timer=own, clock_of=CLOCK),
            service(f"Close{n}", "close_public_notice", inputs=[("=notice_no", "notice")]),
            end(f"E{n}"),
        ]

    nodes = [start("B"), gateway("G", "parallel"), *_inside("One", branch(1)), *_inside("Two", branch(2)), end("E")]
    flows = "B > G > One > E\nG > Two > E"
    whole = package(diagram(pool("批次", "campaign", nodes, flows, subject="campaign", starters="city:office")))
    town = ready(make_town, "2021-12-03 09:00", whole=whole)
    town.complete("office", "Post1")
    town.until("2021-12-06 09:00")
    town.complete("office", "Post2")
    town.until("2021-12-07 10:00")
    with town.house.work() as uow:
        take_down(uow, town.who(uow, "office"), "GS2021-002", "核对")
        restore(uow, town.who(uow, "office"), "GS2021-002", "核对无误")
    town.settle()
    with town.house.reading() as uow:
        found = {n.no: last_day(clock_of(uow, n).ends_at).day for n in notices(uow)}
    assert found == {"GS2021-001": 10, "GS2021-002": 14}
    town.until("2021-12-20 09:00")
    assert [(n.no, n.last_day.day) for n in town.rows(PublicNotice)] == [("GS2021-001", 10), ("GS2021-002", 14)]


def _inside(name, nodes):
    n = {"One": "1", "Two": "2"}[name]
    names = [f"{name}_begin", *(f"{step}{n}" for step in ("Post", "Open", "Clock", "Close", "E"))]
    drawn = "".join(f'<bpmn:sequenceFlow id="F_{a}_{b}" sourceRef="{a}" targetRef="{b}" />' for a, b in pairwise(names))
    own = mapping([("=null", "notice_no")]) + properties({})  # a number of its own, as in a called block
    return [element("subProcess", name, name, own, "".join([start(names[0]), *nodes]) + drawn)]
