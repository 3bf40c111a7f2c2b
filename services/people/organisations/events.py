"""What the tree announces, on the chain of the administration."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.foundation.events import ADMINISTRATION, Event, Subject

WORDS = {"name": "名称", "short_name": "简称", "level": "层级", "kind": "性质"}


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
class OrganisationRenamed(Event):
    """An organisation bears another name, level or kind: {column: [before, after]}."""

    label: ClassVar[str] = "变更单位"
    subject: Subject = ADMINISTRATION
    organisation_id: int
    name: str
    changes: dict[str, list[str]]

    def sentence(self) -> str:
        """The deed in words."""
        told = "；".join(f"{WORDS[key]}由“{old}”改为“{new}”" for key, (old, new) in self.changes.items())
        return f"变更单位“{self.name}”：{told}"


@dataclass(frozen=True, kw_only=True)
class OrganisationClosed(Event):
    """An organisation ends with a day, its last."""

    label: ClassVar[str] = "撤销单位"
    subject: Subject = ADMINISTRATION
    organisation_id: int
    name: str
    closed_on: date
    reason: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"“{self.name}”自{self.closed_on:%Y-%m-%d}之后不再办理新的事项：{self.reason}"


@dataclass(frozen=True, kw_only=True)
class OrganisationReopened(Event):
    """A closed organisation goes on."""

    label: ClassVar[str] = "恢复单位"
    subject: Subject = ADMINISTRATION
    organisation_id: int
    name: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"恢复单位“{self.name}”"


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
