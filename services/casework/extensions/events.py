"""What an extension announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class DeadlineExtended(Event):
    """A task may take longer: last days before and now (ISO), how many working days more, and why."""

    task: str
    actor_name: str
    old_day: str
    new_day: str
    working_days: int
    grounds: str

    def sentence(self) -> str:
        """In words."""
        why = self.grounds.rstrip("。")
        return (
            f"{self.actor_name}将“{self.task}”的期限延长 {self.working_days} 个工作日，"
            f"由 {self.old_day} 改为 {self.new_day}。理由：{why}。"
        )
