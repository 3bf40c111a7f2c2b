"""The clock of the house is an argument: nothing below the edge asks the machine for the time.

Moments are aware and in UTC; days are days in Shanghai. "By 10 November" runs to 24:00 of that day
(PROCEDURES 0.3), which is the first moment of 11 November.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock, used in production."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that shows what it was set to: tests, rehearsals, the demonstration."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment the clock was last set to, in UTC."""
        return self.moment

    def set(self, moment: datetime) -> None:
        """Turn the clock to another moment (aware)."""
        self.moment = moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The same moment as Shanghai's wall clock shows it."""
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """The calendar day in Shanghai on which a moment falls."""
    return local(moment).date()


def start_of_day(day: date) -> datetime:
    """00:00 in Shanghai of a day, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """24:00 in Shanghai of a day (the next day's first moment), in UTC."""
    return start_of_day(day + timedelta(days=1))


def last_day(due: datetime) -> date:
    """The day a period that ends at `due` still reaches: 11 November 00:00 means 10 November, 24:00."""
    return local_day(due - timedelta(microseconds=1))
