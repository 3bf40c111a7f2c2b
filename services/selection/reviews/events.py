"""What happens to panels and to the roster, in words."""

from dataclasses import dataclass

from services.foundation.events import Event
from services.people.assignment import DECLINED, LAPSED

STEPPED_BACK = {DECLINED: "谢绝", LAPSED: "逾期未答复"}


@dataclass(frozen=True, kw_only=True)
class PanelDrawn(Event):
    """Experts were drawn by lot. `made_of`: the parts of the seed; `instead_of`: who stood back, `why` how."""

    role: str
    names: list[str]
    pool_size: int
    seed: str
    instead_of: str = ""
    why: str = ""
    made_of: dict[str, str]
    left_out: int = 0

    def sentence(self) -> str:
        """In words."""
        instead = f"{self.instead_of}{STEPPED_BACK.get(self.why, '回避')}。" if self.instead_of else ""
        return f"{instead}从 {self.pool_size} 名人选中随机抽取{'、'.join(self.names)}（随机种子 {self.seed[:12]}）。"


@dataclass(frozen=True, kw_only=True)
class PanelShort(Event):
    """There are too few who may be drawn; the office is asked."""

    role: str
    wanted: int
    found: int
    left_out: int
    instead_of: str = ""
    why: str = ""

    def sentence(self) -> str:
        """In words."""
        instead = f"{self.instead_of}{STEPPED_BACK.get(self.why, '回避')}。" if self.instead_of else ""
        return f"{instead}{too_few(self.found, self.wanted, self.left_out)}"


@dataclass(frozen=True, kw_only=True)
class ReviewClosed(Event):
    """Every expert has handed in. `points` without names, lowest first; the sentence tells none of them."""

    points: list[str]
    average: str

    def sentence(self) -> str:
        """In words."""
        return f"{len(self.points)} 名专家的评分全部交齐。"


@dataclass(frozen=True, kw_only=True)
class ExpertDescribed(Event):
    """What an expert knows, or when they are away, was written down."""

    name: str
    before: dict[str, str]
    now: dict[str, str]

    def sentence(self) -> str:
        """In words."""
        told = "；".join(f"{key}：{value or '无'}" for key, value in self.now.items())
        return f"更新专家{self.name}的资料：{told}。"


@dataclass(frozen=True, kw_only=True)
class ConflictDeclared(Event):
    """An expert has an interest in somebody."""

    name: str
    about: str
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"专家{self.name}声明与{self.about}有利害关系，今后不抽取其评审相关案卷。"


@dataclass(frozen=True, kw_only=True)
class ConflictEnded(Event):
    """The interest is no more."""

    name: str
    about: str

    def sentence(self) -> str:
        """In words."""
        return f"专家{self.name}与{self.about}的利害关系声明终止。"


def too_few(found: int, wanted: int, left_out: int) -> str:
    """The plain sentence for the office."""
    return (
        f"可抽取的人选只有 {found} 名，不足 {wanted} 名（另有 {left_out} 名应回避或不在岗），"
        "请先补充人选库，再重新抽取。"
    )
