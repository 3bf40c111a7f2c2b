"""Who and what the record's tests speak of."""

from dataclasses import dataclass

from services.foundation.events import Event, Subject

CASE = Subject("case", 12)
OTHER_CASE = Subject("case", 13)
OPERATOR = 7


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    """Somebody said something: the smallest deed."""

    words: str

    def sentence(self) -> str:
        return f"说了“{self.words}”"
