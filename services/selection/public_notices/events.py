"""What a public notice announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PublicNoticeOpened(Event):
    """The list was posted and frozen."""

    no: str
    count: int
    digest: str

    def sentence(self) -> str:
        """In words."""
        return f"发布公示 {self.no}，共 {self.count} 个创新工作室，名单摘要 {self.digest[:12]}。"


@dataclass(frozen=True, kw_only=True)
class PublicNoticeClosed(Event):
    """The clock had run. `last_day` (ISO) is the day the period still reached, whenever that was noticed."""

    no: str
    working_days: int
    counts_first: bool = False
    last_day: str = ""
    days_off_line: int = 0

    def sentence(self) -> str:
        """In words."""
        first = "计入" if self.counts_first else "不计"
        lost = f"，另有 {self.days_off_line} 个工作日因公示页面不在线未计入" if self.days_off_line else ""
        return f"公示 {self.no} 期满，共计 {self.working_days} 个工作日（发布当日{first}）{lost}。"


@dataclass(frozen=True, kw_only=True)
class PublicNoticeEnded(Event):
    """What it was about is over before its days were. `why`: how that ended."""

    no: str
    why: str

    def sentence(self) -> str:
        """In words."""
        return f"公示 {self.no} 未到期满即终止：{self.why}。"


@dataclass(frozen=True, kw_only=True)
class NoticeTakenDown(Event):
    """The office took the list away for a while."""

    no: str
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"撤下公示 {self.no}：{self.reason}。撤下期间的工作日不计入公示期。"


@dataclass(frozen=True, kw_only=True)
class NoticeRestored(Event):
    """The office put the list back."""

    no: str
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"恢复公示 {self.no}：{self.reason}。"


@dataclass(frozen=True, kw_only=True)
class NoticeDayLost(Event):
    """A working day on which the page was away, or nobody could see it, does not count."""

    no: str
    day: str
    why: str

    def sentence(self) -> str:
        """In words."""
        year, month, day = (int(part) for part in self.day.split("-"))
        return f"公示 {self.no}：{year}年{month}月{day}日不计入公示期，{self.why}。"
