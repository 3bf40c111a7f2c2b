"""No clock of a notice runs out over a day that was not judged, whoever slept and whatever else happened."""

from datetime import date
from itertools import pairwise

import pytest

from services import calendar
from services.casework.completions import Completing, complete
from services.casework.instances import tick_all_due
from services.foundation.clock import last_day, local_day
from services.process.registry import Package
from services.selection.public_notices import (
    PublicNotice,
    clock_of,
    notices,
    restore,
    take_down,
)
from tests.builders import moment
from tests.drawing import diagram, element, end, gateway, mapping, pool, properties, service, start, task, wait
from tests.selection.drawn import CLOCK, LIST, PROVED, TOLD
from tests.selection.noticing import clock, ends, notice, post, ready, statuses
from tests.small_procedure import package


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
    assert town.incidents() == [], "the clock moved on, it was not stopped"
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
