"""What objections announce: numbers, ways and verdicts, never who objected nor what was written."""

from dataclasses import dataclass
from typing import ClassVar

from services.foundation.events import Event

from .words import CHANNELS, KINDS


@dataclass(frozen=True, kw_only=True)
class ObjectionFiled(Event):
    """An objection came in. `raised_as` and `channel` as in words.py."""

    label: ClassVar[str] = "收到异议"
    no: str
    title: str
    raised_as: str
    channel: str
    late: bool
    delivered: bool
    digest: str

    def sentence(self) -> str:
        """In words."""
        marks = "，公示期满后提出" * self.late + "，批次已结束" * (not self.delivered)
        return f"收到对“{self.title}”的异议 {self.no}（{CHANNELS[self.channel]}，{KINDS[self.raised_as]}{marks}）。"


@dataclass(frozen=True, kw_only=True)
class ObjectionAccepted(Event):
    """It will be looked into."""

    label: ClassVar[str] = "受理异议"
    no: str

    def sentence(self) -> str:
        """In words."""
        return f"受理异议 {self.no}。"


@dataclass(frozen=True, kw_only=True)
class ObjectionDismissed(Event):
    """It will not be looked into."""

    label: ClassVar[str] = "不予受理异议"
    no: str

    def sentence(self) -> str:
        """In words."""
        return f"异议 {self.no} 不予受理。"


@dataclass(frozen=True, kw_only=True)
class ObjectionSettled(Event):
    """It was looked into."""

    label: ClassVar[str] = "异议办结"
    no: str
    upheld: bool

    def sentence(self) -> str:
        """In words."""
        return f"异议 {self.no} 经核实{'成立' if self.upheld else '不成立'}。"


@dataclass(frozen=True, kw_only=True)
class ObjectionWithdrawn(Event):
    """Whoever raised it took it back."""

    label: ClassVar[str] = "撤回异议"
    no: str

    def sentence(self) -> str:
        """In words."""
        return f"异议 {self.no} 由异议人撤回。"


@dataclass(frozen=True, kw_only=True)
class ObjectionReferred(Event):
    """It came when the campaign was over, and goes to those who watch over named studios."""

    label: ClassVar[str] = "异议转办"
    no: str

    def sentence(self) -> str:
        """In words."""
        return f"异议 {self.no} 提出时批次已结束，转入命名后的监督办理。"


@dataclass(frozen=True, kw_only=True)
class ObjectorShown(Event):
    """Somebody looked at who raised an objection."""

    label: ClassVar[str] = "查看异议人"
    no: str
    reader: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.reader}查看了异议 {self.no} 的异议人信息。"


@dataclass(frozen=True, kw_only=True)
class ObjectionFileShown(Event):
    """Somebody opened an attachment, which may tell who wrote it."""

    label: ClassVar[str] = "查看异议附件"
    no: str
    place: int
    reader: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.reader}下载了异议 {self.no} 的附件 {self.place}。"


@dataclass(frozen=True, kw_only=True)
class CaseSuspended(Event):
    """On the case's own chain: it waits, and nothing is said of whom or how many."""

    label: ClassVar[str] = "暂缓命名"

    def sentence(self) -> str:
        """In words."""
        return "公示中收到异议，核实期间暂缓命名。"


@dataclass(frozen=True, kw_only=True)
class CaseReleased(Event):
    """On the case's own chain: nothing is being looked into any more."""

    label: ClassVar[str] = "异议办结"
    upheld: bool

    def sentence(self) -> str:
        """In words."""
        return "异议经核实成立。" if self.upheld else "异议已经办结，不再暂缓命名。"
