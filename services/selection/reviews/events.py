"""What a draw announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PanelDrawn(Event):
    """Experts were drawn by lot."""

    role: str
    names: list[str]
    pool_size: int
    seed: str
    instead_of: str = ""

    def sentence(self) -> str:
        """In words."""
        instead = f"{self.instead_of}回避。" if self.instead_of else ""
        return f"{instead}从 {self.pool_size} 名人选中随机抽取{'、'.join(self.names)}（随机种子 {self.seed[:12]}）。"
