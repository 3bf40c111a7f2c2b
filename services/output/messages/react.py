"""Who is told when something happens: answers to events, named in the wiring."""

from typing import Any

from sqlalchemy import select

from services import calendar
from services.casework.extensions import DeadlineExtended, Extension
from services.casework.instances import Instance, InstanceFinished
from services.casework.tasks import Task, task_by_id
from services.casework.urging import TaskUrged
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import people_behind, people_told
from services.record import jobs

from . import wording
from .places import subject_page, task_page
from .tell import Word, tell


def tell_urged(uow: UnitOfWork, event: TaskUrged) -> None:
    """Whoever has the task hears who urges."""
    task = task_by_id(uow, event.task_id)
    headline, sentence = wording.urged(task, event.actor_name)
    people = people_told(uow, task.principals)
    word = Word(f"urged:{event.urge_id}", "urged", headline, sentence, task_page(task.id), task.subject, task.id)
    tell(uow, people, word)


def tell_extended(uow: UnitOfWork, event: DeadlineExtended) -> None:
    """Whoever has the task hears of its new last day."""
    about = (Task.subject_kind == event.subject.kind) & (Task.subject_id == event.subject.id)
    now = select(Task).join(Extension, Extension.task_id == Task.id).where(about, Extension.extended_at == uow.now)
    for task in uow.session.scalars(now.where(Task.closed_at.is_(None)).order_by(Task.id)):
        headline, sentence = wording.extended(task, calendar.load(uow), uow.now)
        people = [person.id for person in people_behind(uow, task.principals) if person.id != event.actor_id]
        key = f"extended:{task.id}"
        tell(uow, people, Word(key, "extended", headline, sentence, task_page(task.id), task.subject, task.id))


def outcome_later(uow: UnitOfWork, event: InstanceFinished) -> None:
    """A job, so that whoever ended the case does not wait for the message to the applicant."""
    if event.subject.kind != "case":
        return
    key = f"outcome:{event.subject.id}:{event.element}:{int(uow.now.timestamp())}"
    payload = {"case": event.subject.id, "pool": event.pool, "end": event.name, "key": key}
    jobs.enqueue(uow, "tell_outcome", payload, subject=event.subject)


def tell_outcome(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """The applicant hears how the case ended."""
    about = (Instance.subject_kind == "case") & (Instance.subject_id == payload["case"])
    instance = uow.session.scalars(select(Instance).where(about).order_by(Instance.id)).first()
    if instance is None or instance.applicant_id is None:
        return
    headline, sentence = wording.outcome(instance.title, payload["pool"], payload["end"])
    path = subject_page(uow, instance.subject)
    word = Word(payload["key"], "outcome", headline, sentence, path, instance.subject)
    tell(uow, [instance.applicant_id], word)
