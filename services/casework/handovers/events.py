"""What handing over announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskHandedOver(Event):
    """A task went from one person to another."""

    label = "转办"
    task_id: int
    task: str
    from_name: str
    to_id: int
    to_name: str
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.from_name}将“{self.task}”转办给{self.to_name}：{self.reason.rstrip('。')}。"
