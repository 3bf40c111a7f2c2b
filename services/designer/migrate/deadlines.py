"""Each deadline before and after, in sentences."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from services.output.messages.wording import due_words
from services.process import engine
from services.process.engine import Element, Pool

Dues = dict[tuple[int, str], tuple[str, datetime]]


def moved_deadlines(
    clocks: Dues, tasks: Dues, step: engine.Step, pool: Pool, becomes: Mapping[str, str], now: datetime
) -> list[str]:
    """What is due at another moment than before, what is no longer due, and what is due from now on.

    A step and the clock at its edge that move together are told once, as the clock.
    """
    after: Dues = {(t.task, t.element): (_called(pool, pool.elements[t.element]), t.due) for t in step.timers}
    told = list(_told(_renamed(clocks, becomes), after, now))
    dated: Dues = {(t.id, t.element): (t.name or t.element, t.due) for t in step.waiting_tasks if t.due is not None}
    moves = {(was[1], after[key][1]) for key, was in _renamed(clocks, becomes).items() if key in after}
    mine = _renamed(tasks, becomes)
    alone = {key: was for key, was in mine.items() if key not in dated or (was[1], dated[key][1]) not in moves}
    fresh = {key: due for key, due in dated.items() if key in alone or key not in mine}
    return told + list(_told(alone, fresh, now))


def _told(before: Dues, after: Dues, now: datetime) -> Iterator[str]:
    for key, (name, was) in before.items():
        if key not in after:
            yield f"{_quoted(name)}（{due_words(was)}）不再有这个期限。"
        elif after[key][1] != was:
            over = "（已过，迁移之后随即到期）" if after[key][1] <= now else ""
            yield f"{_quoted(after[key][0])}由 {due_words(was)} 改为 {due_words(after[key][1])}{over}。"
    for key, (name, due) in after.items():
        if key not in before:
            yield f"新增期限：{_quoted(name)}，{due_words(due)}。"


def _renamed(dues: Dues, becomes: Mapping[str, str]) -> Dues:
    return {(task, becomes.get(element, element)): due for (task, element), due in dues.items()}


def _called(pool: Pool, element: Element) -> str:
    host = pool.elements.get(element.attached_to or "")
    return element.name or (f"“{host.name}”截止" if host is not None else element.id)


def _quoted(name: str) -> str:
    return name if name.startswith("“") else f"“{name}”"
