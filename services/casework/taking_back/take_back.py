"""拿回: whoever handed a step in takes it back while nobody has touched what came after and the window is open."""

from typing import Any

from sqlalchemy import exists, select

from services.foundation.errors import Conflict, Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.process import engine

from ..advice import Advice
from ..completions import Completion, Draft, TakenBack
from ..completions.complete import lock_task
from ..handovers import Handover
from ..instances import Instance, NoWayBack, advance, opened_by, put_back
from ..tasks import Task
from ..tasks.verbs import TAKE_BACK, require_offered
from .events import CompletionTakenBack

REASON_MAX = 500


class NotYourOwn(NotAllowed):
    """Somebody else handed it in."""

    sentence = "只有提交的人可以拿回。"


class AlreadyTouched(Conflict):
    """The next level has begun."""

    sentence = "下一环节的办理人已经开始办理，不能再拿回。"


def take_back(uow: UnitOfWork, actor: Actor, task_id: int, reason: str) -> Task:
    """Take back what one has handed in: the step is open again, with what was said as a draft.

    Raises NotFound, NotYourOwn, NotOfferedHere, NoWayBack, AlreadyTouched, Invalid.
    """
    instance, task = lock_task(uow, task_id)
    row = _own(uow, actor, task)
    require_offered(task, TAKE_BACK)
    reason = reason.strip()
    if not 2 <= len(reason) <= REASON_MAX:
        raise Invalid("请写明拿回的理由。", fields={"reason": f"理由应为 2 至 {REASON_MAX} 个字。"})
    _require_way_back(uow, instance, task)
    put_back(uow, instance)
    uow.session.add(TakenBack(completion_id=row.id, actor_id=actor.id, reason=reason, at=uow.now))
    instance.content_version += 1
    moved = advance(uow, instance, engine.Recompute())
    again = next(t for t in moved.opened if t.engine_task == task.engine_task)
    uow.session.add(Draft(task_id=again.id, person_id=actor.id, answers=_typed(row.answers), saved_at=uow.now))
    task.remind_at = None
    uow.session.flush()
    uow.record(
        CompletionTakenBack(
            subject=instance.subject,
            actor_id=actor.id,
            task=task.name,
            actor_name=row.actor_name,
            reason=reason,
            digest=row.digest,
            opened=[t.name for t in moved.opened],
        )
    )
    return again


def may_take_back(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task) -> bool:
    """Whether a page offers it: the verb itself looks once more, and at the clock."""
    try:
        _own(uow, actor, task)
        require_offered(task, TAKE_BACK)
        _require_way_back(uow, instance, task)
    except (NotAllowed, Conflict):
        return False
    return True


def _own(uow: UnitOfWork, actor: Actor, task: Task) -> Completion:
    row = uow.session.scalar(select(Completion).where(Completion.task_id == task.id))
    if row is None or row.actor_id != actor.id:
        raise NotYourOwn
    if uow.session.get(TakenBack, row.id) is not None:
        raise NoWayBack("已经拿回。")
    return row


def _require_way_back(uow: UnitOfWork, instance: Instance, task: Task) -> None:
    """Raises NoWayBack, AlreadyTouched."""
    opened = opened_by(instance, task.engine_task, task.closed_at)
    if task.due_at is not None and task.due_at <= uow.now:
        raise NoWayBack("这个环节的期限已过，不能再拿回。")
    next_up = select(Task.id).where(
        Task.instance_id == instance.id, Task.closed_at.is_(None), Task.engine_task.in_(opened)
    )
    for model in (Draft, Advice, Handover):
        if uow.session.scalar(select(exists().where(model.task_id.in_(next_up)))):
            raise AlreadyTouched


def _typed(value: Any) -> Any:
    """Answers as a browser sends them: a day is its text again."""
    if isinstance(value, dict):
        return str(value["v"]) if "@" in value else {name: _typed(each) for name, each in value.items()}
    return [_typed(each) for each in value] if isinstance(value, list) else value
