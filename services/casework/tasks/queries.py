"""Finding tasks, and saying who may do them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from services.foundation.errors import Conflict, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act, of_person, principals_of, require_not_own_case
from services.people.identity import Actor, Person

from .models import Task


class TaskAlreadyClosed(Conflict):
    """Somebody else was faster, or the deadline closed it."""


class NotYours(NotAllowed):
    """The task waits for somebody else."""

    sentence = "这个环节不由您办理。"


def my_principals(actor: Actor) -> tuple[str, ...]:
    """The queues and the name under which tasks may wait for this person, also as somebody's substitute."""
    return tuple(principals_of(actor))


def task_by_id(uow: UnitOfWork, task_id: int) -> Task:
    """A task, open or closed. Raises NotFound."""
    task = uow.session.get(Task, task_id)
    if task is None:
        raise NotFound("没有这个环节。")
    return task


def open_task(uow: UnitOfWork, task_id: int) -> Task:
    """A task that still waits. Raises TaskAlreadyClosed with who closed it, and when it is not known, why."""
    task = task_by_id(uow, task_id)
    require_open(uow, task)
    return task


def require_open(uow: UnitOfWork, task: Task) -> None:
    """Raises TaskAlreadyClosed."""
    if task.closed_at is None:
        return
    person = uow.session.get(Person, task.closed_by) if task.closed_by else None
    if person is not None:
        raise TaskAlreadyClosed(f"“{task.name}”已由{person.name}办理，您填写的内容仍保留在本页，未提交。")
    raise TaskAlreadyClosed(f"“{task.name}”已经结束（期限已到或案卷已转入其他环节），您填写的内容未提交。")


def open_tasks_of(uow: UnitOfWork, instance_ids: Iterable[int]) -> list[Task]:
    """The tasks that wait in these instances, in the order they opened."""
    query = select(Task).where(Task.instance_id.in_(list(instance_ids)), Task.closed_at.is_(None)).order_by(Task.id)
    return list(uow.session.scalars(query))


def tasks_open_at(uow: UnitOfWork, instance_id: int, at: datetime) -> list[Task]:
    """The tasks that waited in an instance at a moment of the past, in the order they opened."""
    then = (Task.opened_at <= at, Task.closed_at.is_(None) | (Task.closed_at > at))
    return list(uow.session.scalars(select(Task).where(Task.instance_id == instance_id, *then).order_by(Task.id)))


def require_may_act(actor: Actor, task: Task, applicant_id: int | None) -> None:
    """Only those the task waits for may do it, and nobody acts by office on the own case. Raises NotYours, OwnCase."""
    if not may_act(actor, task.principals):
        raise NotYours
    if of_person(actor.id) not in task.principals:
        require_not_own_case(actor, applicant_id, task.principals)
