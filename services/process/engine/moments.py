"""Reading moments and durations out of FEEL values and ISO 8601 texts. A day alone means its 24:00 in Shanghai."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from services.foundation.clock import SHANGHAI, end_of_day, local

from ..rules.values import YearsMonths
from .errors import ExpressionFailed

_DURATION = re.compile(
    r"P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)
_CYCLE = re.compile(r"R(?P<times>\d*)/(?P<period>P.+)")


Read = TypeVar("Read")


@dataclass(frozen=True)
class Span:
    """A duration: months are counted in the calendar, the rest exactly."""

    months: int
    exact: timedelta

    def after(self, moment: datetime) -> datetime:
        """The moment this long after another, in UTC. 31 January and a month is the last day of February."""
        there = local(moment)
        if self.months:
            total = there.year * 12 + there.month - 1 + self.months
            year, month = divmod(total, 12)
            there = there.replace(year=year, month=month + 1, day=min(there.day, monthrange(year, month + 1)[1]))
        return there.astimezone(UTC) + self.exact

    @property
    def forward(self) -> bool:
        """Whether it leads into the future at all."""
        return self.months >= 0 and self.exact >= timedelta() and (self.months > 0 or self.exact > timedelta())


def read_moment(value: Any) -> datetime | None:
    """A moment in UTC of a date and time, a date or an ISO text; None if it is none of them."""
    if isinstance(value, str):
        value = _from_text(value.strip())
    if isinstance(value, datetime):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=SHANGHAI)
        return aware.astimezone(UTC)
    return end_of_day(value) if isinstance(value, date) else None


def _from_text(text: str) -> date | datetime | None:
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        return None


def read_span(value: Any) -> Span | None:
    """A duration of FEEL or an ISO text; None if it is neither."""
    if isinstance(value, timedelta):
        return Span(0, value)
    if isinstance(value, YearsMonths):
        return Span(value.months, timedelta())
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or not any(match.groupdict().values()):
        return None
    n = {name: Decimal(text or 0) for name, text in match.groupdict().items()}
    exact = timedelta(
        weeks=int(n["weeks"]), days=int(n["days"]), hours=int(n["hours"]), minutes=int(n["minutes"]),
        microseconds=int(n["seconds"] * 1_000_000),
    )  # fmt: skip
    return Span(int(n["years"]) * 12 + int(n["months"]), exact)


def read_cycle(value: Any) -> tuple[int | None, Span] | None:
    """How often (None: without end) and how far apart, of `R3/P3D`; None if it is not of that form."""
    match = _CYCLE.fullmatch(value.strip()) if isinstance(value, str) else None
    span = read_span(match["period"]) if match else None
    if match is None or span is None or not span.forward:
        return None
    return (int(match["times"]) if match["times"] else None), span


def as_moment(value: Any, element: str) -> datetime:
    """As `read_moment`, but raises ExpressionFailed."""
    return _required(read_moment(value), value, element, "日期或时间")


def as_span(value: Any, element: str) -> Span:
    """As `read_span`, but raises ExpressionFailed."""
    return _required(read_span(value), value, element, "时长")


def as_cycle(value: Any, element: str) -> tuple[int | None, Span]:
    """As `read_cycle`, but raises ExpressionFailed."""
    return _required(read_cycle(value), value, element, "周期（如 R3/P3D）")


def _required(read: Read | None, value: Any, element: str, wanted: str) -> Read:
    if read is None:
        raise ExpressionFailed(element, f"需要{wanted}，得到的是“{value}”。")
    return read
