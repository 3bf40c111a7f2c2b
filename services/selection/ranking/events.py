"""What ranking announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event):
    """The recommender handed a case in. `previous` is the rank it had before."""

    rank: int | None
    previous: int | None

    def sentence(self) -> str:
        """In words."""
        return "报送成功。" if self.rank is None else f"报送成功，本单位排序第 {self.rank}。"
