"""The phases of a campaign: from a day or an hour to a day or an hour."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from services.foundation.clock import SHANGHAI, end_of_day, start_of_day

WRITTEN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?::00)?)?")


@dataclass(frozen=True)
class Edge:
    """Where a phase begins or ends: a day of Shanghai, or an hour of it. Without an hour it takes the whole day."""

    day: date
    hour: time | None = None

    def as_start(self) -> datetime:
        """The first moment, in UTC."""
        return start_of_day(self.day) if self.hour is None else _at(self.day, self.hour)

    def as_end(self) -> datetime:
        """The moment it is over, in UTC: the hour, or 24:00 of the day."""
        return end_of_day(self.day) if self.hour is None else _at(self.day, self.hour)

    def __str__(self) -> str:
        """As procedure.yaml writes it, `2021-11-10` or `2021-11-10 18:00`; read_edge reads it again."""
        return f"{self.day}" if self.hour is None else f"{self.day} {self.hour:%H:%M}"


def read_edge(value: Any) -> Edge | None:
    """A day or a moment of the wall clock, as YAML reads it or as text; None for anything else. 24:00 is the day."""
    if isinstance(value, datetime):
        return Edge(value.date(), value.time()) if value.tzinfo is None and not value.second else None
    if isinstance(value, date):
        return Edge(value)
    found = WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        day = date.fromisoformat(found[1])
        return Edge(day, time.fromisoformat(found[2]) if found[2] and found[2] != "24:00" else None)
    except ValueError:
        return None


@dataclass(frozen=True)
class Window:
    """A phase: both days belong to it, the last until 24:00 or until its hour. `clause`: where the notice says so."""

    name: str
    title: str
    start: date
    end: date
    clause: str | None = None
    start_hour: time | None = None
    end_hour: time | None = None

    @property
    def first(self) -> Edge:
        """Where it begins."""
        return Edge(self.start, self.start_hour)

    @property
    def last(self) -> Edge:
        """Where it ends."""
        return Edge(self.end, self.end_hour)

    def __str__(self) -> str:
        """Both edges, for people."""
        return f"{self.first} 至 {self.last}"


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, SHANGHAI).astimezone(start_of_day(day).tzinfo)
