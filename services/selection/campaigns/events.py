"""What a campaign announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CampaignOpened(Event):
    """A batch began."""

    title: str
    windows: dict[str, str]

    def sentence(self) -> str:
        """In words."""
        phases = "；".join(f"{name} {days}" for name, days in self.windows.items())
        return f"开启批次“{self.title}”。{phases}。"
