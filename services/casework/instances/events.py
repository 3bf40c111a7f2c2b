"""What instances announce when nobody in particular acted: they started, moved by clock or message, ended."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class InstanceStarted(Event):
    """A pool began to run for its subject."""

    pool: str
    procedure: str
    version: str

    def sentence(self) -> str:
        """In words."""
        return f"按《{self.procedure}》（版本 {self.version[:8]}）启动“{self.pool}”流程。"


@dataclass(frozen=True, kw_only=True)
class DeadlineReached(Event):
    """A timer fired. `late_seconds` tells by how much, when the house was asleep at the due moment."""

    names: list[str]
    due_at: str
    late_seconds: int
    opened: list[str]

    def sentence(self) -> str:
        """In words."""
        late = f"（系统停机，晚 {self.late_seconds // 60} 分钟补记）" if self.late_seconds >= 60 else ""
        return f"期限到：{'、'.join(self.names)}{late}。" + _next(self.opened)


@dataclass(frozen=True, kw_only=True)
class InstanceMoved(Event):
    """A message from another pool arrived and moved the instance; `of`: the title of what it came from."""

    message: str
    opened: list[str]
    of: str = ""

    def sentence(self) -> str:
        """In words."""
        whose = f"：{self.of}" if self.of else ""
        return f"收到“{self.message}”{whose}。" + _next(self.opened)


@dataclass(frozen=True, kw_only=True)
class InstanceFinished(Event):
    """The pool reached its end; `element` and `name` are the end event's."""

    pool: str
    element: str
    name: str

    def sentence(self) -> str:
        """In words."""
        return f"“{self.pool}”流程结束：{self.name}。"


@dataclass(frozen=True, kw_only=True)
class ClocksMoved(Event):
    """Running clocks were computed again and moved: [name, last day before, last day now]. `why` in Chinese."""

    moved: list[list[str]]
    why: str = "工作日历有更新"

    def sentence(self) -> str:
        """In words."""
        told = "；".join(f"{name}由 {old} 改为 {new}" for name, old, new in self.moved)
        return f"{self.why}，期限重新计算：{told}。"


def _next(opened: list[str]) -> str:
    return f"转入：{'、'.join(opened)}。" if opened else ""
