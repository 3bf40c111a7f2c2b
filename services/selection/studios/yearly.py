"""When a yearly pool begins, and which twelve months it is about. Pure.

Properties of the process:
    yearly      "01-01": from that day each year;  "plaque_day": when twelve months since the plaque are over
    review_of   "last_year" (else): the calendar year before that day;  "this_year": the year of that day
    cohort      FEEL over `studio`, `review_year`, `review_from`, `review_until`; without it, see `in_cohort`
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.foundation.errors import Faulty

PLAQUE_DAY, LAST_YEAR, THIS_YEAR = "plaque_day", "last_year", "this_year"
MONTH_AND_DAY = re.compile(r"(\d{2})-(\d{2})")
LEAP_YEAR = 2020


class YearlyWrong(Faulty):
    """`yearly` or `review_of` does not say what it must."""


@dataclass(frozen=True)
class Period:
    """The year a run is about, both days inside, and the day it begins."""

    year: int
    start: date
    end: date
    begins: date


@dataclass(frozen=True)
class Yearly:
    """Month and day of the beginning, or neither: then each studio's own plaque day."""

    month: int | None = None
    day: int | None = None
    this_year: bool = False

    @property
    def by_plaque(self) -> bool:
        """Whether every studio has a year of its own."""
        return self.month is None

    def begins_in(self, year: int, plaque_day: date | None) -> date | None:
        """The day of a calendar year on which a run begins; None where nothing says so."""
        if self.month is not None and self.day is not None:
            return _that_day(year, self.month, self.day)
        if plaque_day is None or year <= plaque_day.year:
            return None
        # The twelve months reach to the end of the corresponding day (PROCEDURES 0.3).
        return _that_day(year, plaque_day.month, plaque_day.day) + timedelta(days=1)

    def period(self, today: date, plaque_day: date | None = None) -> Period | None:
        """The newest year whose run has begun by today."""
        for year in (today.year, today.year - 1):
            begins = self.begins_in(year, plaque_day)
            if begins is not None and begins <= today:
                return self._about(begins, plaque_day)
        return None

    def next_begin(self, today: date, plaque_day: date | None = None) -> date:
        """The first day after today on which a run begins."""
        for year in range(today.year, today.year + 3):
            begins = self.begins_in(year, plaque_day)
            if begins is not None and begins > today:
                return begins
        raise YearlyWrong("没有下一个考核日。")

    def _about(self, begins: date, plaque_day: date | None) -> Period:
        if plaque_day is not None and self.by_plaque:
            end = begins - timedelta(days=1)
            return Period(end.year, _that_day(end.year - 1, plaque_day.month, plaque_day.day) + timedelta(days=1), end,
                          begins)  # fmt: skip
        year = begins.year if self.this_year else begins.year - 1
        return Period(year, date(year, 1, 1), date(year, 12, 31), begins)


def read_yearly(properties: Mapping[str, str]) -> Yearly | None:
    """What a pool's properties say; None for a pool that is not yearly. Raises YearlyWrong."""
    text = properties.get("yearly", "").strip()
    if not text:
        return None
    about = properties.get("review_of", LAST_YEAR)
    if about not in {LAST_YEAR, THIS_YEAR}:
        raise YearlyWrong(f"review_of 只能是 {LAST_YEAR} 或 {THIS_YEAR}，不能是“{about}”。")
    if text == PLAQUE_DAY:
        return Yearly()
    found = MONTH_AND_DAY.fullmatch(text)
    try:
        if found is not None:
            day = date(LEAP_YEAR, int(found[1]), int(found[2]))
            return Yearly(day.month, day.day, about == THIS_YEAR)
    except ValueError:
        pass
    raise YearlyWrong(f"yearly 应写成月-日（如 01-01）或 {PLAQUE_DAY}，不能是“{text}”。")


def _that_day(year: int, month: int, day: int) -> date:
    """29 February is the 28th where there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)
