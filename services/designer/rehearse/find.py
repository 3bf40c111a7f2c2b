"""What a story's line is about: its campaign, its task. A line that means nothing says so with its number."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act, people_behind
from services.people.identity import Actor, actor
from services.process import registry
from services.selection.campaigns import Campaign
from services.selection.objections import objection_by_no
from services.selection.studios import Studio

if TYPE_CHECKING:
    from .play import Player
    from .story import Step


class StepFailed(Exception):
    """A step could not be done as the story says; the text is a Chinese sentence with its number."""


def campaign_of(player: "Player", uow: UnitOfWork, step: "Step") -> Campaign:
    """The campaign that the story opened."""
    if player.played.campaign_id is None:
        raise StepFailed(f"第 {step.number} 步：还没有开启批次。")
    return uow.session.get_one(Campaign, player.played.campaign_id)


def task_of(player: "Player", uow: UnitOfWork, who: Actor, step: "Step") -> Task:
    """The oldest open task of the step's element and case, one of the person's own where there is one."""
    query = select(Task).where(Task.element == step.task, Task.closed_at.is_(None)).order_by(Task.id)
    studio = studio_of(player, uow, step)
    tasks = [t for t in uow.session.scalars(query) if _about(player, uow, t, step.case) and _of_studio(t, studio)]
    mine = [t for t in tasks if may_act(who, t.principals)]
    if not tasks:
        raise StepFailed(f"第 {step.number} 步：环节“{step.task}”现在没有待办。")
    return (mine or tasks)[0]  # not mine: the verb itself refuses


def holder_of(player: "Player", uow: UnitOfWork, step: "Step") -> Actor:
    """Somebody whom the step's oldest open task waits for: who that is may have been drawn by lot."""
    query = select(Task).where(Task.element == step.task, Task.closed_at.is_(None)).order_by(Task.id)
    for task in uow.session.scalars(query):
        if _about(player, uow, task, step.case) and (people := people_behind(uow, task.principals)):
            return actor(uow, people[0].id)
    raise StepFailed(f"第 {step.number} 步：环节“{step.task}”现在没有待办。")


def instance_with(player: "Player", uow: UnitOfWork, step: "Step") -> Instance:
    """The newest instance whose diagram holds the step's element: of its studio, case or campaign; running first."""
    found = [i for i in _instances(uow) if _concerns(player, uow, i, step) and _holds(uow, i, step.task)]
    if not found:
        raise StepFailed(f"第 {step.number} 步：没有流程含有环节“{step.task}”。")
    return found[0]


def _instances(uow: UnitOfWork) -> list[Instance]:
    return list(uow.session.scalars(select(Instance).order_by(Instance.finished_at.is_not(None), Instance.id.desc())))


def _holds(uow: UnitOfWork, instance: Instance, element: str | None) -> bool:
    return element in registry.load(uow, instance.version_id).pool(instance.process).elements


def studio_of(player: "Player", uow: UnitOfWork, step: "Step") -> Studio | None:
    """The studio a line names: by the story's name of the case it came from, or by its number in the register."""
    if step.studio is None:
        return None
    case_id = player.played.cases.get(step.studio)
    named = Studio.case_id == case_id if case_id is not None else Studio.no == step.studio
    studio = uow.session.scalar(select(Studio).where(named))
    if studio is None:
        raise StepFailed(f"第 {step.number} 步：名录里没有工作室“{step.studio}”。")
    return studio


def _of_studio(task: Task, studio: Studio | None) -> bool:
    return studio is None or (task.subject_kind, task.subject_id) == ("studio", studio.id)


def _concerns(player: "Player", uow: UnitOfWork, instance: Instance, step: "Step") -> bool:
    """Whether an instance is about the step's studio or case; a line without either means any."""
    wanted = studio_of(player, uow, step)
    studio = uow.session.get(Studio, instance.subject_id) if instance.subject_kind == "studio" else None
    if wanted is not None:
        return studio is not None and studio.id == wanted.id
    organisation = step.details.get("organisation")
    if organisation is not None and instance.subject_kind == "organisation":
        return instance.subject_id == player.cast.organisations.get(str(organisation))
    if step.case is None or instance.subject_kind in {"campaign", "organisation"}:
        return True
    case_id = player.played.cases.get(step.case)
    return case_id == (studio.case_id if studio is not None else instance.subject_id)


def _about(player: "Player", uow: UnitOfWork, task: Task, name: str | None) -> bool:
    objection = objection_by_no(uow, str(task.properties.get("objection") or ""))
    if objection is not None and name is not None:
        return objection.case_id == player.played.cases.get(name)
    if name is None or task.subject_kind in {"campaign", "organisation"}:
        return True
    case_id = player.played.cases.get(name)
    if task.subject_kind == "case":
        return task.subject_id == case_id
    studio = uow.session.get(Studio, task.subject_id) if task.subject_kind == "studio" else None
    return studio is not None and studio.case_id == case_id
