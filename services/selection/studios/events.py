"""What the register announces."""

from dataclasses import dataclass
from datetime import date

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class StudioRegistered(Event):
    """A studio entered the register."""

    no: str
    name: str
    decision_no: str

    def sentence(self) -> str:
        """In words."""
        by = f"（{self.decision_no}）" if self.decision_no else ""
        return f"“{self.name}”命名{by}，登记号 {self.no}。"


@dataclass(frozen=True, kw_only=True)
class GrantPaid(Event):
    """The grant was paid."""

    amount_cny: int
    receiver: str

    def sentence(self) -> str:
        """In words."""
        return f"向{self.receiver}拨付资金 {self.amount_cny} 元。"


@dataclass(frozen=True, kw_only=True)
class PlaqueAwarded(Event):
    """The plaque was handed over."""

    plaque_no: str

    def sentence(self) -> str:
        """In words."""
        return f"颁发牌匾，编号 {self.plaque_no}。"


@dataclass(frozen=True, kw_only=True)
class PlaqueExchanged(Event):
    """The old plaque came back for a new one."""

    plaque_no: str
    old_no: str
    name: str

    def sentence(self) -> str:
        """In words."""
        old = f"收回旧牌匾 {self.old_no}，" if self.old_no else ""
        return f"{old}换发“{self.name}”牌匾，编号 {self.plaque_no}。"


@dataclass(frozen=True, kw_only=True)
class PlaqueReturned(Event):
    """The plaque was given back."""

    plaque_no: str
    on: date

    def sentence(self) -> str:
        """In words."""
        return f"{self.on} 收回牌匾 {self.plaque_no}。"


@dataclass(frozen=True, kw_only=True)
class PlaqueVoid(Event):
    """The plaque could not be had back."""

    plaque_no: str

    def sentence(self) -> str:
        """In words."""
        return f"牌匾 {self.plaque_no} 未能收回，声明作废。"


@dataclass(frozen=True, kw_only=True)
class ReviewRecorded(Event):
    """A year was reviewed. `of`: annual, recheck or the city's own kind."""

    year: int
    of: str
    verdict: str
    words: str
    results: int | None

    def sentence(self) -> str:
        """In words."""
        counted = "" if self.results is None else f"，成果 {self.results} 项"
        what = "复查" if self.of == "recheck" else "考核"
        return f"{self.year} 年度{what}结论：{self.words}{counted}。"


@dataclass(frozen=True, kw_only=True)
class StandingChanged(Event):
    """The studio has another status."""

    status: str
    words: str
    reason: str
    paper_no: str
    until: date | None

    def sentence(self) -> str:
        """In words."""
        until = f"，期限至 {self.until}" if self.until else ""
        paper = f"（{self.paper_no}）" if self.paper_no else ""
        why = f"：{self.reason.rstrip('。')}" if self.reason else ""
        return f"工作室状态转为“{self.words}”{until}{paper}{why}。"


@dataclass(frozen=True, kw_only=True)
class StudioRevoked(Event):
    """The title was taken away."""

    name: str
    no: str
    grounds: str
    decision_no: str

    def sentence(self) -> str:
        """In words."""
        by = f"（{self.decision_no}）" if self.decision_no else ""
        why = f"：{self.grounds.rstrip('。')}" if self.grounds else ""
        return f"撤销“{self.name}”（{self.no}）的称号{by}{why}。"


@dataclass(frozen=True, kw_only=True)
class StudioChanged(Event):
    """Name, lead or members are others now."""

    what: str
    old: str
    new: str
    paper_no: str

    def sentence(self) -> str:
        """In words."""
        thing = {"name": "名称", "lead": "领衔人", "members": "成员"}[self.what]
        by = f"（{self.paper_no}）" if self.paper_no else ""
        return f"{thing}由“{self.old}”变更为“{self.new}”{by}。"
