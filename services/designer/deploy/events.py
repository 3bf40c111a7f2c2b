"""What a deployment announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ProcedureDeployed(Event):
    """A new version stands."""

    procedure: str
    title: str
    version: str
    changes: list[str]

    def sentence(self) -> str:
        """In words."""
        return f"发布《{self.title}》版本 {self.version[:8]}。{''.join(self.changes)}"
