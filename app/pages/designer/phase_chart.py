"""Phases as bars beside each other: where each stands on the whole stretch, in hundredths, for the page to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.designer.rehearse.phases import Phase, anomalies, phases, with_windows
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.registry import Procedure, Window

MOST_DAYS = 3660


@dataclass(frozen=True)
class Bar:
    """A phase; left, width and safe (the end of the last safe start's day) in per cent of the whole stretch."""

    phase: Phase
    left: float
    width: float
    safe: float | None


@dataclass(frozen=True)
class Chart:
    """All phases, the months as (left, words), and what is odd about them."""

    bars: Sequence[Bar]
    months: Sequence[tuple[float, str]]
    anomalies: Sequence[Mapping[str, str | None]]
    first: date | None


def chart(uow: UnitOfWork, procedure: Procedure, begins: date | None = None) -> Chart:
    """The phases against the calendar in force; with `begins`, all moved so that the first begins on that day."""
    windows = procedure.manifest.windows
    if begins is not None and windows:
        days = begins - min(w.start for w in windows.values())
        procedure = with_windows(procedure, {name: moved(w, days) for name, w in windows.items()})
    found = phases(uow, procedure)
    if not found:
        return Chart((), (), (), None)
    first, last = min(p.start for p in found), max(p.end for p in found)
    whole = (last - first).days + 1

    def place(day: date) -> float:
        return round(100 * (day - first).days / whole, 2)

    bars = [
        Bar(
            p,
            place(p.start),
            max(0.8, round(place(p.end + timedelta(days=1)) - place(p.start), 2)),
            place(p.last_safe_start + timedelta(days=1)) if p.last_safe_start else None,
        )
        for p in found
    ]
    return Chart(bars, [(place(day), words) for day, words in _months(first, last)], anomalies(uow, procedure), first)


def moved(window: Window, days: timedelta) -> Window:
    """A window so many days later."""
    return replace(window, start=window.start + days, end=window.end + days)


def _months(first: date, last: date) -> list[tuple[date, str]]:
    """The first of each month, at most twelve of them."""
    found: list[tuple[date, str]] = []
    day = first.replace(day=1)
    while day <= last and (day - first).days < MOST_DAYS:
        if day >= first:
            found.append((day, f"{day.year}年{day.month}月" if day.month == 1 or not found else f"{day.month}月"))
        day = (day + timedelta(days=32)).replace(day=1)
    step = len(found) // 12 + 1
    return found[::step]
