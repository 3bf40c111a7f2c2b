"""When a word about a task is due: two columns of its row, so that no completion pays for reminders.

The sweep that tells people stands above (output/messages); here is only what the row says.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from services import calendar
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import of_person
from services.record import jobs

from ..reminders import Reminder, due_now, ladder, pending, read_words
from .models import SAID, Task

RECOUNTED_TOGETHER = 500


def first_word(uow: UnitOfWork, task: Task, opened_by: int | None) -> None:
    """A task opens: whoever has it is told at once, but not the very person who opened it. Raises LadderUnreadable."""
    told = opened_by is not None and task.principals == [of_person(opened_by)]
    climb(uow, task, 1 if told else 0)


def last_word(uow: UnitOfWork, task: Task) -> None:
    """A task is closed: no reminders any more. What an office said in a box of the form is told to the applicant."""
    by_office = all(principal.startswith("q:") for principal in task.desk)
    told = task.subject_kind == "case" and task.closed_by is not None and task.opinion_box and by_office
    task.remind_at, task.rung = (uow.now, SAID) if told else (None, task.rung)


def climb(uow: UnitOfWork, task: Task, place: int) -> None:
    """Set when the next rung from `place` upward is due. Rungs below were told and are not told again."""
    coming = pending(rungs_of(uow, task), place, uow.now)
    task.remind_at, task.rung = coming.at if coming else None, place


def rungs_of(uow: UnitOfWork, task: Task) -> list[Reminder]:
    """The task's ladder by the calendar in force."""
    words = read_words(task.properties.get("reminders"))
    return ladder(task.opened_at, task.due_at, words, calendar.load(uow))


def word_due(uow: UnitOfWork, task: Task) -> Reminder | None:
    """The reminder to tell of an open task now; None when the calendar has moved it away."""
    return due_now(rungs_of(uow, task), task.rung, uow.now)


def take_next_due(uow: UnitOfWork) -> Task | None:
    """Lock the task of which a word is due for longest; what another worker holds is passed over."""
    due = select(Task).where(Task.remind_at <= uow.now).order_by(Task.remind_at, Task.id).limit(1)
    return uow.session.scalar(due.with_for_update(skip_locked=True))


def any_word_due(uow: UnitOfWork) -> bool:
    """Whether a sweep would find anything: one look at the index."""
    return uow.session.scalar(select(Task.id).where(Task.remind_at <= uow.now).limit(1)) is not None


def next_word_due(uow: UnitOfWork) -> datetime | None:
    """The soonest moment to come at which a word is due."""
    coming = select(Task.remind_at).where(Task.remind_at > uow.now).order_by(Task.remind_at).limit(1)
    return uow.session.scalar(coming)


def recount_ladders(uow: UnitOfWork, event: calendar.CalendarChanged) -> None:
    """A new calendar: the rungs still to come are counted again, by a job of its own."""
    if next_word_due(uow) is not None:
        jobs.enqueue(uow, "recount_reminders", {"after": 0}, key=f"recount_reminders:{event.revision}")


def recount(uow: UnitOfWork, payload: dict[str, Any]) -> None:
    """Count the rungs of some open tasks again, from behind number `after`; the next ones are a job of their own."""
    query = select(Task).where(Task.closed_at.is_(None), Task.remind_at > uow.now, Task.id > payload["after"])
    rows = list(uow.session.scalars(query.order_by(Task.id).limit(RECOUNTED_TOGETHER).with_for_update()))
    for task in rows:
        climb(uow, task, task.rung)
    if len(rows) == RECOUNTED_TOGETHER:
        jobs.enqueue(uow, "recount_reminders", {"after": rows[-1].id})
