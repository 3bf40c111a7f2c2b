"""What a verification finds."""

from dataclasses import dataclass
from typing import Any

from .stored import told


@dataclass(frozen=True)
class Broken:
    """A row that is not what was written; `row` is its key in `table`, `reason` says in Chinese what does not fit."""

    table: str
    row: str
    subject: str
    seq: int | None
    reason: str

    @classmethod
    def of(cls, table: str, kind: Any, number: Any, seq: Any, reason: str) -> "Broken":
        """A finding about a subject's chain, from values as they were stored."""
        subject = f"{told(kind)}:{told(number)}"
        place = "" if table == "audit_chain" or seq is None else f"#{told(seq)}"
        return cls(table, subject + place, subject, seq if isinstance(seq, int) else None, reason)


@dataclass(frozen=True)
class Verification:
    """The outcome: how many entries were read, and the rows that are not what was written."""

    entries: int
    broken: list[Broken]

    @property
    def ok(self) -> bool:
        """Everything fits."""
        return not self.broken
