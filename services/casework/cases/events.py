"""What a case announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """An application began."""

    no: str
    title: str
    organisation: str
    applicant: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.organisation}为“{self.title}”立案，案卷号 {self.no}，填报人{self.applicant}。"
