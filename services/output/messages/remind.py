"""The sweep of reminders: every word about a task that is due is told once, each in a transaction of its own."""

import traceback
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError

from services import calendar
from services.casework.completions import Completion
from services.casework.completions.labels import verdict_label
from services.casework.instances import Instance
from services.casework.reminders import Reminder
from services.casework.tasks import (
    SAID,
    Task,
    any_word_due,
    climb,
    open_tasks_of,
    take_next_due,
    task_by_id,
    word_due,
)
from services.casework.urging import superiors
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.people.assignment import people_told
from services.people.organisations import Organisation
from services.process import registry
from services.record import jobs

from . import wording
from .places import subject_page, task_page
from .tell import Word, tell

FAILED = "reminder_failed"
REST = timedelta(hours=1)
DETAILS = 8000  # characters of a traceback worth keeping


def remind_all_due(house: House, stop: Callable[[], bool] = lambda: False) -> int:
    """Tell every word that is due, the oldest first, until none is or `stop` says so. Returns how many were told.

    Safe to run on any number of workers: a row in another one's hands is passed over. One that fails rests for an
    hour and becomes an incident; it holds up nobody.
    """
    with house.reading() as uow:
        if not any_word_due(uow):
            return 0  # an idle sweep takes no write lock
    told = 0
    while not stop():
        found = _tell_next(house)
        if found is None:
            break
        told += found
    return told


def _tell_next(house: House) -> bool | None:
    """True when something was told, False when there was nothing to tell after all, None when nothing is due."""
    taken = None
    try:
        with house.work() as uow:
            task = take_next_due(uow)
            if task is None:
                return None
            taken = task.id
            return _tell(uow, task)
    except (OperationalError, InterfaceError):
        raise  # the database, not the task: the next sweep tries again
    except Exception as error:
        if taken is None:
            raise
        with house.work() as uow:
            _rest(uow, taken, error)
        return False


def _tell(uow: UnitOfWork, task: Task) -> bool:
    if task.closed_at is not None:
        last, task.remind_at = task.rung == SAID, None
        return last and _tell_applicant(uow, task)
    reminder = word_due(uow, task)
    if reminder is not None:
        _tell_rung(uow, task, reminder)
    climb(uow, task, reminder.place + 1 if reminder else task.rung)
    return reminder is not None


def _tell_rung(uow: UnitOfWork, task: Task, reminder: Reminder) -> None:
    days = calendar.load(uow)
    if reminder.for_superior:
        people = [person.id for person in superiors(uow, task)]
        kind, path = "superior", subject_page(uow, task.subject)
        headline, sentence = wording.superior(task, _units(uow, task), days, uow.now)
    else:
        people, path = people_told(uow, task.principals), task_page(task.id)
        if reminder.place == 0:
            kind, (headline, sentence) = "opened", wording.opened(task, days, uow.now)
        else:
            kind, headline, sentence = wording.reminded(task, days, uow.now)
    key = f"rung:{task.id}:{reminder.place}"
    tell(uow, people, Word(key, kind, headline, sentence, path, task.subject, task.id))


def _tell_applicant(uow: UnitOfWork, task: Task) -> bool:
    """What an office said, unless the case ended with it: then its outcome is told."""
    instance = uow.session.get_one(Instance, task.instance_id)
    if instance.applicant_id in {None, task.closed_by} or instance.finished_at == task.closed_at:
        return False
    opinion = uow.session.scalar(select(Completion).where(Completion.task_id == task.id))
    if opinion is None:
        return False
    verdict = verdict_label(registry.load(uow, instance.version_id), opinion)
    steps = [other.name for other in open_tasks_of(uow, [instance.id])]
    headline, sentence = wording.said(task, opinion.organisation_name, verdict, steps)
    path = subject_page(uow, instance.subject)
    word = Word(f"said:{task.id}", "said", headline, sentence, path, instance.subject, task.id)
    return bool(tell(uow, [instance.applicant_id], word))


def _units(uow: UnitOfWork, task: Task) -> list[str]:
    """The organisations in whose queues the task stands."""
    numbers = [int(p.split(":")[1]) for p in task.principals if p.startswith("q:")]
    return [uow.session.get_one(Organisation, number).name for number in dict.fromkeys(numbers)]


def _rest(uow: UnitOfWork, task_id: int, error: Exception) -> None:
    task = task_by_id(uow, task_id)
    task.remind_at = uow.now + REST
    if jobs.is_open(uow, FAILED, task.subject):
        return
    jobs.open_incident(
        uow,
        FAILED,
        f"“{task.title}”的环节“{task.name}”的提醒没有发出：程序错误 {type(error).__name__}",
        subject=task.subject,
        element=task.element,
        details="".join(traceback.format_exception(error))[-DETAILS:],
    )
