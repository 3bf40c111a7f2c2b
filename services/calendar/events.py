"""What the calendar announces. Whoever runs a clock in working days answers `CalendarChanged` by counting again."""

from dataclasses import dataclass
from typing import Any

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CalendarChanged(Event):
    """The calendar in force is another one from now on."""

    revision: int
    paper: str


@dataclass(frozen=True, kw_only=True)
class CalendarSeeded(CalendarChanged):
    """The calendar was filled from the library that ships with the product."""

    label = "装入工作日历"
    first_year: int
    last_year: int
    days: int

    def sentence(self) -> str:
        """Which years, on whose word."""
        return f"装入{self.first_year}—{self.last_year}年工作日历（{self.paper}），写入 {self.days} 天"


@dataclass(frozen=True, kw_only=True)
class CalendarImported(CalendarChanged):
    """A person imported an official notice. `moved`: {"day", "was_working", "is_working", "name"} of each moved day."""

    label = "导入放假安排"
    year: int
    moved: list[dict[str, Any]]
    newly_announced: int

    def sentence(self) -> str:
        """Which paper, how many days it moves."""
        moved = f"{len(self.moved)} 天有变动" if self.moved else "没有一天变动"
        return f"导入{self.year}年放假安排（{self.paper}）：{moved}，新确定 {self.newly_announced} 天"
