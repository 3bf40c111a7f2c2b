"""A public notice is a frozen list with public columns alone; its clock counts working days and never guesses one."""

import hashlib
from datetime import date

import pytest

from services import calendar
from services.foundation.clock import last_day
from services.foundation.errors import Faulty, NotFound
from services.foundation.storage.types import canonical
from services.process.registry import Package, compile_package
from services.record import audit
from services.selection.public_notices import PublicNotice, clock_of, notice_by_no, notices
from tests.builders import city, moment
from tests.selection.drawn import LIST, clock_of_the_city, posting
from tests.small_procedure import manifest

WINDOWS = {"public_notice": (date(2021, 12, 1), date(2021, 12, 10))}


@pytest.fixture(scope="module")
def timer():
    return clock_of_the_city()


def ready(make_town, timer, at, count_first_day=False, windows=WINDOWS, listed=LIST):
    """A campaign whose list waits to be posted."""
    whole = posting(timer, listed)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": count_first_day})}
    return make_town(Package("hill", told), at=moment(at), windows=windows)


def post(make_town, *given, **more):
    """The list is posted."""
    town = ready(make_town, *given, **more)
    town.complete("office", "Post")
    return town


def notice(town):
    (row,) = town.rows(PublicNotice)
    return row


def clock(town):
    with town.house.reading() as uow:
        return clock_of(uow, notices(uow)[0])


# The notice's own window ends on 10 December; five working days at least, the day of posting not counted.
@pytest.mark.parametrize(
    ("posted", "first_counts", "ends", "counted"),
    [
        ("2021-12-01 09:00", False, "2021-12-10", 7),
        ("2021-12-03 09:00", False, "2021-12-10", 5),
        ("2021-12-05 09:00", False, "2021-12-10", 5),
        ("2021-12-06 09:00", False, "2021-12-13", 5),
        ("2021-12-07 09:00", False, "2021-12-14", 5),
        ("2021-12-06 09:00", True, "2021-12-10", 5),
        ("2021-12-07 09:00", True, "2021-12-13", 5),
        ("2021-12-01 23:59", False, "2021-12-10", 7),
    ],
)
def test_a_notice_ends_where_the_city_says(make_town, timer, posted, first_counts, ends, counted):
    town = post(make_town, timer, posted, first_counts)
    now = clock(town)
    assert (last_day(now.ends_at).isoformat(), now.working_days, now.provisional) == (ends, counted, False)
    assert (now.counts_first, now.working_days_left) == (first_counts, counted - first_counts)
    town.until(f"{ends} 23:59")
    assert town.tasks("After") == [] and notice(town).closed_at is None
    town.until(f"{ends} 23:59")
    town.clock.set(now.ends_at)
    town.settle()
    assert town.tasks("After") and notice(town).closed_at == now.ends_at
    assert clock(town).ends_at == now.ends_at


def test_the_last_day_inside_the_window_to_begin_is_a_sunday(make_town, timer):
    inside = [
        d for d in range(1, 11) if last_day(clock(post(make_town, timer, f"2021-12-{d:02d} 09:00")).ends_at).day <= 10
    ]
    assert max(inside) == 5


def test_the_clock_explains_each_day(make_town, timer):
    days = clock(post(make_town, timer, "2021-12-03 09:00")).days
    assert [(d.day.day, d.counted) for d in days] == [(n, n not in (3, 4, 5)) for n in range(3, 11)]


def test_the_list_is_frozen_with_its_digest(make_town, timer):
    row = notice(post(make_town, timer, "2021-12-03 09:00"))
    assert row.digest == hashlib.sha256(canonical(row.items)).hexdigest()
    assert (row.no, row.organ, row.posted_at) == ("GS2021-001", "青山市总工会", moment("2021-12-03 09:00"))


def test_only_public_columns_are_shown(make_town, timer):
    items = notice(post(make_town, timer, "2021-12-03 09:00")).items
    assert {key for item in items for key in item} == {"title", "unit", "lead", "category", "recommender"}
    assert "000-0000001" not in str(items) and "88.5" not in str(items)
    assert items[1] == {
        "title": "许㛃创新工作室",
        "unit": "云帆造船厂",
        "lead": "许㛃",
        "category": "",
        "recommender": "",
    }


def test_a_notice_carries_the_latest_seal(make_town, timer):
    town = ready(make_town, timer, "2021-12-02 09:00")
    town.until("2021-12-03 09:00")
    town.complete("office", "Post")
    with town.house.reading() as uow:
        assert notice(town).seal_digest == audit.latest_seal(uow).hash


def test_an_empty_list_is_not_posted(make_town, timer):
    with pytest.raises(Faulty, match="名单是空的"):
        post(make_town, timer, "2021-12-03 09:00", listed="=[]")


def test_notices_are_numbered_by_year_and_found_by_number(make_town, timer):
    town = post(make_town, timer, "2021-12-03 09:00")
    town.open_campaign()
    town.complete("office", "Post")
    assert [n.no for n in town.rows(PublicNotice)] == ["GS2021-001", "GS2021-002"]
    with town.house.reading() as uow:
        assert notice_by_no(uow, "GS2021-002").campaign_id == town.campaign_id
        with pytest.raises(NotFound):
            notice_by_no(uow, "GS2021-003")


NEW_YEAR = {"public_notice": (date(2026, 12, 21), date(2026, 12, 25))}
OFF = {
    "元旦": ["2027-01-01"],
    "春节": ["2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08"],
    "清明节": ["2027-04-05"],
    "劳动节": ["2027-05-01"],
    "端午节": ["2027-06-09"],
    "中秋节": ["2027-09-15"],
    "国庆节": ["2027-10-01", "2027-10-02", "2027-10-03"],
}
YEAR_2027 = {date.fromisoformat(day): (False, name) for name, days in OFF.items() for day in days}


def test_a_notice_never_closes_on_a_day_nobody_has_announced(make_town, timer):
    town = post(make_town, timer, "2026-12-24 09:00", windows=NEW_YEAR)
    now = clock(town)
    assert (last_day(now.ends_at), now.provisional) == (date(2026, 12, 31), True)
    town.until("2027-01-04 09:00")
    assert notice(town).closed_at is None and town.tasks("After") == []
    (incident,) = town.incidents()
    assert incident.kind == "deadline_failed" and "暂定" in incident.sentence


def test_once_the_year_is_announced_the_notice_closes(make_town, timer):
    town = post(make_town, timer, "2026-12-24 09:00", windows=NEW_YEAR)
    town.until("2027-01-04 09:00")
    with town.house.work() as uow:
        calendar.import_notice(uow, None, 2027, "国办发明电〔2026〕9号", YEAR_2027)
    town.until("2027-01-06 09:00")
    assert moment("2027-01-04 09:00") <= notice(town).closed_at <= moment("2027-01-06 09:00")
    assert town.tasks("After")


def test_the_city_says_that_the_day_of_posting_does_not_count():
    assert compile_package(city()).manifest.parameters["count_first_day"] is False
