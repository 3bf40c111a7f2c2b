"""What is announced of issued papers; each stands on the trail of the paper's own subject."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class PaperIssued(Event):
    """A paper was issued: from now on its content is frozen."""

    label = "文书出具"
    paper_id: int
    document: str
    title: str
    no: str
    organ: str
    digest: str
    supersedes: str = ""

    def sentence(self) -> str:
        """In words."""
        instead = f"，代替{self.supersedes}" if self.supersedes else ""
        return f"{self.organ}出具{called(self.title, self.no)}{instead}，内容摘要 {self.digest[:12]}。"


@dataclass(frozen=True, kw_only=True)
class PaperPrinted(Event):
    """The paper was set in type; the print has a digest of its own."""

    label = "文书排印"
    paper_id: int
    title: str
    no: str
    pdf_digest: str

    def sentence(self) -> str:
        """In words."""
        return f"{called(self.title, self.no)}已排印存档，文件摘要 {self.pdf_digest[:12]}。"


@dataclass(frozen=True, kw_only=True)
class PaperWithdrawalAsked(Event):
    """Somebody asks for a paper to be withdrawn; nothing has changed yet."""

    label = "申请撤销文书"
    request_id: int
    paper_id: int
    title: str
    no: str
    reason: str
    actor_name: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.actor_name}申请撤销{called(self.title, self.no)}，待另一人确认。理由：{self.reason}"


@dataclass(frozen=True, kw_only=True)
class PaperWithdrawn(Event):
    """A second person confirmed: the paper no longer holds."""

    label = "文书撤销"
    request_id: int
    paper_id: int
    title: str
    no: str
    reason: str
    actor_name: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.actor_name}确认撤销{called(self.title, self.no)}。理由：{self.reason}"


@dataclass(frozen=True, kw_only=True)
class PaperWithdrawalDeclined(Event):
    """A second person declined: the paper holds as before."""

    label = "不同意撤销文书"
    request_id: int
    paper_id: int
    title: str
    no: str
    actor_name: str

    def sentence(self) -> str:
        """In words."""
        return f"{self.actor_name}不同意撤销{called(self.title, self.no)}，文书继续有效。"


def called(title: str, no: str) -> str:
    """A paper as sentences name it: its title in 《》, its number in brackets where it has one."""
    return f"《{title}》（{no}）" if no else f"《{title}》"
