"""Days and moments outside the years 1 to 9999, which Python's calendar lacks and FEEL has (DMN 10.3.2.3.4).

The Gregorian calendar repeats itself every 400 years, to the weekday: a far day is a day of the years 2000 to 2399
(`near`) and how many times 400 years it is away from there (`cycles`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import total_ordering
from typing import TypeVar

MAX_YEAR = 999_999_999
_YEARS = 400
_DAYS = 146_097
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = 2000


@total_ordering
@dataclass(frozen=True, slots=True)
class FarDate:
    """A day of the year 0, before it, or after 9999; has the attributes of a `date`."""

    cycles: int
    near: date

    @property
    def year(self) -> int:
        """The year, astronomically counted (0 is the year before 1)."""
        return self.near.year + _YEARS * self.cycles

    @property
    def month(self) -> int:
        """The month from 1."""
        return self.near.month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.near.day

    def isoweekday(self) -> int:
        """1 is Monday."""
        return self.near.isoweekday()

    def toordinal(self) -> int:
        """The number of the day, 1 January of the year 1 being 1."""
        return self.near.toordinal() + _DAYS * self.cycles

    def isoformat(self) -> str:
        """`12345-01-02`, `-0017-01-02`."""
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    def __str__(self) -> str:
        return self.isoformat()

    def __lt__(self, other: object) -> bool:
        return self.toordinal() < other.toordinal() if isinstance(other, FarDate | date) else NotImplemented


@dataclass(frozen=True, slots=True)
class FarMoment:
    """A date and time of such a year; has the attributes of a `datetime`."""

    cycles: int
    near: datetime

    def date(self) -> AnyDate:
        """Its day."""
        return _day(self.cycles, self.near.date())

    def __str__(self) -> str:
        return f"{self.date()} {self.timetz()}"

    def timetz(self) -> time:
        """Its time of day with its zone."""
        return self.near.timetz()

    def utcoffset(self) -> timedelta | None:
        """The offset of its zone, by the rules that hold in the near years."""
        return self.near.utcoffset()

    def toordinal(self) -> int:
        """The number of its day."""
        return self.near.toordinal() + _DAYS * self.cycles

    @property
    def tzinfo(self) -> tzinfo | None:
        """Its zone."""
        return self.near.tzinfo


Near = TypeVar("Near", bound=date)
AnyDate = date | FarDate
AnyMoment = datetime | FarMoment


def day_of(year: int, month: int, day: int) -> AnyDate:
    """The day of these numbers; raises ValueError where there is none."""
    if 1 <= year <= 9999:
        return date(year, month, day)
    cycles, rest = divmod(year - _FIRST, _YEARS)
    return _day(cycles, date(_FIRST + rest, month, day))


def day_numbered(ordinal: int) -> AnyDate:
    """The day with this number (see `toordinal`); raises ValueError beyond the calendar."""
    cycles, rest = divmod(ordinal - date(_FIRST, 1, 1).toordinal(), _DAYS)
    return _day(cycles, date.fromordinal(date(_FIRST, 1, 1).toordinal() + rest))


def moment_of(day: AnyDate, clock: time) -> AnyMoment:
    """A day and a time of day together; the zone is that of the time."""
    if isinstance(day, date):
        return datetime.combine(day, clock)
    return FarMoment(day.cycles, datetime.combine(day.near, clock))


def later(moment: AnyMoment, span: timedelta) -> AnyMoment:
    """A moment later by a length of real time, told in its own zone."""
    if isinstance(moment, datetime):
        try:
            if moment.tzinfo is None:
                return moment + span
            return (moment.astimezone(UTC) + span).astimezone(moment.tzinfo)
        except OverflowError:
            pass
    return _at(instant(moment) + span // _MICROSECOND, moment.tzinfo)


def told_in(moment: AnyMoment, zone: tzinfo) -> AnyMoment:
    """The same moment as clocks of a zone show it."""
    return _at(instant(moment), zone)


def instant(moment: AnyMoment, default: tzinfo | None = None) -> int:
    """Microseconds from a fixed point of the UTC scale; a moment without a zone is of `default`."""
    clock = moment.near if isinstance(moment, FarMoment) else moment
    if clock.tzinfo is None and default:
        clock = clock.replace(tzinfo=default)
    seconds = ((moment.toordinal() * 24 + clock.hour) * 60 + clock.minute) * 60 + clock.second
    return seconds * 1_000_000 + clock.microsecond - (clock.utcoffset() or timedelta()) // _MICROSECOND


def _at(microseconds: int, zone: tzinfo | None) -> AnyMoment:
    """The moment at an instant as clocks of a zone show it."""
    days, rest = divmod(microseconds, _DAY // _MICROSECOND)
    day = day_numbered(days)
    utc = moment_of(day, (datetime(_FIRST, 1, 1) + rest * _MICROSECOND).time())
    if zone is None:
        return utc
    try:
        return utc.replace(tzinfo=UTC).astimezone(zone) if isinstance(utc, datetime) else _zoned(utc, zone)
    except OverflowError:
        cycles = (day.year - _FIRST) // _YEARS
        near = utc.near if isinstance(utc, FarMoment) else utc.replace(year=utc.year - _YEARS * cycles)
        return _zoned(FarMoment(cycles, near), zone)


def _zoned(utc: FarMoment, zone: tzinfo) -> AnyMoment:
    return _moment(utc.cycles, utc.near.replace(tzinfo=UTC).astimezone(zone))


def _day(cycles: int, near: date) -> AnyDate:
    cycles, near = _settled(cycles, near)
    year = near.year + _YEARS * cycles
    return near.replace(year=year) if 1 <= year <= 9999 else FarDate(cycles, near)


def _moment(cycles: int, near: datetime) -> AnyMoment:
    cycles, near = _settled(cycles, near)
    year = near.year + _YEARS * cycles
    return near.replace(year=year) if 1 <= year <= 9999 else FarMoment(cycles, near)


def _settled(cycles: int, near: Near) -> tuple[int, Near]:
    """The same with `near` in its own 400 years; raises ValueError beyond the calendar."""
    more = (near.year - _FIRST) // _YEARS
    if abs(near.year + _YEARS * cycles) > MAX_YEAR:
        raise ValueError("beyond the calendar")
    return cycles + more, near.replace(year=near.year - _YEARS * more)
