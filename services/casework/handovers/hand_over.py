"""转办: whoever has a task hands it to a colleague of the same organisation, who acts under their own name."""

from sqlalchemy import delete, select

from services.foundation.errors import Conflict, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import acts_for, of_person, offices_at, require_not_recused, standing_back_from
from services.people.identity import Actor, Person

from ..completions.complete import lock_task
from ..instances import Instance
from ..tasks import InboxEntry, Task, climb, require_may_act, require_open
from ..tasks.mirror import FAR_FUTURE
from ..tasks.verbs import TRANSFER, colleague, require_offered
from .events import TaskHandedOver
from .models import Handover

REASON_MAX = 500


class NotOfThisHouse(Conflict):
    """A task stays at its level: it is handed over within the organisation it stands at."""


class AnswersAreDue(Conflict):
    """Whoever asked takes the answers."""

    sentence = "已请他人提意见，尚未答复。请先等答复，或者先收回。"


def hand_over(uow: UnitOfWork, actor: Actor, task_id: int, to_id: int, reason: str) -> Handover:
    """Hand a task over. Raises TaskAlreadyClosed, NotYours, OwnCase, NotOfferedHere, AnswersAreDue, NotOfThisHouse,
    NotFound, Invalid.
    """
    instance, task = lock_task(uow, task_id)
    require_open(uow, task)
    require_may_act(actor, task, instance.applicant_id)
    require_not_recused(uow, actor, instance.subject)
    require_offered(task, TRANSFER)
    if task.asked:
        raise AnswersAreDue
    reason = reason.strip()
    if not 2 <= len(reason) <= REASON_MAX:
        raise Invalid("请写明转办的理由。", fields={"reason": f"理由应为 2 至 {REASON_MAX} 个字。"})
    person = colleague(uow, actor, to_id, instance.applicant_id)
    if person.id not in {each.id for each in receivers(uow, actor, instance, task)}:
        raise NotOfThisHouse(f"只能转办给本单位可以办理的人，{person.name}不在其中。")
    return _keep(uow, actor, instance, task, person, reason)


def receivers(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task) -> list[Person]:
    """To whom a task may be handed: who holds an office where it stands, without the applicant and the recused."""
    back = standing_back_from(uow, instance.subject)
    found = offices_at(uow, organisations_of(task))
    return [p for p in found if p.id not in {actor.id, instance.applicant_id} and p.id not in back]


def organisations_of(task: Task) -> list[int]:
    """The organisations in whose queues a task opened."""
    return list(dict.fromkeys(int(p.split(":")[1]) for p in task.desk if p.startswith("q:")))


def handovers_of(uow: UnitOfWork, task_id: int) -> list[Handover]:
    """How a task went from hand to hand, oldest first."""
    return list(uow.session.scalars(select(Handover).where(Handover.task_id == task_id).order_by(Handover.id)))


def _keep(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task, person: Person, reason: str) -> Handover:
    other = acts_for(actor, task.principals)
    name = f"{actor.name}（代{other.name}）" if other else actor.name
    row = Handover(
        task_id=task.id,
        from_id=actor.id,
        from_name=name,
        to_id=person.id,
        to_name=person.name,
        reason=reason,
        at=uow.now,
    )
    uow.session.add(row)
    task.office, task.principals = task.desk, [of_person(person.id)]
    task.readers = list(dict.fromkeys([*(task.readers or []), of_person(actor.id)]))
    uow.session.execute(delete(InboxEntry).where(InboxEntry.task_id == task.id))
    entry = InboxEntry(principal=of_person(person.id), due_at=task.due_at or FAR_FUTURE, task_id=task.id)
    uow.session.add(entry)
    climb(uow, task, max(task.rung, 1))  # the receiver is told of the handing over itself
    uow.session.flush()
    uow.record(
        TaskHandedOver(
            subject=instance.subject,
            actor_id=actor.id,
            task_id=task.id,
            task=task.name,
            from_name=name,
            to_id=person.id,
            to_name=person.name,
            reason=reason,
        )
    )
    return row
