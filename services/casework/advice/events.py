"""What asking announces."""

from dataclasses import dataclass

from services.foundation.events import Event


@dataclass(frozen=True, kw_only=True)
class AdviceAsked(Event):
    """Somebody asked colleagues before deciding. verb: `delegate` or `add_signer`."""

    label = "委派与加签"
    task_id: int
    advice_ids: list[int]
    verb: str
    task: str
    actor_name: str
    names: list[str]
    question: str

    def sentence(self) -> str:
        """In words."""
        who, why = "、".join(self.names), self.question.rstrip("。")
        if self.verb == "delegate":
            return f"{self.actor_name}将“{self.task}”委派{who}拟办：{why}。"
        return f"{self.actor_name}就“{self.task}”加签，请{who}提出意见：{why}。"


@dataclass(frozen=True, kw_only=True)
class AdviceGiven(Event):
    """Whoever was asked answered. The decision stays with whoever asked."""

    label = "答复"
    task_id: int
    advice_id: int
    verb: str
    task: str
    actor_name: str
    answer: str

    def sentence(self) -> str:
        """In words."""
        said = self.answer.rstrip("。")
        if self.verb == "delegate":
            return f"{self.actor_name}交回“{self.task}”的拟办意见：{said}。"
        return f"{self.actor_name}就“{self.task}”提出加签意见：{said}。"


@dataclass(frozen=True, kw_only=True)
class AdviceRecalled(Event):
    """A question was taken back before it was answered (减签)."""

    label = "减签"
    task_id: int
    advice_id: int
    verb: str
    task: str
    actor_name: str
    name: str

    def sentence(self) -> str:
        """In words."""
        if self.verb == "delegate":
            return f"{self.actor_name}收回委派{self.name}拟办的“{self.task}”。"
        return f"{self.actor_name}减签：“{self.task}”不再请{self.name}提出意见。"
