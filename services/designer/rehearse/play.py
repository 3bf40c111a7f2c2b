"""Play a story on a house: each step is the verb a person's button would call."""

from datetime import date
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.completions import Completing, complete
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.clock import SetClock
from services.foundation.errors import Refusal
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people.assignment import may_act
from services.people.cast import Cast, load_cast
from services.people.identity import Actor, actor
from services.selection.campaigns import Campaign, apply, open_campaign

from .expect import Played, failures
from .passing_time import pass_time, settle
from .story import Step, Story


class StepFailed(Exception):
    """A step could not be done as the story says; the text is a Chinese sentence with its number."""


class Player:
    """Plays the steps of one story. `procedure_id` is the deployed procedure it is about."""

    def __init__(self, house: House, clock: SetClock, procedure_id: str, story: Story) -> None:
        self.house, self.clock, self.procedure_id, self.story = house, clock, procedure_id, story
        self.played = Played()
        with house.work() as uow:
            self.cast: Cast = load_cast(uow, story.cast)

    def play(self) -> list[str]:
        """Play every step. Returns what was expected and did not hold; raises StepFailed where a deed went wrong."""
        wrong: list[str] = []
        for step in self.story.steps:
            wrong += self.do(step)
        return wrong

    def do(self, step: Step) -> list[str]:
        """One step: turn the clock, do the deed, compare what is expected."""
        if step.at is not None:
            pass_time(self.house, self.clock, step.at)
        if step.do is not None:
            self._deed(step)
        settle(self.house)
        with self.house.reading() as uow:
            return [f"第 {step.number} 步：{text}" for text in failures(uow, self.played, step.expect, step.case)]

    def _deed(self, step: Step) -> None:
        try:
            with self.house.work() as uow:
                {"open_campaign": self._open_campaign, "open_case": self._open_case, "complete": self._complete}[
                    str(step.do)
                ](uow, step)
        except Refusal as refusal:
            said = "；".join([refusal.sentence, *(f"{k}：{v}" for k, v in refusal.fields.items())])
            if step.refused is None or step.refused not in said:
                raise StepFailed(f"第 {step.number} 步（{step.who} {step.task or step.do}）被拒绝：{said}") from refusal
            return
        if step.refused is not None:
            raise StepFailed(f"第 {step.number} 步（{step.who} {step.task or step.do}）应被拒绝，却办成了。")

    def actor(self, uow: UnitOfWork, step: Step) -> Actor:
        """The person of a step."""
        if step.who is None or step.who not in self.cast.people:
            raise StepFailed(f"第 {step.number} 步的人员“{step.who}”不在 cast.yaml 里。")
        return actor(uow, self.cast.people[step.who])

    def _open_campaign(self, uow: UnitOfWork, step: Step) -> None:
        windows = {k: (_day(v[0]), _day(v[1])) for k, v in (step.details.get("windows") or {}).items()}
        year = int(step.details.get("year") or uow.now.year)
        title = str(step.details.get("title") or f"{year} 年批次")
        campaign = open_campaign(uow, self.actor(uow, step), self.procedure_id, title, year, windows)
        self.played.campaign_id = campaign.id

    def _open_case(self, uow: UnitOfWork, step: Step) -> None:
        who = self.actor(uow, step)
        if self.played.campaign_id is None:
            raise StepFailed(f"第 {step.number} 步：还没有开启批次。")
        campaign = uow.session.get_one(Campaign, self.played.campaign_id)
        code = step.details.get("organisation")
        leads = [s.organisation_id for s in who.positions if s.role == "lead"]
        where = self.cast.organisations[code] if code else (leads or [s.organisation_id for s in who.positions])[0]
        case = apply(uow, who, campaign, where, str(step.details.get("title") or "工作室"))
        self.played.cases[step.case or "A"] = case.id

    def _complete(self, uow: UnitOfWork, step: Step) -> None:
        who = self.actor(uow, step)
        task = self._task(uow, step, who)
        acknowledged = bool(step.details.get("acknowledged"))
        complete(uow, who, task.id, Completing(step.answers, acknowledged=acknowledged))

    def _task(self, uow: UnitOfWork, step: Step, who: Actor) -> Task:
        query = select(Task).where(Task.element == step.task, Task.closed_at.is_(None)).order_by(Task.id)
        tasks = [t for t in uow.session.scalars(query) if self._about(uow, t, step.case)]
        mine = [t for t in tasks if may_act(who, t.principals)]
        if not tasks:
            raise StepFailed(f"第 {step.number} 步：环节“{step.task}”现在没有待办。")
        return (mine or tasks)[0]  # not mine: the verb itself refuses

    def _about(self, uow: UnitOfWork, task: Task, name: str | None) -> bool:
        if name is None or task.subject_kind == "campaign":
            return True
        case_id = self.played.cases.get(name)
        if task.subject_kind == "case":
            return task.subject_id == case_id
        case = uow.session.get(Case, case_id) if case_id else None
        instance = uow.session.get_one(Instance, task.instance_id)
        return case is not None and instance.organisation_id == case.organisation_id


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))
