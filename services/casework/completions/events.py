"""What completing a task announces."""

from dataclasses import dataclass
from typing import Any

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskCompleted(Event):
    """A form was handed in."""

    task: str
    actor_name: str
    organisation: str
    answers: dict[str, Any]
    digest: str
    opened: list[str]

    def sentence(self) -> str:
        """In words."""
        return f"{self.organisation}{self.actor_name}完成“{self.task}”。" + _next(self.opened)


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """An approver said something in a box of the form."""

    task: str
    actor_name: str
    organisation: str
    verdict: str
    comment: str
    box: str
    digest: str
    opened: list[str]

    def sentence(self) -> str:
        """In words."""
        said = f"：{self.comment.rstrip('。')}" if self.comment else ""
        if not self.verdict:  # a form may ask for words only
            return f"{self.organisation}{self.actor_name}在“{self.task}”签署意见{said}。" + _next(self.opened)
        return f"{self.organisation}{self.actor_name}在“{self.task}”签署“{self.verdict}”{said}。" + _next(self.opened)


def _next(opened: list[str]) -> str:
    return f"转入：{'、'.join(dict.fromkeys(opened))}。" if opened else ""
