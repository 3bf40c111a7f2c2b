"""What is done with drafts, as the trail tells it. A burst of saves of one file is told once."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class DraftOpened(Event):
    """Somebody begins to work on a procedure. `source`: in words, what it was begun from."""

    procedure: str
    title: str
    source: str

    def sentence(self) -> str:
        """In words."""
        return f"打开《{self.title}》的草稿，{self.source}。"


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """The draft was changed. `revision`: the first of the burst."""

    title: str
    revision: int
    summary: str

    def sentence(self) -> str:
        """In words."""
        return f"修改《{self.title}》的草稿：{self.summary}。"


@dataclass(frozen=True, kw_only=True)
class DraftRestored(Event):
    """An earlier state stands again. `path`: of one file only; empty: of the whole."""

    title: str
    number: int
    path: str
    revision: int

    def sentence(self) -> str:
        """In words."""
        if self.path:
            return f"把《{self.title}》的草稿里的 {self.path} 恢复到第 {self.number} 次修改时的样子。"
        return f"把《{self.title}》的草稿恢复到第 {self.number} 次修改时的样子。"


@dataclass(frozen=True, kw_only=True)
class DraftTakenOver(Event):
    """Somebody else goes on writing while the pen was still held."""

    title: str
    from_id: int

    def sentence(self) -> str:
        """In words."""
        return f"接手编辑《{self.title}》的草稿。"


@dataclass(frozen=True, kw_only=True)
class DraftDropped(Event):
    """The draft is given up; its revisions stay."""

    title: str

    def sentence(self) -> str:
        """In words."""
        return f"放弃《{self.title}》的草稿。"
