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

    def sentence(self) -> str:
        """In words."""
        return f"从 {self.pool_size} 名人选中随机抽取{'、'.join(self.names)}（随机种子 {self.seed[:12]}）。"
