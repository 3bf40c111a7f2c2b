"""The ladder of a task's reminders: told when it opens, then by working days before and after it is due.

    -5 -2 0 +1 superior     five and two working days before, on the last day, one working day late, then the superior

Each rung is told at most once in the life of a task, also when its due moment moves: a rung that was told at the old
date is not told again at the new one. Every function here is pure; the calendar comes in as an argument.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from services.calendar import OutOfRange, WorkCalendar
from services.foundation.clock import last_day, local_day, start_of_day
from services.foundation.errors import Faulty

DEFAULT = "-5 -2 0 +1 superior"
OPENED, SUPERIOR = "opened", "superior"
HOUR = timedelta(hours=9)  # people find a reminder when their working day begins, not at midnight
FARTHEST, LONGEST = 60, 12


class LadderUnreadable(Faulty):
    """The property `reminders` of a task says something we do not understand."""


@dataclass(frozen=True)
class Reminder:
    """A rung and when it is due. `place` counts from 0, the opening; `word` is how the property writes the rung."""

    place: int
    word: str
    at: datetime

    @property
    def for_superior(self) -> bool:
        """Whether the superior hears it, and not whoever has the task."""
        return self.word == SUPERIOR


def read_words(text: Any) -> tuple[str, ...]:
    """The rungs a property names; DEFAULT where it is None, none where it is empty. Raises LadderUnreadable."""
    if text is not None and not isinstance(text, str):
        raise LadderUnreadable(f"提醒的写法“{text}”不对，应如“{DEFAULT}”。")
    words = tuple((DEFAULT if text is None else text).split())
    numbers = [_number(word) for word in words if word != SUPERIOR]
    increasing = all(a < b for a, b in pairwise(numbers))
    if len(words) > LONGEST or not increasing or SUPERIOR in words[:-1]:
        raise LadderUnreadable(f"提醒“{text}”应由早到晚各写一次，superior（上级）写在最后，最多 {LONGEST} 项。")
    return words


def ladder(opened: datetime, due: datetime | None, words: Sequence[str], calendar: WorkCalendar) -> list[Reminder]:
    """The reminders of a task, soonest first, no two at one moment. A rung on the day of opening is left out:
    what is said at the opening names the last day anyway.
    """
    found = [Reminder(0, OPENED, opened)]
    if due is None:
        return found
    first = local_day(opened)
    for place, word in enumerate(words, 1):
        try:
            day = _day(due, word, words, calendar)
        except OutOfRange:
            continue
        if day > first:
            found.append(Reminder(place, word, start_of_day(day) + HOUR))
    return found


def due_now(rungs: Sequence[Reminder], place: int, now: datetime) -> Reminder | None:
    """The one to tell now: of all from `place` upward whose moment has come, the last. Who slept through three
    is told one.
    """
    return next((r for r in reversed(rungs) if r.place >= place and r.at <= now), None)


def upcoming(rungs: Sequence[Reminder], place: int, now: datetime) -> Reminder | None:
    """The next one from `place` upward whose moment is still to come."""
    return next((r for r in rungs if r.place >= place and r.at > now), None)


def pending(rungs: Sequence[Reminder], place: int, now: datetime) -> Reminder | None:
    """What the sweep has to do next from `place` upward: what is overdue, else what comes."""
    return due_now(rungs, place, now) or upcoming(rungs, place, now)


def _number(word: str) -> int:
    sign, digits = (word[0], word[1:]) if word[:1] in {"+", "-"} else ("", word)
    if not (digits.isascii() and digits.isdigit()) or (not sign and int(digits)) or int(digits) > FARTHEST:
        raise LadderUnreadable(f"提醒里的“{word}”看不懂：提前写 -2，当天写 0，逾期写 +1，不超过 {FARTHEST}。")
    return int(sign + digits)


def _day(due: datetime, word: str, words: Sequence[str], calendar: WorkCalendar) -> date:
    last = last_day(due)
    if word == SUPERIOR:
        latest = max((_number(w) for w in words if w != SUPERIOR), default=0)
        return calendar.add_working_days(last, max(latest, 0) + 1)
    number = _number(word)
    if number > 0:
        return calendar.add_working_days(last, number)
    return calendar.add_working_days(_last_morning(due, calendar), number)


def _last_morning(due: datetime, calendar: WorkCalendar) -> date:
    """The last working day on whose morning there is still time."""
    day = last_day(due)
    if calendar.is_working_day(day) and start_of_day(day) + HOUR < due:
        return day
    return calendar.add_working_days(day, -1)
