"""Dates, times and durations as text: what `date("…")`, `@"…"` and `string(…)` read and write (DMN 10.3.2.3)."""

from __future__ import annotations

import re
from datetime import time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..far_dates import AnyDate, AnyMoment, day_of, moment_of
from ..values import YearsMonths
from .temporal_arithmetic import microseconds

_DATE = re.compile(r"(-?(?:\d{4}|[1-9]\d{4,8}))-(\d\d)-(\d\d)", re.A)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z][A-Za-z0-9_+\-/]*)?", re.A
)
_DURATION = re.compile(
    r"(-)?P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18})(?:\.(\d{1,9}))?S)?)?", re.A
)
_MONTHS = re.compile(r"(-)?P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.A)


def read_date(text: str) -> AnyDate | None:
    """A date from `YYYY-MM-DD`, else None; years of up to nine digits, and negative ones."""
    found = _DATE.fullmatch(text)
    try:
        return day_of(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """A time of day from `hh:mm:ss[.f][zone]`; a zone is `Z`, an offset or `@Continent/City`."""
    found = _TIME.fullmatch(text)
    if not found:
        return None
    hour, minute, second, fraction, zone = found.groups()
    try:
        return time(int(hour), int(minute), int(second), _micro(fraction), zone_named(zone))
    except ValueError:
        return None


def read_moment(text: str) -> AnyMoment | None:
    """A date and time joined by T; a date alone is its midnight."""
    day_text, t, time_text = text.partition("T")
    day = read_date(day_text)
    clock = read_time(time_text) if t else time()
    if day is None or clock is None:
        return None
    return moment_of(day, clock)


def read_duration(text: str) -> timedelta | YearsMonths | None:
    """A duration of either kind from ISO 8601; None for a mixture of months and days."""
    if found := _MONTHS.fullmatch(text):
        sign, years, months = found.groups()
        if years or months:
            total = int(years or 0) * 12 + int(months or 0)
            return YearsMonths(-total if sign else total)
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()[1:5]) or text.endswith("T"):
        return None
    sign, days, hours, minutes, seconds, fraction = found.groups()
    try:
        span = timedelta(
            days=int(days or 0),
            hours=int(hours or 0),
            minutes=int(minutes or 0),
            seconds=int(seconds or 0),
            microseconds=_micro(fraction),
        )
        return -span if sign else span
    except OverflowError:
        return None


def read_literal(text: str) -> Any:
    """What stands in `@"…"`: a date, a time, a date and time or a duration; None if it is none of them."""
    if "P" in text[:2]:
        return read_duration(text)
    if "T" in text and ":" in text:
        return read_moment(text)
    return read_time(text) if ":" in text else read_date(text)


def zone_named(text: str | None) -> tzinfo | None:
    """The zone of a time; raises ValueError where there is none of that name."""
    if not text:
        return None
    if text in ("Z", "z"):
        return timezone.utc  # noqa: UP017  # its name is told below
    if text.startswith("@"):
        try:
            return ZoneInfo(text[1:])
        except (ZoneInfoNotFoundError, OSError) as unknown:
            raise ValueError(text) from unknown
    hours, minutes, *seconds = map(int, text[1:].split(":"))
    if minutes > 59 or any(second > 59 for second in seconds):
        raise ValueError(text)
    span = timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)
    return zone_at(-span if text[0] == "-" else span)


def zone_at(offset: timedelta) -> timezone:
    """The zone of an offset; raises ValueError beyond 18 hours."""
    if abs(offset) > timedelta(hours=18):
        raise ValueError("no zone is so far from UTC")
    return timezone(offset)


def write_date(day: AnyDate) -> str:
    """`YYYY-MM-DD`."""
    return day.isoformat()


def write_time(clock: time, zone: time | AnyMoment | None = None) -> str:
    """The time of day with its zone, as it is read; `zone` knows the offset better than a time without its day."""
    text = f"{clock.hour:02}:{clock.minute:02}:{clock.second:02}"
    if clock.microsecond:
        text += f".{clock.microsecond:06}".rstrip("0")
    return text + _zone_text(clock if zone is None else zone)


def write_moment(moment: AnyMoment) -> str:
    """A date and time with its zone, as it is read."""
    return f"{moment.date().isoformat()}T{write_time(moment.timetz(), moment)}"


def write_months(span: YearsMonths) -> str:
    """A years and months duration in ISO 8601: `P1Y2M`."""
    years, months = divmod(abs(span.months), 12)
    text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
    return ("-" if span.months < 0 else "") + "P" + (text or "0M")


def write_duration(span: timedelta) -> str:
    """A days and time duration in ISO 8601: `P1DT2H3M4.5S`."""
    seconds, micro = divmod(abs(microseconds(span)), 1_000_000)
    days, seconds = divmod(seconds, 86_400)
    hours, seconds = divmod(seconds, 3_600)
    minutes, seconds = divmod(seconds, 60)
    fraction = f".{micro:06}".rstrip("0") if micro else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or micro else ""
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if span < timedelta() else "") + "P" + (text or "T0S")


def _micro(fraction: str | None) -> int:
    # Python keeps microseconds; finer digits are cut, not rounded, so that no second is ever gained.
    return int((fraction or "0").ljust(6, "0")[:6])


def _zone_text(clock: time | AnyMoment) -> str:
    name = getattr(clock.tzinfo, "key", None)
    if name:
        return f"@{name}"
    offset = clock.utcoffset()
    if offset is None:
        return ""
    if not offset:
        return "Z"
    total = abs(offset) // timedelta(seconds=1)
    text = f"{'-' if offset < timedelta() else '+'}{total // 3600:02}:{total // 60 % 60:02}"
    return text + (f":{total % 60:02}" if total % 60 else "")
