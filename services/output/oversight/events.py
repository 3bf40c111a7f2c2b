"""What the auditor's desk announces."""

from dataclasses import dataclass
from typing import ClassVar

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class RecordExported(Event):
    """Somebody took the whole record of a subject out of the house; `digest` is the file's SHA-256."""

    label: ClassVar[str] = "导出记录"
    actor_name: str
    title: str
    digest: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"{self.actor_name}导出了“{self.title}”的全部记录（SHA-256 {self.digest[:16]}…）。"
