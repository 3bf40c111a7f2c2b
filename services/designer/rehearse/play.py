"""Play a story on a house: each step is the verb a person's button would call."""

from collections.abc import Iterator

from services.foundation.clock import SetClock
from services.foundation.errors import Refusal
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people.cast import Cast, load_cast
from services.people.identity import Actor, actor

from .deeds import DEEDS
from .expect import Played, failures
from .find import StepFailed, holder_of
from .passing_time import pass_time, settle
from .story import Step, Story

WHOEVER = "whoever"


class Player:
    """Plays the steps of one story. `procedure_id` is the deployed procedure it is about."""

    def __init__(self, house: House, clock: SetClock, procedure_id: str, story: Story) -> None:
        self.house, self.clock, self.procedure_id, self.story = house, clock, procedure_id, story
        self.played = Played()
        with house.work() as uow:
            self.cast: Cast = load_cast(uow, story.cast)

    def play(self) -> list[str]:
        """Play every step. Returns what was expected and did not hold; raises StepFailed where a deed went wrong."""
        return list(self.unmet())

    def unmet(self) -> Iterator[str]:
        """Play step by step, saying at once what did not hold: whoever has heard enough stops. Raises as `play`."""
        for step in self.story.steps:
            yield from self.do(step)

    def do(self, step: Step) -> list[str]:
        """One step: turn the clock, do the deed, compare what is expected."""
        if step.at is not None:
            pass_time(self.house, self.clock, step.at)
        if step.do is not None:
            self._deed(step, step.do)
        settle(self.house)
        with self.house.reading() as uow:
            return [
                f"第 {step.number} 步：{text}"
                for text in failures(uow, self.played, step.expect, step.case or step.studio)
            ]

    def _deed(self, step: Step, name: str) -> None:
        try:
            with self.house.work() as uow:
                DEEDS[name].play(self, uow, step)
        except Refusal as refusal:
            said = "；".join([refusal.sentence, *(f"{k}：{v}" for k, v in refusal.fields.items())])
            if step.refused is None or step.refused not in said:
                raise StepFailed(f"第 {step.number} 步（{step.who} {step.task or step.do}）被拒绝：{said}") from refusal
            return
        if step.refused is not None:
            raise StepFailed(f"第 {step.number} 步（{step.who} {step.task or step.do}）应被拒绝，却办成了。")

    def actor(self, uow: UnitOfWork, step: Step) -> Actor:
        """The person of a step; `whoever`: one of those whom its task waits for."""
        if step.who == WHOEVER:
            return holder_of(self, uow, step)
        if step.who is None or step.who not in self.cast.people:
            raise StepFailed(f"第 {step.number} 步的人员“{step.who}”不在 cast.yaml 里。")
        return actor(uow, self.cast.people[step.who])
