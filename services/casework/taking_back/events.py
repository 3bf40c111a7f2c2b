"""What taking back announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CompletionTakenBack(Event):
    """Somebody took back what they had handed in. `digest`: of the evidence, which stays."""

    label = "拿回"
    task: str
    actor_name: str
    reason: str
    digest: str
    opened: list[str]

    def sentence(self) -> str:
        """In words."""
        return f"{self.actor_name}拿回已提交的“{self.task}”：{self.reason.rstrip('。')}。原来的记录保留，不再作数。"
