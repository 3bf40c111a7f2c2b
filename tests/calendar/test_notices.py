"""The calendar is data: seeded once, moved by official papers, loaded once per revision."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event as listening
from sqlalchemy import func, select

from services.calendar import (
    CalendarImported,
    DayChange,
    NoCalendar,
    NoticeRefused,
    compare_notice,
    import_notice,
    load,
    seed,
    year_grid,
)
from services.calendar.models import CalendarDay, CalendarRevision
from services.foundation.events import ADMINISTRATION, Event
from services.foundation.storage.unit_of_work import House, Wiring
from services.record import audit

ACTOR = 7
SPRING_2019 = "国办发明电〔2019〕16号"
SPRING_2020 = "国办发明电〔2020〕1号"
BEFORE = {date(2020, 1, 31): (True, ""), date(2020, 2, 1): (True, "春节"), date(2020, 2, 2): (False, "")}
AFTER = {date(2020, 1, 31): (False, "春节"), date(2020, 2, 1): (False, "春节"), date(2020, 2, 2): (False, "春节")}


def _stretch(first: date, days: int, name: str) -> dict[date, tuple[bool, str]]:
    return {first + timedelta(days=n): (False, name) for n in range(days)}


# An invented arrangement for a year nobody has announced.
YEAR_2027 = {
    **_stretch(date(2026, 12, 31), 3, "元旦"),
    **_stretch(date(2027, 2, 5), 8, "春节"),
    **_stretch(date(2027, 5, 1), 5, "劳动节"),
    **_stretch(date(2027, 10, 1), 7, "国庆节"),
    date(2027, 1, 3): (True, "元旦"),
}


def test_nothing_can_be_counted_before_the_calendar_is_there(empty_house: House) -> None:
    with pytest.raises(NoCalendar), empty_house.reading() as uow:
        load(uow)


def test_the_seed_names_its_source_and_is_sown_once(empty_house: House) -> None:
    with empty_house.work() as uow:
        written = seed(uow)
        assert written == (date(2027, 1, 1) - date(2004, 1, 1)).days
        assert seed(uow) == 0
    with empty_house.work() as uow:
        assert seed(uow) == 0
        sources = uow.session.scalars(select(CalendarDay.source).distinct()).all()
        assert len(sources) > 5 and all("chinesecalendar 1.11.0" in source for source in sources)
        provisional = uow.session.scalars(select(CalendarDay.day).where(CalendarDay.status == "provisional")).all()
        assert provisional == [date(2026, 12, 29), date(2026, 12, 30), date(2026, 12, 31)]
        names = set(uow.session.scalars(select(CalendarDay.name).distinct()))
        assert names == {"", "元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节", "抗战胜利70周年纪念日"}
        [entry] = audit.history(uow, ADMINISTRATION)
        assert entry.sentence.startswith("装入2004—2026年工作日历（chinesecalendar 1.11.0）")


def test_the_paper_of_27_january_2020_moves_a_running_notice(house: House) -> None:
    start = date(2020, 1, 20)
    with house.work() as uow:
        import_notice(uow, ACTOR, 2020, SPRING_2019, BEFORE)
        old = load(uow)
        assert (old.add_working_days(start, 5), old.add_working_days(start, 5, True)) == (
            date(2020, 2, 1),
            date(2020, 1, 31),
        )
    with house.reading() as uow:
        shown = compare_notice(uow, 2020, SPRING_2020, AFTER)
        assert load(uow).revision == old.revision == shown.revision, "looking changes nothing"
    with house.work() as uow:
        changes = import_notice(uow, ACTOR, 2020, SPRING_2020, AFTER)
        new = load(uow)
    assert (
        changes.moved
        == shown.moved
        == [
            DayChange(date(2020, 1, 31), True, False, "春节"),
            DayChange(date(2020, 2, 1), True, False, "春节"),
        ]
    )
    assert changes.moved[0].sentence() == "2020年1月31日（春节）由上班改为放假"
    assert changes.newly_announced == []
    assert (changes.revision, new.revision) == (old.revision + 1, old.revision + 1)
    assert (new.add_working_days(start, 5), new.add_working_days(start, 5, True)) == (
        date(2020, 2, 4),
        date(2020, 2, 3),
    )
    assert new.source(date(2020, 1, 31)) == SPRING_2020
    assert old.add_working_days(start, 5) == date(2020, 2, 1), "who held the old calendar still holds it"


def test_an_import_is_one_deed_told_once(house: House) -> None:
    heard: list[Event] = []
    house = House(house.engine, house.clock, Wiring(reactions={CalendarImported: [lambda _, e: heard.append(e)]}))
    with house.work() as uow:
        first = import_notice(uow, ACTOR, 2020, SPRING_2019, BEFORE)
        again = import_notice(uow, ACTOR, 2020, SPRING_2019, BEFORE)
    assert (again.revision, again.moved) == (first.revision, [])
    [event] = heard
    assert event.sentence() == f"导入2020年放假安排（{SPRING_2019}）：2 天有变动，新确定 0 天"
    assert event.facts()["moved"][0] == {
        "day": "2020-01-31", "was_working": False, "is_working": True, "name": "",
    }  # fmt: skip
    assert event.actor_id == ACTOR


def test_a_new_years_notice_settles_the_turn_of_the_year_and_leaves_its_own_end_open(house: House) -> None:
    with house.work() as uow:
        changes = import_notice(uow, ACTOR, 2027, "国办发明电〔2026〕9号", YEAR_2027)
        calendar = load(uow)
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.announced_between(date(2026, 12, 1), date(2027, 12, 28))
    assert [calendar.is_announced(date(2027, 12, n)) for n in (29, 30, 31)] == [False] * 3
    assert calendar.source(date(2026, 12, 30)) == calendar.source(date(2027, 3, 1)) == "国办发明电〔2026〕9号"
    assert calendar.reason(date(2027, 12, 30)).endswith("暂定：2028年放假安排尚未公布")
    assert changes.newly_announced[0] == date(2026, 12, 29)
    assert len(changes.newly_announced) == 3 + 365 - 3
    assert DayChange(date(2026, 12, 31), True, False, "元旦") in changes.moved
    assert DayChange(date(2027, 1, 3), False, True, "元旦") in changes.moved


def test_seeding_again_never_overrules_a_paper(house: House) -> None:
    with house.work() as uow:
        import_notice(uow, ACTOR, 2020, SPRING_2019, BEFORE)
        assert seed(uow) == 0
        assert load(uow).is_working_day(date(2020, 1, 31))


@pytest.mark.parametrize(
    ("year", "paper", "days", "sentence"),
    [
        (1999, "文", AFTER, "年份应在"),
        (2020, "  ", AFTER, "请写明通知的文号"),
        (2020, "文", {}, "通知里没有一天"),
        (2020, "文", {date(2021, 2, 1): (False, "春节")}, "2021年2月1日不在2020年放假安排的范围内"),
        (2020, "文", {date(2019, 12, 24): (False, "元旦")}, "2019年12月24日不在2020年"),
        (2020, "文", {date(2020, 10, 1): (True, "国庆节")}, "2020年10月1日是法定节日，不能列为上班"),
        (2020, "文", {date(2020, 2, 3): (False, "")}, "请写明节日名称"),
        (2020, "文", {date(2020, 2, 3): (False, "长" * 21)}, "不能超过 20 字"),
        (2027, "文", {date(2027, 1, 1): (False, "元旦")}, "第一份通知须列出全年放假安排，但缺少劳动节"),
        (2027, "文", {d: v for d, v in YEAR_2027.items() if d.month != 10}, "缺少国庆节（10月1日）"),
        (
            2027,
            "文",
            {date(2027, m, d): (False, "节") for m, d in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))},
            "只列出 5 天放假",
        ),
    ],
)
def test_what_is_no_official_notice_is_refused(  # type: ignore[no-untyped-def]
    house: House, year, paper, days, sentence
) -> None:
    for act in (lambda u: import_notice(u, ACTOR, year, paper, days), lambda u: compare_notice(u, year, paper, days)):
        with pytest.raises(NoticeRefused, match=sentence) as refusal, house.work() as uow:
            act(uow)
        assert refusal.value.fields
    with house.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(CalendarRevision)) == 1


def test_the_days_are_read_once_per_revision(house: House) -> None:
    with house.reading() as uow:
        first = load(uow)
    asked: list[str] = []
    listening.listen(house.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    with house.reading() as uow:
        assert load(uow) is first
        assert load(uow) is first
    assert len([s for s in asked if s.startswith("SELECT")]) == 1
    assert not any("calendar_day" in s for s in asked)


def test_a_year_is_shown_on_one_page(house: House) -> None:
    with house.reading() as uow:
        page = year_grid(uow, 2021)
        provisional = year_grid(uow, 2027)
    september = [day for week in page.months[8] for day in week if day]
    assert [d.day.day for d in september if d.mark == "班"] == [18, 26]
    assert [d.day.day for d in september if d.mark == "休"] == [19, 20, 21]
    assert len(september) == 30
    assert (page.announced, page.sources) == (True, ["国办发明电〔2020〕27号（chinesecalendar 1.11.0）"])
    assert page.months[8][0][0] is None, "1 September 2021 was a Wednesday"
    lines = page.lines()
    assert lines[0] == "2021年工作日历（第 1 版；来源：国办发明电〔2020〕27号（chinesecalendar 1.11.0））"
    assert "13    14    15    16    17    18班  19休" in lines
    assert not provisional.announced
    assert "暂定" in provisional.lines()[0]
    assert " 1*" in "".join(provisional.lines())
