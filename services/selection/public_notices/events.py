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
    """The clock had run."""

    no: str
    working_days: int
    counts_first: bool = False

    def sentence(self) -> str:
        """In words."""
        first = "计入" if self.counts_first else "不计"
        return f"公示 {self.no} 期满，共计 {self.working_days} 个工作日（发布当日{first}）。"
