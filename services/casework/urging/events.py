"""What urging announces; who is told of it stands in the wiring."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskUrged(Event):
    """Somebody asked those who have a task to do it."""

    label = "催办"
    task_id: int
    urge_id: int
    task: str
    actor_name: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.actor_name}催办“{self.task}”。"
