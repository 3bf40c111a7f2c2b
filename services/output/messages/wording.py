"""What we tell people, in which words: all of it, in this one file.

A headline stands in the subject of a mail, where everybody who passes can read it: it names the kind of message, the
step and the day, never a person, a studio or what somebody said. The sentence is read after signing in, or in the mail.
"""

from collections.abc import Sequence
from datetime import datetime, time

from services.calendar import WorkCalendar
from services.casework.tasks import Task
from services.foundation.clock import last_day, local, local_day
from services.foundation.errors import Faulty

WEEKDAYS = "一二三四五六日"
KINDS = {
    "opened": "新待办",
    "due": "期限提醒",
    "last_day": "今天截止",
    "late": "逾期提醒",
    "superior": "下级逾期",
    "urged": "催办",
    "said": "办理进展",
    "outcome": "办理结果",
    "extended": "期限延长",
    "moved": "期限变动",
    "handed": "转办给您",
    "asked": "请您提意见",
    "answered": "意见已答复",
    "copied": "抄送给您",
    "migration": "案卷迁移",
    "test": "测试邮件",
}
LONGEST_STEP = 40


def opened(task: Task, days: WorkCalendar, now: datetime) -> tuple[str, str]:
    """A task has come to somebody: headline and sentence."""
    until = f"，{_until(task)}截止{_left(task, days, now)}" if task.due_at else ""
    return _headline("opened", task), f"{_about(task)}已转到“{task.name}”，请您办理{until}。"


def reminded(task: Task, days: WorkCalendar, now: datetime) -> tuple[str, str, str]:
    """A task is due some day, today, or was: kind, headline and sentence. What counts is today, not the rung."""
    due = _due(task)
    last = last_day(due)
    if due <= now:
        kind, when = "late", f"应于{_until(task)}前办理，已逾期{_late(task, days, now)}，请尽快办理"
    elif last <= local_day(now) or days.working_days_between(local_day(now), last) == 0:
        kind, when = "last_day", f"{_until(task)}截止，这是截止前的最后一个工作日"
    else:
        kind, when = "due", f"{_until(task)}截止{_left(task, days, now)}"
    return kind, _headline(kind, task), f"{_about(task)}的“{task.name}”等您办理，{when}。"


def superior(task: Task, units: Sequence[str], days: WorkCalendar, now: datetime) -> tuple[str, str]:
    """Somebody further down is late."""
    who = f"由{'、'.join(units)}" if units else ""
    late = f"应于{_until(task)}前{who}办理，至今未办，已逾期{_late(task, days, now)}，请督促办理"
    return _headline("superior", task), f"{_about(task)}的“{task.name}”{late}。"


def urged(task: Task, actor_name: str) -> tuple[str, str]:
    """Somebody asks whoever has the task to do it."""
    until = f"，{_until(task)}截止" if task.due_at else ""
    return _headline("urged", task), f"{actor_name}催办：{_about(task)}的“{task.name}”正等您办理{until}。"


def between(kind: str, task: Task, sentence: str) -> tuple[str, str]:
    """What a colleague did with a task, as the trail says it."""
    return _headline(kind, task), f"{_about(task)}：{sentence}"


def said(task: Task, organisation: str, verdict: str, next_steps: Sequence[str]) -> tuple[str, str]:
    """What an office said, to the applicant. Its comment is read on the case's page."""
    then = f"现转入：{'、'.join(dict.fromkeys(next_steps))}。" if next_steps else ""
    word = f"签署“{verdict}”" if verdict else "办理完毕"
    return _headline("said", task), f"“{task.title}”：{organisation}在“{task.name}”{word}。{then}"


def outcome(title: str, pool: str, end: str) -> tuple[str, str]:
    """How it ended, to the applicant."""
    return f"{KINDS['outcome']}：“{_plain(pool)}”流程已结束", f"“{title}”的“{pool}”流程已结束，结果：{end}。"


def extended(task: Task, days: WorkCalendar, now: datetime) -> tuple[str, str]:
    """More time, to whoever has the task."""
    until = f"{_until(task)}{_left(task, days, now)}"
    return _headline("extended", task), f"{_about(task)}的“{task.name}”已准予延长期限，现截止{until}。"


def moved(title: str, why: str, clocks: Sequence[Sequence[str]]) -> tuple[str, str]:
    """Days that are others now: [name, last day before, last day now] in ISO, to whoever waits for them."""
    told = "；".join(f"“{name}”由{_day(old)}改为{_day(new)}" for name, old, new in clocks)
    return KINDS["moved"], f"“{title}”：{why}，期限重新计算，{told}。"


def _day(iso: str) -> str:
    year, month, day = (int(part) for part in iso.split("-"))
    return f"{year}年{month}月{day}日"


def trial() -> tuple[str, str]:
    """To somebody who wants to know whether mail reaches them."""
    return KINDS["test"], "这是您在“提醒设置”里要求发送的测试邮件。收到它，说明提醒邮件可以送达这个邮箱。"


def digest(count: int) -> str:
    """The headline of the day's one mail."""
    return f"每日摘要：{count} 条消息"


def letter(told: Sequence[tuple[str, str]], public_url: str) -> str:
    """The text of a mail: each sentence with the address of its page, and how to get no more of them."""
    parts = [f"{sentence}\n{_address(public_url, path)}" for sentence, path in told]
    settings = _address(public_url, "/messages/settings")
    return "\n\n".join([*parts, f"——\n本邮件由系统自动发出，请勿回复。\n不想收到邮件，或想每日只收一封：{settings}\n"])


def _address(public_url: str, path: str) -> str:
    return f"{public_url.rstrip('/')}{path}" if public_url else f"请登录后打开：{path}"


def due_words(due: datetime) -> str:
    """The last moment of a period, its day named: 2021年11月10日(周三) 24:00 for what ends at 11 November, 00:00."""
    whole = local(due).time() == time()
    day = last_day(due) if whole else local_day(due)
    hour = "24:00" if whole else f"{local(due):%H:%M}"
    return f"{day.year}年{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]}) {hour}"


def _headline(kind: str, task: Task) -> str:
    # A title that the diagram composes may hold the name of a studio or a person; the step's own name does not.
    step = "" if task.properties.get("title") else f"：{_plain(task.name)}"
    day = last_day(task.due_at) if task.due_at else None
    until = f"（{day.month}月{day.day}日截止）" if day and kind not in {"said"} else ""
    return f"{KINDS[kind]}{step}{until}"


def _plain(name: str) -> str:
    """A name out of a diagram on one line: there it is broken to fit its box."""
    text = "".join(" " if c.isspace() else c for c in name if c.isprintable() or c.isspace())
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_STEP else f"{text[: LONGEST_STEP - 1]}…"


def _about(task: Task) -> str:
    return f"“{task.title}”（{task.unit}）" if task.unit and task.subject_kind != "campaign" else f"“{task.title}”"


def _due(task: Task) -> datetime:
    if task.due_at is None:
        raise Faulty(f"“{task.name}”没有期限，不应有期限提醒。")
    return task.due_at


def _until(task: Task) -> str:
    return f"{due_words(_due(task))}{'（暂定）' if task.provisional else ''}"


def _left(task: Task, days: WorkCalendar, now: datetime) -> str:
    left = days.working_days_between(local_day(now), last_day(_due(task)))
    return f"，还剩 {left} 个工作日" if left > 0 else ""


def _late(task: Task, days: WorkCalendar, now: datetime) -> str:
    late = days.working_days_between(last_day(_due(task)), local_day(now))
    return f" {late} 个工作日" if late > 0 else ""
