"""What identity announces, on the chain of the administration. No event ever carries a password or its hash."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from services.foundation.clock import local
from services.foundation.events import ADMINISTRATION, Event, Subject

from .roles import role_title


@dataclass(frozen=True, kw_only=True)
class PersonCreated(Event):
    """Somebody was given a login."""

    label: ClassVar[str] = "新增人员"
    subject: Subject = ADMINISTRATION
    person_id: int
    login: str
    name: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"新增人员{self.name}（登录名 {self.login}）"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A password was changed, by its owner or by an administrator; `until`: how long the administrator's lasts."""

    label: ClassVar[str] = "修改密码"
    subject: Subject = ADMINISTRATION
    person_id: int
    name: str
    until: datetime | None = None

    def sentence(self) -> str:
        """The deed in words."""
        if self.actor_id == self.person_id:
            return f"{self.name}的密码已由本人修改"
        lasts = f"，临时密码在 {local(self.until):%Y-%m-%d %H:%M} 之前有效" if self.until else ""
        return f"{self.name}的密码已由管理员重设{lasts}"


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(Event):
    """Somebody's name is written otherwise from now on; past deeds keep the name they were done under."""

    label: ClassVar[str] = "变更姓名"
    subject: Subject = ADMINISTRATION
    person_id: int
    old: str
    new: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"人员“{self.old}”的姓名改为“{self.new}”"


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(Event):
    """Somebody may no longer sign in or act."""

    label: ClassVar[str] = "停用人员"
    subject: Subject = ADMINISTRATION
    person_id: int
    name: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"停用{self.name}的登录"


@dataclass(frozen=True, kw_only=True)
class PersonActivated(Event):
    """Somebody may sign in and act again."""

    label: ClassVar[str] = "启用人员"
    subject: Subject = ADMINISTRATION
    person_id: int
    name: str

    def sentence(self) -> str:
        """The deed in words."""
        return f"重新启用{self.name}的登录"


@dataclass(frozen=True, kw_only=True)
class PersonAppointed(Event):
    """Somebody holds a role at an organisation from a day on."""

    label: ClassVar[str] = "任职"
    subject: Subject = ADMINISTRATION
    person_id: int
    name: str
    organisation_id: int
    organisation_name: str
    role: str
    from_day: date
    until_day: date | None = None

    def sentence(self) -> str:
        """The deed in words."""
        return f"{self.name}自{self.from_day:%Y-%m-%d}起在“{self.organisation_name}”任{role_title(self.role)}"


@dataclass(frozen=True, kw_only=True)
class PositionEnded(Event):
    """Somebody holds a role no longer after a day."""

    label: ClassVar[str] = "离任"
    subject: Subject = ADMINISTRATION
    person_id: int
    name: str
    organisation_id: int
    organisation_name: str
    role: str
    until_day: date

    def sentence(self) -> str:
        """The deed in words."""
        return f"{self.name}在“{self.organisation_name}”的{role_title(self.role)}任职至{self.until_day:%Y-%m-%d}"


@dataclass(frozen=True, kw_only=True)
class SignInLocked(Event):
    """Too many tries closed the door for one login or one address until a moment."""

    label: ClassVar[str] = "登录受限"
    subject: Subject = ADMINISTRATION
    person_id: int | None
    whose: str
    until: datetime

    def sentence(self) -> str:
        """The deed in words."""
        return f"{self.whose}登录尝试过多，{local(self.until):%Y-%m-%d %H:%M} 前暂停登录"
