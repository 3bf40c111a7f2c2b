"""Notices over real holidays: the Spring Festival of 2020, National Day of 2026, a year nobody has announced."""

from datetime import date

import pytest

from services import calendar
from services.casework.deadlines import Deadline
from services.casework.instances import foresee
from services.foundation.clock import last_day
from services.process.registry import Package
from services.record import audit
from services.selection.public_notices import NoticeDay, PublicNotice, clock_of, notices
from tests.builders import moment
from tests.selection.drawn import PROVED, TOLD, posting
from tests.selection.test_public_notices import NEW_YEAR, YEAR_2027
from tests.small_procedure import manifest

ORIGINAL = {date(2020, 1, 31): (True, ""), date(2020, 2, 1): (True, "春节调休"), date(2020, 2, 2): (False, "")}
LONGER = {date(2020, 1, 31): (False, "春节"), date(2020, 2, 1): (False, "春节"), date(2020, 2, 2): (False, "春节")}


def posted(make_town, at, first_counts=False, window=None):
    """A notice of five working days; the window ends on the day of posting unless one is given."""
    day = date.fromisoformat(at[:10])
    whole = posting(PROVED, told=TOLD)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": first_counts})}
    windows = window or {"public_notice": (day, day)}
    town = make_town(Package("hill", told), at=moment(at), windows=windows)
    town.complete("office", "Post")
    return town


def imports(town, year, paper, days, settled=True):
    with town.house.work() as uow:
        calendar.import_notice(uow, None, year, paper, days)
    if settled:
        town.settle()


def ends(town):
    with town.house.reading() as uow:
        return last_day(clock_of(uow, notices(uow)[0]).ends_at).isoformat()


def moves(town):
    with town.house.reading() as uow:
        (deadline,) = town.rows(Deadline)
        subject = town.instance("campaign", town.campaign_id).subject
        assert deadline.instance_id
        return [e.sentence for e in audit.history(uow, subject) if e.kind == "ClocksMoved"]


@pytest.mark.parametrize(
    ("first_counts", "before", "after"), [(False, "2020-02-01", "2020-02-04"), (True, "2020-01-31", "2020-02-03")]
)
def test_the_longer_spring_festival_of_2020_moves_a_running_notice_once(make_town, first_counts, before, after):
    at = "2020-01-20 09:00"
    town = make_town(at=moment("2020-01-02 09:00"), opened=False)
    imports(town, 2020, "国办发明电〔2019〕16号", ORIGINAL)
    town = posted_in(town, at, first_counts)
    assert ends(town) == before
    town.until("2020-01-27 10:00")
    foreseen = foreseen_by(town, 2020, LONGER)
    assert [(f.title, last_day(f.moved.old), last_day(f.moved.new)) for f in foreseen] == [
        ("2020年批次", date.fromisoformat(before), date.fromisoformat(after))
    ]
    assert ends(town) == before and moves(town) == [], "looking ahead stores nothing"
    imports(town, 2020, "国办发明电〔2020〕1号", LONGER)
    assert ends(town) == after
    (told,) = moves(town)
    assert f"由 {before} 改为 {after}" in told and "工作日历有更新" in told
    imports(town, 2020, "国办发明电〔2020〕1号", LONGER)
    assert len(moves(town)) == 1
    town.until(f"{after} 23:59")
    assert town.rows(PublicNotice)[0].closed_at is None
    town.until("2020-02-10 09:00")
    row = town.rows(PublicNotice)[0]
    assert row.last_day.isoformat() == after
    counted = [d.day for d in town.rows(NoticeDay) if d.status == "counted"]
    assert len(counted) == 5 and date(2020, 2, 3) in counted and date(2020, 1, 31) not in counted


def posted_in(town, at, first_counts):
    whole = posting(PROVED, told=TOLD)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": first_counts})}
    town.deploy(Package("hill", told))
    town.until(at)
    day = date.fromisoformat(at[:10])
    town.open_campaign(windows={"public_notice": (day, day)}, year=day.year)
    town.complete("office", "Post")
    return town


