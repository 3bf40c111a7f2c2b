"""A year on one page: every day with its mark, for the screen and the command line."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from services.foundation.storage.unit_of_work import UnitOfWork

from .store import load
from .work_calendar import EARLIEST, LATEST, WEEKDAYS, OutOfRange, WorkCalendar


class DayShown(NamedTuple):
    """A day of the page. `mark`: 休 a holiday, 班 a make-up day, empty an ordinary day or weekend."""

    day: date
    is_working: bool
    name: str
    mark: str
    announced: bool
    source: str
    reason: str


@dataclass(frozen=True)
class YearGrid:
    """Twelve months of weeks from Monday to Sunday; None stands before a month's first and after its last day."""

    year: int
    revision: int
    announced: bool
    sources: list[str]
    months: list[list[list[DayShown | None]]]

    def lines(self) -> list[str]:
        """The page as plain text; a star marks a day that is 暂定."""
        state = "" if self.announced else "，标 * 的日子为暂定"
        lines = [f"{self.year}年工作日历（第 {self.revision} 版；来源：{'、'.join(self.sources) or '无'}{state}）"]
        for number, weeks in enumerate(self.months, start=1):
            lines += ["", f"{number}月", "  ".join(f" {name} " for name in WEEKDAYS)]
            lines += ["  ".join(_cell(day) for day in week).rstrip() for week in weeks]
        return lines


def year_grid(uow: UnitOfWork, year: int) -> YearGrid:
    """The page of a year in the calendar in force. Raises `OutOfRange` for years no calendar can answer."""
    if not EARLIEST.year <= year <= LATEST.year:
        raise OutOfRange
    calendar = load(uow)
    months = [
        [[_shown(calendar, day) if day.month == month else None for day in week] for week in _weeks(year, month)]
        for month in range(1, 13)
    ]
    days = [day for weeks in months for week in weeks for day in week if day]
    sources = sorted({day.source for day in days if day.source})
    return YearGrid(year, calendar.revision, all(day.announced for day in days), sources, months)


def _weeks(year: int, month: int) -> list[list[date]]:
    return Calendar().monthdatescalendar(year, month)


def _shown(calendar: WorkCalendar, day: date) -> DayShown:
    works, record = calendar.is_working_day(day), calendar.days.get(day)
    name = record.name if record else ""
    mark = "班" if works and day.weekday() >= 5 else "休" if not works and name else ""
    return DayShown(day, works, name, mark, calendar.is_announced(day), calendar.source(day), calendar.reason(day))


def _cell(day: DayShown | None) -> str:
    if day is None:
        return "    "
    return f"{day.day.day:2d}{day.mark or (' ' if day.announced else '*') + ' '}"
