"""What the tree announces, on the chain of the administration."""

from dataclasses import dataclass
from typing import ClassVar

from services.foundation.events import ADMINISTRATION, Event, Subject


@dataclass(frozen=True, kw_only=True)
class OrganisationAdded(Event):
    """An organisation entered the tree."""

    label: ClassVar[str] = "增加单位"
    subject: Subject = ADMINISTRATION
    organisation_id: int
    code: str
    name: str
    level: str
    parent_id: int | None

    def sentence(self) -> str:
        """The deed in words."""
        return f"增加单位“{self.name}”（{self.code}）"


@dataclass(frozen=True, kw_only=True)
class OrganisationMoved(Event):
    """An organisation, with all below it, came under another parent."""

    label: ClassVar[str] = "调整隶属关系"
    subject: Subject = ADMINISTRATION
    organisation_id: int
    name: str
    from_parent_id: int | None
    to_parent_id: int | None
    to_parent_name: str

    def sentence(self) -> str:
        """The deed in words."""
        if not self.to_parent_name:
            return f"“{self.name}”不再有上级单位"
        return f"“{self.name}”的上级单位改为“{self.to_parent_name}”"
