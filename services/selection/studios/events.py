"""What the register announces."""

from dataclasses import dataclass

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
