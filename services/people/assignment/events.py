"""What is announced about substitutes, on the chain of the administration."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.foundation.events import ADMINISTRATION, Event, Subject


@dataclass(frozen=True, kw_only=True)
class SubstituteNamed(Event):
    """Somebody acts for somebody else, from one day to another."""

    label: ClassVar[str] = "安排代理"
    subject: Subject = ADMINISTRATION
    substitution_id: int
    name: str
    substitute: str
    from_day: date
    until_day: date
    reason: str
    role: str

    def sentence(self) -> str:
        """In words."""
        days = f"{self.from_day.isoformat()} 至 {self.until_day.isoformat()}"
        return f"{days}，{self.name}的职务由{self.substitute}代理。事由：{self.reason.rstrip('。')}。"


@dataclass(frozen=True, kw_only=True)
class SubstitutionEnded(Event):
    """An arrangement was ended before its time."""

    label: ClassVar[str] = "结束代理"
    subject: Subject = ADMINISTRATION
    substitution_id: int
    name: str
    substitute: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.substitute}代理{self.name}的安排提前结束。"
