"""A notice of the State Council is imported: running clocks follow it, and the old day is kept."""

from datetime import date

from services import calendar
from services.casework.deadlines import Deadline
from services.foundation.clock import last_day
from services.record import audit
from tests.builders import moment
from tests.drawing import diagram, end, pool, start, task, wait
from tests.small_procedure import package

PAUSE = pool(
    "申报",
    "application",
    [
        start("A_start"),
        wait("A_wait", "公示期满", timer="=add working days(now(), 5)"),
        task("A_say", "确认", "own:union_officer"),
        end("A_end"),
    ],
    "A_start > A_wait > A_say > A_end",
    subject="case",
    starters="own:lead",
)
CAMPAIGN = pool(
    "批次",
    "campaign",
    [start("C_start"), task("C_list", "确定名单", groups="city:office"), end("C_end")],
    "C_start > C_list > C_end",
    subject="campaign",
    starters="city:office",
)
WINDOWS = {"application": (date(2020, 1, 1), date(2020, 12, 31))}
# 国办发明电〔2020〕1号 made 31 January and 1 February 2020 days off. Before it 31 January was worked
# and 1 February a make-up Saturday.
BEFORE = {date(2020, 1, 31): (True, ""), date(2020, 2, 1): (True, "春节调休")}
AFTER = {date(2020, 1, 31): (False, "春节"), date(2020, 2, 1): (False, "春节"), date(2020, 2, 2): (False, "春节")}


def import_days(town, paper, days):
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2020, paper, days)
    town.settle()


def ends(town):
    (row,) = town.rows(Deadline)
    return last_day(row.due_at)


def test_a_running_clock_moves_with_the_calendar_and_the_old_day_is_kept(make_town):
    town = make_town(package(diagram(CAMPAIGN, PAUSE)), windows=WINDOWS, at=moment("2020-01-20 09:00"))
    import_days(town, "国办发明电〔2019〕16号", BEFORE)
    case = town.open_case()
    assert ends(town) == date(2020, 2, 1)
    import_days(town, "国办发明电〔2020〕1号", AFTER)
    assert ends(town) == date(2020, 2, 4)
    with town.house.reading() as uow:
        told = [e for e in audit.history(uow, case.subject) if e.kind == "ClocksMoved"]
    assert len(told) == 1 and "由 2020-02-01 改为 2020-02-04" in told[0].sentence


def test_a_notice_that_moves_nothing_leaves_no_entry(make_town):
    town = make_town(package(diagram(CAMPAIGN, PAUSE)), windows=WINDOWS, at=moment("2020-06-01 09:00"))
    case = town.open_case()
    import_days(town, "国办发明电〔2020〕1号", AFTER)
    with town.house.reading() as uow:
        assert [e for e in audit.history(uow, case.subject) if e.kind == "ClocksMoved"] == []
