"""What a migration announces: on the chain of the version it leads to, and on that of each subject that went along."""

from dataclasses import dataclass, field

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class MigrationProposed(Event):
    """Somebody proposes to let what runs on a version go on by another."""

    label = "提出迁移"
    migration: int
    title: str
    old: str
    new: str
    mapping: dict[str, str]
    reason: str

    def sentence(self) -> str:
        """In words."""
        which = f"把《{self.title}》按版本 {self.old[:8]} 运行的迁移到版本 {self.new[:8]}"
        return f"提出迁移 {self.migration}：{which}。理由：{self.reason.rstrip('。')}。"


@dataclass(frozen=True, kw_only=True)
class MigrationPreviewed(Event):
    """Every running instance has its preview. `asks`: of those that stay, how many a person could map."""

    label = "迁移预览"
    migration: int
    moves: int
    stays: int
    asks: int

    def sentence(self) -> str:
        """In words."""
        return f"迁移 {self.migration} 逐件预览完毕：可以迁移 {self.moves} 件，留在原版本 {self.stays} 件。"


@dataclass(frozen=True, kw_only=True)
class MigrationDropped(Event):
    """Whoever proposed it thought better of it."""

    label = "撤回迁移方案"
    migration: int

    def sentence(self) -> str:
        """In words."""
        return f"迁移 {self.migration} 由提出人撤回，没有案卷改动。"


@dataclass(frozen=True, kw_only=True)
class MigrationApproved(Event):
    """A second person approves it; it begins."""

    label = "批准迁移"
    migration: int
    moves: int

    def sentence(self) -> str:
        """In words."""
        return f"批准迁移 {self.migration}，{self.moves} 件开始逐件迁移。"


@dataclass(frozen=True, kw_only=True)
class MigrationRefused(Event):
    """A second person refuses it."""

    label = "不批准迁移"
    migration: int
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"不批准迁移 {self.migration}：{self.reason.rstrip('。')}。"


@dataclass(frozen=True, kw_only=True)
class MigrationFinished(Event):
    """Every instance of it has been tried."""

    label = "迁移完毕"
    migration: int
    moved: int
    changed: int
    failed: int

    def sentence(self) -> str:
        """In words."""
        left = f"预览之后已有变化而未迁移 {self.changed} 件，未能迁移 {self.failed} 件"
        return f"迁移 {self.migration} 完毕：已迁移 {self.moved} 件，{left}。"


@dataclass(frozen=True, kw_only=True)
class MigrationTakenBack(Event):
    """Somebody lets those go back on whom nobody has acted since."""

    label = "退回迁移"
    migration: int
    reason: str

    def sentence(self) -> str:
        """In words."""
        return f"退回迁移 {self.migration}，迁移之后尚无人办理的逐件恢复原状：{self.reason.rstrip('。')}。"


@dataclass(frozen=True, kw_only=True)
class InstanceMigrated(Event):
    """An instance goes on by another version: what was open there and what is now; `void`: opinions without effect."""

    label = "迁移"
    migration: int
    old: str
    new: str
    steps: list[str]
    becomes: list[str]
    deadlines: list[str] = field(default_factory=list)
    void: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """In words."""
        here = "、".join(self.steps)
        where = f"当前环节：{here}" if self.steps == self.becomes else f"{here}改为{'、'.join(self.becomes)}"
        told = "".join(self.deadlines)
        void = f"{'、'.join(self.void)}的意见保留备查，对今后的流程不再作数。" if self.void else ""
        return f"由版本 {self.old[:8]} 迁移到版本 {self.new[:8]}（迁移 {self.migration}），{where}。{told}{void}"


@dataclass(frozen=True, kw_only=True)
class InstanceMigratedBack(Event):
    """A migration was undone for an instance on which nobody had acted since."""

    label = "迁移退回"
    migration: int
    old: str
    new: str

    def sentence(self) -> str:
        """In words."""
        return f"迁移 {self.migration} 退回：由版本 {self.new[:8]} 恢复到版本 {self.old[:8]} 和迁移之前的状态。"
