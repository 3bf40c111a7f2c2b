"""What bars announce."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class Barred(Event):
    """Somebody may not apply for a time. `number` is the row's."""

    label: ClassVar[str] = "限制申报"
    number: int
    name: str
    since: date
    until: date | None
    reason: str
    paper_no: str

    def sentence(self) -> str:
        """In words."""
        paper = f"（{self.paper_no}）" if self.paper_no else ""
        end = f"至 {self.until} 止" if self.until else "起，直至解除，"
        return f"{self.name}自 {self.since} {end}不得申报：{self.reason}{paper}。"


@dataclass(frozen=True, kw_only=True)
class BarLifted(Event):
    """Somebody may apply again before the day that was said."""

    label: ClassVar[str] = "解除限制申报"
    number: int
    name: str
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"解除对{self.name}的限制申报：{self.reason}。"
