"""Importing an official notice: compare first, then let a person confirm; refuse what cannot be a notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.foundation.errors import Invalid
from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import UnitOfWork

from .events import CalendarImported
from .store import load, stored_days, write_revision
from .work_calendar import ONE_DAY, DayRecord, WorkCalendar

NoticeDays = Mapping[date, tuple[bool, str]]

_YEARS = range(2000, 2101)
_LONGEST_NAME = 20
_LONGEST_PAPER = 100

# 《全国年节及纪念日放假办法》: off in every year, whatever is exchanged around them.
_ALWAYS_OFF = ((1, 1, "元旦"), (5, 1, "劳动节"), (10, 1, "国庆节"), (10, 2, "国庆节"), (10, 3, "国庆节"))
_FEWEST_DAYS_OFF = 11


class NoticeRefused(Invalid):
    """What was handed in cannot be an official notice; `fields` says where."""

    sentence = "放假安排有误，没有导入。"


class DayChange(NamedTuple):
    """A day that is worked after the notice and was not before, or the other way round."""

    day: date
    was_working: bool
    is_working: bool
    name: str

    def sentence(self) -> str:
        """The change in words."""
        words = {True: "上班", False: "放假"}
        name = f"（{self.name}）" if self.name else ""
        day = f"{self.day.year}年{self.day.month}月{self.day.day}日"
        return f"{day}{name}由{words[self.was_working]}改为{words[self.is_working]}"


@dataclass(frozen=True)
class Changes:
    """What a notice does to the calendar; `revision` is the calendar's number, the new one after the import."""

    year: int
    paper: str
    revision: int
    moved: list[DayChange]
    newly_announced: list[date]


def compare_notice(uow: UnitOfWork, year: int, paper: str, days: NoticeDays) -> Changes:
    """What importing the notice would change, without importing it; refuses as the import does."""
    before = stored_days(uow.session)
    changed = _planned(before, year, paper, days)
    return _changes(year, paper, load(uow).revision, before, changed)


def suppose_notice(uow: UnitOfWork, year: int, paper: str, days: NoticeDays) -> WorkCalendar:
    """The calendar as it would be after the import, for `supposing`; nothing is stored. Refuses as the import does."""
    before = stored_days(uow.session)
    return WorkCalendar(load(uow).revision + 1, {**before, **_planned(before, year, paper, days)})


def import_notice(uow: UnitOfWork, actor_id: int | None, year: int, paper: str, days: NoticeDays) -> Changes:
    """Put a notice of the State Council into force as a new revision of the calendar.

    `days` holds what the paper names: {day: (worked, name of the holiday)}, of `year` and of the last week of
    the year before. Unnamed days of `year` that were 暂定 follow Monday to Friday from now on, and so does the turn
    of the year before; what an earlier paper announced stays, so a later paper may move single days.
    The same notice again changes nothing. Raises `NoticeRefused`.
    """
    before = stored_days(uow.session)
    changed = _planned(before, year, paper, days)
    if not changed:
        return _changes(year, paper, load(uow).revision, before, changed)
    revision = write_revision(uow, actor_id, paper, f"{year}年", before, changed)
    changes = _changes(year, paper, revision, before, changed)
    uow.record(
        CalendarImported(
            subject=ADMINISTRATION,
            actor_id=actor_id,
            revision=revision,
            paper=paper,
            year=year,
            moved=[change._asdict() for change in changes.moved],
            newly_announced=len(changes.newly_announced),
        )
    )
    return changes


def _planned(before: Mapping[date, DayRecord], year: int, paper: str, days: NoticeDays) -> dict[date, DayRecord]:
    _refuse_what_is_no_notice(before, year, paper, days)
    next_year_known = _announced(before, date(year + 1, 1, 1))
    planned = {}
    day = min(date(year - 1, 12, 29), *days)
    while day.year <= year:
        turn_of_year = day >= date(year, 12, 29)
        record = _record(day, before.get(day), days.get(day), paper, not turn_of_year or next_year_known)
        if record is not None and record != before.get(day):
            planned[day] = record
        day += ONE_DAY
    return planned


def _record(
    day: date, before: DayRecord | None, named: tuple[bool, str] | None, paper: str, announced: bool
) -> DayRecord | None:
    if named is not None:
        return DayRecord(named[0], named[1].strip(), paper, announced)
    if before is None:
        return DayRecord(day.weekday() < 5, "", paper, announced)
    if before.announced or not announced:
        return None
    return before._replace(source=paper, announced=True)


def _changes(
    year: int, paper: str, revision: int, before: Mapping[date, DayRecord], changed: Mapping[date, DayRecord]
) -> Changes:
    moved, news = [], []
    for day, record in sorted(changed.items()):
        was = before[day].is_working if day in before else day.weekday() < 5
        if was != record.is_working:
            moved.append(DayChange(day, was, record.is_working, record.name))
        if record.announced and not _announced(before, day):
            news.append(day)
    return Changes(year, paper, revision, moved, news)


def _announced(days: Mapping[date, DayRecord], day: date) -> bool:
    return day in days and days[day].announced


def _refuse_what_is_no_notice(before: Mapping[date, DayRecord], year: int, paper: str, days: NoticeDays) -> None:
    wrong: dict[str, str] = {}
    if year not in _YEARS:
        wrong["year"] = f"年份应在 {_YEARS[0]} 至 {_YEARS[-1]} 之间。"
    if not paper.strip() or len(paper) > _LONGEST_PAPER:
        wrong["paper"] = f"请写明通知的文号，不超过 {_LONGEST_PAPER} 字。"
    if not days:
        wrong["days"] = "通知里没有一天。"
    for day, (works, name) in days.items():
        reason = _wrong_day(year, day, works, name)
        if reason:
            wrong[day.isoformat()] = reason
    if not wrong and not _announced(before, date(year, 1, 1)):
        wrong |= _missing_from_first_notice(year, days)
    if wrong:
        raise NoticeRefused(f"放假安排有误，没有导入：{next(iter(wrong.values()))}", fields=wrong)


def _wrong_day(year: int, day: date, works: bool, name: str) -> str:
    told = f"{day.year}年{day.month}月{day.day}日"
    if not date(year - 1, 12, 25) <= day <= date(year, 12, 31):
        return f"{told}不在{year}年放假安排的范围内。"
    if works and any((day.month, day.day) == (month, number) for month, number, _ in _ALWAYS_OFF):
        return f"{told}是法定节日，不能列为上班。"
    if not works and day.weekday() < 5 and not name.strip():
        return f"{told}（工作日）放假，请写明节日名称。"
    return f"{told}的节日名称不能超过 {_LONGEST_NAME} 字。" if len(name) > _LONGEST_NAME else ""


def _missing_from_first_notice(year: int, days: NoticeDays) -> dict[str, str]:
    # A year becomes announced as a whole, so its first paper must be a whole year's.
    for month, number, name in _ALWAYS_OFF:
        works, _ = days.get(date(year, month, number), (True, ""))
        if works:
            return {"days": f"{year}年尚未公布，第一份通知须列出全年放假安排，但缺少{name}（{month}月{number}日）。"}
    off = sum(1 for works, _ in days.values() if not works)
    if off < _FEWEST_DAYS_OFF:
        return {"days": f"{year}年尚未公布，第一份通知须列出全年放假安排，但只列出 {off} 天放假。"}
    return {}
