"""What copies announce."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CopySent(Event):
    """Others may read a step."""

    label = "抄送"
    task_id: int
    task: str
    actor_name: str
    names: list[str]
    person_ids: list[int]
    note: str

    def sentence(self) -> str:
        """In words."""
        note = f"：{self.note.rstrip('。')}" if self.note else ""
        return f"{self.actor_name}将“{self.task}”抄送{'、'.join(self.names)}{note}。"


@dataclass(frozen=True, kw_only=True)
class CopyRead(Event):
    """Somebody read what was sent to them."""

    label = "已阅"
    task: str
    actor_name: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.actor_name}已阅“{self.task}”的抄送。"
