"""What is done with rehearsals, as the trail tells it."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class RehearsalAsked(Event):
    """Somebody has the stories of a draft or a version played."""

    title: str
    version: str
    stories: int

    def sentence(self) -> str:
        """In words."""
        return f"预演《{self.title}》（{self.version[:8]}）的 {self.stories} 个情景。"
