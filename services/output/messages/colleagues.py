"""Who is told when colleagues deal with a task between them: answers to events, named in the wiring."""

from collections.abc import Sequence

from services.casework.advice import Advice, AdviceAsked, AdviceGiven
from services.casework.copies import CopySent
from services.casework.handovers import TaskHandedOver, handovers_of
from services.casework.tasks import task_by_id
from services.foundation.events import Event
from services.foundation.storage.unit_of_work import UnitOfWork

from . import wording
from .places import task_page
from .tell import Word, tell


def tell_handed_over(uow: UnitOfWork, event: TaskHandedOver) -> None:
    """Whoever receives a task hears of it."""
    number = handovers_of(uow, event.task_id)[-1].id
    _tell(uow, event, f"handed:{number}", "handed", event.task_id, [event.to_id], task_page(event.task_id))


def tell_asked(uow: UnitOfWork, event: AdviceAsked) -> None:
    """Whoever is asked hears of it."""
    for number in event.advice_ids:
        asked = uow.session.get_one(Advice, number)
        path = f"{task_page(event.task_id)}/advice"
        _tell(uow, event, f"asked:{number}", "asked", event.task_id, [asked.person_id], path)


def tell_answered(uow: UnitOfWork, event: AdviceGiven) -> None:
    """Whoever asked hears that there is an answer."""
    asked = uow.session.get_one(Advice, event.advice_id)
    path = task_page(event.task_id)
    _tell(uow, event, f"answered:{asked.id}", "answered", event.task_id, [asked.asked_by], path)


def tell_copied(uow: UnitOfWork, event: CopySent) -> None:
    """Those who were sent a copy hear of it."""
    _tell(uow, event, f"copied:{event.task_id}", "copied", event.task_id, event.person_ids, "/copies")


def _tell(
    uow: UnitOfWork, event: Event, key: str, kind: str, task_id: int, people: Sequence[int], path: str
) -> None:
    task = task_by_id(uow, task_id)
    headline, sentence = wording.between(kind, task, event.sentence())
    tell(uow, people, Word(key, kind, headline, sentence, path, task.subject, task.id))