def foreseen_by(town, year, days):
    with town.house.reading() as uow:
        return foresee(uow, calendar.suppose_notice(uow, year, "国办发明电〔2020〕1号", days))


@pytest.mark.parametrize(
    ("at", "first_counts", "end"),
    [
        ("2026-09-28 09:00", False, "2026-10-10"),  # 29, 30 September, 8, 9 October, and Saturday the 10th made up
        ("2026-09-28 09:00", True, "2026-10-09"),
        ("2026-02-12 09:00", False, "2026-02-26"),
        ("2026-02-12 09:00", True, "2026-02-25"),
        ("2021-09-30 09:00", False, "2021-10-13"),
        ("2021-09-30 09:00", True, "2021-10-12"),
        ("2021-09-14 09:00", True, "2021-09-18"),  # a Saturday made up: 14 to 18 September are five working days
        ("2021-12-07 09:00", False, "2021-12-14"),
        ("2021-12-07 09:00", True, "2021-12-13"),
    ],
)
def test_holidays_and_days_made_up_are_counted_as_the_papers_say(make_town, at, first_counts, end):
    town = posted(make_town, at, first_counts)
    assert ends(town) == end
    town.until(f"{end} 23:59")
    assert town.rows(PublicNotice)[0].closed_at is None
    town.clock.set(moment(f"{end} 23:59"))
    town.until("2026-12-01 09:00")
    row = town.rows(PublicNotice)[0]
    counted = [d for d in town.rows(NoticeDay) if d.status == "counted"]
    assert (row.last_day.isoformat(), len(counted)) == (end, 5)
    assert all(d.source for d in counted), "each counted day names the paper that settles it"


def test_a_year_that_is_announced_with_other_days_moves_the_clock_and_settles_it(make_town):
    """28 December 2026 is a Monday; 29 to 31 are ruled by the paper of 2027."""
    town = posted(make_town, "2026-12-24 09:00", window=NEW_YEAR)
    with town.house.reading() as uow:
        clock = clock_of(uow, notices(uow)[0])
    assert clock.provisional and [d.day.day for d in clock.days if not d.announced] == [29, 30, 31]
    assert "暂定" in clock.days[-1].reason
    off = {**YEAR_2027, date(2026, 12, 31): (False, "元旦")}
    imports(town, 2027, "国办发明电〔2026〕9号", off)
    with town.house.reading() as uow:
        clock = clock_of(uow, notices(uow)[0])
    assert (last_day(clock.ends_at), clock.provisional) == (date(2027, 1, 4), False)
    assert "由 2026-12-31 改为 2027-01-04" in moves(town)[0]
    (deadline,) = town.rows(Deadline)
    assert not deadline.provisional
    town.until("2027-01-05 09:00")
    assert town.rows(PublicNotice)[0].last_day == date(2027, 1, 4)


def test_a_year_that_is_announced_as_was_guessed_settles_the_clock_without_moving_it(make_town):
    town = posted(make_town, "2026-12-24 09:00", window=NEW_YEAR)
    imports(town, 2027, "国办发明电〔2026〕9号", YEAR_2027)
    (deadline,) = town.rows(Deadline)
    assert (last_day(deadline.due_at), deadline.provisional) == (date(2026, 12, 31), False)
    assert moves(town) == []


def test_a_paper_that_comes_after_the_end_closes_the_notice_on_the_day_its_clock_said(make_town):
    town = posted(make_town, "2026-12-24 09:00", window=NEW_YEAR)
    town.until("2027-01-08 09:00")
    assert town.rows(PublicNotice)[0].closed_at is None, "nobody may close it on a day nobody has announced"
    imports(town, 2027, "国办发明电〔2026〕9号", YEAR_2027)
    town.until("2027-01-08 12:00")
    row = town.rows(PublicNotice)[0]
    assert row.last_day == date(2026, 12, 31)
    assert sum(d.status == "counted" for d in town.rows(NoticeDay)) == 5
