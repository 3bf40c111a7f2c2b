"""What a deployment announces."""

from dataclasses import dataclass, field

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class ProcedureDeployed(Event):
    """A new version stands. `failures`: what its own stories said that did not come true in the rehearsal.

    `reason`: why it was put in force, as whoever did it wrote; empty from the command.
    """

    procedure: str
    title: str
    version: str
    changes: list[str]
    failures: list[str] = field(default_factory=list)
    reason: str = ""

    def sentence(self) -> str:
        """In words."""
        failed = f"预演有 {len(self.failures)} 处不符。" if self.failures else ""
        why = f"理由：{self.reason}" if self.reason else ""
        return f"发布《{self.title}》版本 {self.version[:8]}。{''.join(self.changes)}{failed}{why}"
