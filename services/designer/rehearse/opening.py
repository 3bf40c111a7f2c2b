"""A campaign's windows looked at before it opens: what the calendar says of each. Nothing here hinders anybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services import calendar
from services.calendar import WorkCalendar
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.registry import Edge, Procedure, Window

from .phases import WEEKDAYS, Phase, phases

WORKING_DAYS = "工作日按国务院公布的放假安排计算"
NOTICE = "起止按办法写明的日期，公示期另须满足法定的最少工作日数"


@dataclass(frozen=True)
class Remark:
    """A sentence about a window, with the rule it rests on. `weight`: `wrong` should be changed, `note` be known."""

    window: str
    weight: str
    sentence: str
    rule: str


@dataclass(frozen=True)
class Looked:
    """A window with what the calendar makes of it."""

    phase: Phase
    remarks: tuple[Remark, ...]


def looked_at(uow: UnitOfWork, procedure: Procedure) -> list[Looked]:
    """Every window of the procedure (see `with_windows`), in order of its start, with remarks about each."""
    days, windows = calendar.load(uow), procedure.manifest.windows
    rows = phases(uow, procedure)
    found = []
    for row, earlier in zip(rows, [None, *rows], strict=False):
        window = windows[row.name]
        before = _overlap(windows[earlier.name], window) if earlier else ()
        found.append(Looked(row, (*_remarks(window, row, days, local_day(uow.now)), *before)))
    return found


def _remarks(window: Window, row: Phase, days: WorkCalendar, today: date) -> Iterator[Remark]:
    for day, word in ((window.start, "开始"), (window.end, "结束")):
        if not days.is_working_day(day):
            yield Remark(window.name, "note", f"“{window.title}”{word}的{told(day)}不是工作日。", WORKING_DAYS)
    if window.last.as_end() <= window.first.as_start():
        return
    if not row.working_days:
        yield Remark(window.name, "wrong", f"“{window.title}”之内没有一个工作日。", WORKING_DAYS)
    first = days.first_provisional(window.start, window.end)
    if first is not None:
        sentence = f"“{window.title}”从{told(first)}起的放假安排国务院尚未公布，这一阶段的日期为暂定。"
        yield Remark(window.name, "note", sentence, "公示不能在尚未公布放假安排的日子期满")
    if window.end < today:
        yield Remark(window.name, "wrong", f"“{window.title}”到{told(window.end)}已经结束。", "今天是" + told(today))
    if row.has_clock and row.last_safe_start is None:
        sentence = f"“{window.title}”太短：即使第一天就发布，到{told(window.end)}也不能期满。"
        yield Remark(window.name, "wrong", sentence, NOTICE)
    elif row.last_safe_start is not None:
        safe, working = told(row.last_safe_start), row.last_safe_start
        if not days.is_working_day(working):
            working = days.add_working_days(working, -1)
            safe += f"（之前最后一个工作日是{told(working)}）"
        sentence = f"“{window.title}”最迟{safe}发布，才能在{told(window.end)}前期满。"
        yield Remark(window.name, "note", sentence, NOTICE)


def _overlap(earlier: Window, later: Window) -> Iterator[Remark]:
    if later.first.as_start() < earlier.last.as_end():
        starts, ends = _edge(later.first), _edge(earlier.last)
        sentence = f"“{later.title}”从{starts}开始，“{earlier.title}”到{ends}才结束，两个阶段重叠。"
        yield Remark(later.name, "wrong", sentence, "各阶段按办法的先后次序进行")


def _edge(edge: Edge) -> str:
    return f"{told(edge.day)} {edge.hour:%H:%M}" if edge.hour else told(edge.day)


def told(day: date) -> str:
    """2021年12月5日(周日)."""
    return f"{day.year}年{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"
