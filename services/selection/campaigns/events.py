"""What a campaign announces."""

import re
from dataclasses import dataclass

from services.foundation.events import Event

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def _as_said(day: re.Match[str]) -> str:
    year, month, number = (int(part) for part in day.groups())
    return f"{year}年{month}月{number}日"


@dataclass(frozen=True, kw_only=True)
class CampaignOpened(Event):
    """A batch began."""

    title: str
    windows: dict[str, str]

    def sentence(self) -> str:
        """In words."""
        said = {name: _DAY.sub(_as_said, days.replace(" 至 ", "至")) for name, days in self.windows.items()}
        phases = "；".join(f"{name}{days}" for name, days in said.items())
        return f"开启批次“{self.title}”。{phases}。"
