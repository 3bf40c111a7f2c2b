"""Counting working days: a value that never changes, built once per revision of the calendar.

工作日 are Monday to Friday, less the holidays of the State Council's notice, plus the make-up days it orders
(PROCEDURES 0.3, RULES 3.2). Days nobody has announced follow Monday to Friday and say that they are 暂定.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from services.foundation.errors import Conflict, Invalid

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
MOST_DAYS = 3660
ONE_DAY = timedelta(days=1)
WEEKDAYS = "一二三四五六日"


class DayRecord(NamedTuple):
    """What is known of a day; `source` is the paper's number or the library that says so."""

    is_working: bool
    name: str
    source: str
    announced: bool


class DayExplained(NamedTuple):
    """A day of a period: `number` is its place in the count, None where it does not count; `reason` is Chinese."""

    day: date
    counted: bool
    number: int | None
    reason: str
    source: str
    announced: bool


class NotAnnounced(Conflict):
    """A statutory period touches a day whose working calendar nobody has announced."""


class OutOfRange(Invalid):
    """The question goes beyond what a calendar can answer."""

    sentence = f"日期或天数超出工作日历的范围（{EARLIEST.year}—{LATEST.year}年，最多{MOST_DAYS}个工作日）。"


@dataclass(frozen=True, eq=False)
class WorkCalendar:
    """The calendar of one revision. Days are dates in Shanghai; every method answers from memory."""

    revision: int
    days: Mapping[date, DayRecord]

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day; Monday to Friday where nothing is announced."""
        record = self.days.get(day)
        return day.weekday() < 5 if record is None else record.is_working

    def is_announced(self, day: date) -> bool:
        """Whether a notice in force settles the day; else it is 暂定."""
        record = self.days.get(day)
        return record is not None and record.announced

    def add_working_days(
        self, day: date, n: int, count_first: bool = False, without: Collection[date] = frozenset()
    ) -> date:
        """The last day of a period of `n` working days that begins on `day`.

        `day` itself counts only with `count_first`, and only if it is worked; a period that begins on a day off is
        counted from the next working day under either convention. Days in `without` do not count (a notice
        was offline). A negative `n` counts backwards in the same way, 0 is `day` itself.
        Raises `OutOfRange` beyond the calendar's bounds.
        """
        if abs(n) > MOST_DAYS:
            raise OutOfRange
        step = ONE_DAY if n > 0 else -ONE_DAY
        left, here = abs(n), _within(day)
        if left and count_first and self._counts(here, without):
            left -= 1
        while left:
            here = _within(here + step)
            if self._counts(here, without):
                left -= 1
        return here

    def working_days_between(self, a: date, b: date) -> int:
        """How many working days lie after `a`, up to and including `b`; negative where `b` is before `a`.

        So the first day is not counted (民法典 §201), and it undoes `add_working_days(a, n)`. For a window
        with both its ends use `working_days_in`.
        """
        if b < a:
            return -self.working_days_between(b, a)
        return sum(1 for day in _days(a + ONE_DAY, b) if self.is_working_day(day))

    def working_days_in(self, first: date, last: date) -> int:
        """How many working days a window has, both its ends included; 0 where it is empty."""
        return sum(1 for day in _days(first, last) if self.is_working_day(day))

    def announced_between(self, a: date, b: date) -> bool:
        """Whether every day from `a` to `b`, both included, is announced."""
        return self.first_provisional(a, b) is None

    def first_provisional(self, a: date, b: date) -> date | None:
        """The first day from `a` to `b`, both included, that nobody has announced yet; None when all are."""
        return next((day for day in _days(a, b) if not self.is_announced(day)), None)

    def require_announced(self, a: date, b: date) -> None:
        """Raises `NotAnnounced` if a day from `a` to `b` is still 暂定: planning may be, a statutory end may not."""
        day = self.first_provisional(a, b)
        if day is not None:
            raise NotAnnounced(
                f"{self._why_provisional(day)}，{_told(day)}是否为工作日还不能确定，法定期限不能按暂定的日历届满。"
            )

    def explain(
        self, start: date, n: int, count_first: bool = False, without: Mapping[date, str] | None = None
    ) -> list[DayExplained]:
        """Every day of a period of `n` working days, from `start` to its last day: counted or not, why, on whose word.

        `n` is at least 1. `without` gives days that do not count, each with its reason in Chinese.
        """
        paused = without or {}
        last = self.add_working_days(start, max(n, 1), count_first, paused)
        explained, number = [], 0
        for day in _days(start, last):
            waits = day == start and not count_first
            counted = self._counts(day, paused) and not waits
            number += counted
            reason = self.reason(day)
            if day in paused:
                reason = f"{reason}，不计入：{paused[day]}"
            elif waits or (day == start and not counted):
                reason = f"{reason}，{'起算日不计入' if self.is_working_day(day) else '自下一个工作日起算'}"
            explained.append(
                DayExplained(
                    day, counted, number if counted else None, reason, self.source(day), self.is_announced(day)
                )
            )
        return explained

    def reason(self, day: date) -> str:
        """Why a day is worked or not, in Chinese; says 暂定 where nobody has announced it."""
        record, weekday = self.days.get(day), f"周{WEEKDAYS[day.weekday()]}"
        name = record.name if record else ""
        if self.is_working_day(day):
            why = f"工作日（{weekday}）" if day.weekday() < 5 else f"调休上班（{name or '周末'}，{weekday}）"
        else:
            why = f"{name}放假（{weekday}）" if name else f"{weekday}休息"
        return why if self.is_announced(day) else f"{why}，暂定：{self._why_provisional(day)}"

    def source(self, day: date) -> str:
        """On whose word a day is worked or not; empty where nobody has said anything."""
        record = self.days.get(day)
        return record.source if record else ""

    def _counts(self, day: date, without: Collection[date]) -> bool:
        return self.is_working_day(day) and day not in without

    def _why_provisional(self, day: date) -> str:
        # The last days of December are ruled by the notice of the next year (2018-12-29 was a make-up day of 2019).
        year = day.year + 1 if self.is_announced(date(day.year, 12, 28)) else day.year
        return f"{year}年放假安排尚未公布"


def _within(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise OutOfRange
    return day


def _days(first: date, last: date) -> Iterator[date]:
    _within(first)
    _within(last)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _told(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
