"""The windows of a procedure against the real calendar: working days, slack, last safe start, oddities."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from services import calendar
from services.calendar import WorkCalendar
from services.calendar.feel_functions import library
from services.foundation.clock import end_of_day, last_day, local, start_of_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.engine import Element
from services.process.registry import Edge, Procedure, Window
from services.process.rules.feel import compile_expression

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Phase:
    """A window. `slack_days`: calendar days between the last safe start and the planned one; None without a clock."""

    name: str
    title: str
    start: date
    end: date
    working_days: int
    slack_days: int | None
    last_safe_start: date | None
    hours: tuple[time | None, time | None] = (None, None)
    has_clock: bool = False

    def as_json(self) -> dict[str, Any]:
        """As the contract has it."""
        return {
            "name": self.title,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "working_days": self.working_days,
            "slack_days": self.slack_days,
            "last_safe_start": self.last_safe_start.isoformat() if self.last_safe_start else None,
        }

    def sentence(self) -> str:
        """In words."""
        first, last = Edge(self.start, self.hours[0]), Edge(self.end, self.hours[1])
        text = f"{self.title}：{first} 至 {last}，{self.working_days} 个工作日"
        if self.last_safe_start is None:
            return text + "。"
        return text + f"；最迟 {self.last_safe_start} 开始，余量 {self.slack_days} 天。"


def phases(uow: UnitOfWork, procedure: Procedure) -> list[Phase]:
    """Every window, in order of its start."""
    days = calendar.load(uow)
    return [_phase(procedure, w, days) for w in sorted(procedure.manifest.windows.values(), key=lambda w: w.start)]


def with_windows(
    procedure: Procedure, windows: Mapping[str, Window], parameters: Mapping[str, Any] | None = None
) -> Procedure:
    """The procedure as a campaign runs it: with these windows and parameters for its own."""
    said = procedure.manifest.parameters if parameters is None else parameters
    return replace(procedure, manifest=replace(procedure.manifest, windows=dict(windows), parameters=dict(said)))


def _phase(procedure: Procedure, window: Window, days: WorkCalendar) -> Phase:
    safe = _last_safe_start(procedure, window, days)
    return Phase(
        window.name,
        window.title,
        window.start,
        window.end,
        days.working_days_in(window.start, window.end),
        (safe - window.start).days if safe else None,
        safe,
        (window.start_hour, window.end_hour),
        _clock_of(procedure, window.name) is not None,
    )


def _last_safe_start(procedure: Procedure, window: Window, days: WorkCalendar) -> date | None:
    """The last day of the window on which its clock can begin and still end within the window."""
    clock = _clock_of(procedure, window.name)
    if clock is None:
        return None
    for back in range((window.end - window.start).days + 1):
        day = window.end - timedelta(days=back)
        ends = _would_end(procedure, clock, day, days)
        if ends is not None and end_of_day(ends) <= window.last.as_end():
            return day
    return None


@dataclass(frozen=True)
class _Clock:
    """A timer's expression; where it stands in a shared block, what the block is given by whoever calls it."""

    expression: str
    given: Sequence[tuple[str, str]]


def _clock_of(procedure: Procedure, window: str) -> _Clock | None:
    """The timer that carries `clock_of` this window in the diagram."""
    for pool in procedure.definition.pools.values():
        for element in pool.elements.values():
            text = _timer_text(element)
            if element.properties.get("clock_of") == window and element.event == "timer" and text:
                callers = (e for e in pool.elements.values() if e.called == element.process)
                caller = next(callers, None) if element.process != pool.id else None
                return _Clock(text, caller.extensions.inputs if caller else ())
    return None


def _timer_text(element: Element) -> str | None:
    spoken = {*element.properties.values()}
    return next((text for text in element.expressions if text not in spoken), None)


def _would_end(procedure: Procedure, clock: _Clock, day: date, days: WorkCalendar) -> date | None:
    functions = library(days, start_of_day(day) + timedelta(hours=12))
    known: dict[str, Any] = {
        "campaign": {"windows": _windows(procedure)},
        "parameters": dict(procedure.manifest.parameters),
    }
    try:
        scope = {name: _value(source, known, functions) for source, name in clock.given} | known
        value = _value(clock.expression, scope, functions)
    except Faulty:
        return None
    if not isinstance(value, date):
        return None
    return last_day(value) if isinstance(value, datetime) else value


def _value(text: str, known: Mapping[str, Any], functions: Mapping[str, Any]) -> Any:
    return compile_expression(text[1:]).evaluate(known, functions) if text.startswith("=") else text


def _windows(procedure: Procedure) -> dict[str, Any]:
    return {
        w.name: {"start": local(w.first.as_start()), "end": local(w.last.as_end())}
        for w in procedure.manifest.windows.values()
    }


def anomalies(uow: UnitOfWork, procedure: Procedure) -> list[dict[str, str | None]]:
    """Oddities of the notice's own dates, with the clause: they hinder nothing, but people should know of them."""
    days = calendar.load(uow)
    windows = sorted(procedure.manifest.windows.values(), key=lambda w: (w.start, w.end))
    found = [(w, text) for w in windows for text in _oddities(procedure, w, days)]
    found += [(later, text) for earlier, later in pairwise(windows) for text in _between(earlier, later)]
    return [{"clause": window.clause, "message": text} for window, text in found]


def _oddities(procedure: Procedure, window: Window, days: WorkCalendar) -> Iterator[str]:
    issued = procedure.manifest.notice.get("date")
    if isinstance(issued, date) and window.start < issued:
        yield f"“{window.title}”从 {window.start} 开始，早于通知印发日期 {issued}。"
    if not days.is_working_day(window.end):
        weekday = WEEKDAYS[window.end.weekday()]
        yield f"“{window.title}”在 {window.end}（周{weekday}）结束，这一天不是工作日。"
    if not days.announced_between(window.start, window.end):
        yield f"“{window.title}”内有尚未公布放假安排的日子，日期为暂定。"
    if _clock_of(procedure, window.name) and _last_safe_start(procedure, window, days) is None:
        yield f"“{window.title}”太短：即使第一天开始，也来不及在 {window.end} 前期满。"


def _between(earlier: Window, later: Window) -> Iterator[str]:
    if later.first.as_start() < earlier.last.as_end():
        yield f"“{later.title}”从 {later.first} 开始，“{earlier.title}”到 {earlier.last} 才结束，两个阶段重叠。"
