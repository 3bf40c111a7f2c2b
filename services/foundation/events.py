"""Events: what a deed leaves behind. Each names its subject and carries its own Chinese sentence.

A lower room records an event; `services/wiring.py` names who answers. Events are frozen at the time of the deed.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar


@dataclass(frozen=True)
class Subject:
    """What a chain of the audit is about: a case, campaign, studio, deployment or the administration."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


ADMINISTRATION = Subject("administration", 0)


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that was done. Subclasses add their facts as fields and say `sentence`."""

    subject: Subject
    actor_id: int | None = None
    label: ClassVar[str] = ""

    @property
    def kind(self) -> str:
        """The event's name in the audit, for instance `OpinionGiven`."""
        return type(self).__name__

    def sentence(self) -> str:
        """The deed in words, for screen, letter and log alike."""
        raise TypeError(f"{self.kind} says no sentence")

    def facts(self) -> dict[str, Any]:
        """The event's own fields, in forms JSON can hold (moments in ISO 8601)."""
        own = [f.name for f in fields(self) if f.name not in {"subject", "actor_id"}]
        return {name: _plain(getattr(self, name)) for name in own}


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Subject):
        return str(value)
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value
