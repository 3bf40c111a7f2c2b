"""The clock of the house: one table of what is done how often; every line calls a verb.

Deadlines are rows, not scheduler jobs: a scheduler job each was measured to lose, double and crawl. Any number of
processes on any number of hosts run this table side by side.
"""

import os
import secrets
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import IntegrityError

from services.casework import attachments
from services.casework.instances import tick_all_due
from services.foundation.clock import SystemClock, local_day
from services.foundation.storage.unit_of_work import House
from services.output import messages
from services.record import audit, jobs
from services.selection import studios, yearly_campaigns


@dataclass(frozen=True)
class Shift:
    """One worker at work: whose house, under which name, and whether it is to come to an end."""

    house: House
    worker: str
    ending: threading.Event = field(default_factory=threading.Event)


def do_due_jobs(shift: Shift) -> None:
    """Do jobs until none is due."""
    while not shift.ending.is_set() and jobs.run_due(shift.house, shift.worker, stop=shift.ending.is_set).total:
        pass


def fire_due_deadlines(shift: Shift) -> None:
    """Fire every deadline that is due."""
    tick_all_due(shift.house, shift.ending.is_set)


def remind_people(shift: Shift) -> None:
    """Tell whoever has a task that it is theirs, due soon, or late."""
    messages.remind_all_due(shift.house, shift.ending.is_set)


def send_mail(shift: Shift) -> None:
    """Send every mail that is due; a line of its own, so that a mail server that does not answer holds up nobody."""
    messages.send_due_mail(shift.house, shift.ending.is_set)


def say_that_we_live(shift: Shift) -> None:
    """Report by the machine's own clock: the demonstration's may jump by months."""
    with shift.house.work() as uow:
        jobs.report(uow, shift.worker, SystemClock().now())


def seal_yesterday(shift: Shift) -> None:
    """Seal all that was done up to the day that is over."""
    with shift.house.reading() as uow:
        last = audit.latest_seal(uow)
        if last is not None and last.day >= local_day(uow.now) - timedelta(days=1):
            return
    try:
        with shift.house.work() as uow:
            audit.seal(uow, local_day(uow.now) - timedelta(days=1))
    except IntegrityError:
        return  # another worker sealed the day at the same moment


def roll_the_years(shift: Shift) -> None:
    """Begin the yearly reviews and campaigns whose day has come."""
    studios.roll_reviews(shift.house)
    yearly_campaigns.roll_campaigns(shift.house)


def forget_stale_uploads(shift: Shift) -> None:
    """Files that came in pieces and were never finished."""
    with shift.house.work() as uow:
        attachments.forget_stale_uploads(uow)


SCHEDULE: list[tuple[str, int, Callable[[Shift], None]]] = [
    # what                       every n seconds   verb
    ("run due jobs", 1, do_due_jobs),
    ("fire due deadlines", 1, fire_due_deadlines),
    ("remind people", 5, remind_people),
    ("send mail", 5, send_mail),
    ("say that we live", 15, say_that_we_live),
    ("seal the day before", 60, seal_yesterday),
    ("roll the yearly reviews", 60, roll_the_years),
    ("forget stale uploads", 600, forget_stale_uploads),
]


class Running:
    """The table as it runs in background threads."""

    def __init__(self, shift: Shift, scheduler: BackgroundScheduler) -> None:
        self.shift = shift
        self._scheduler = scheduler

    def stop(self) -> None:
        """Finish what is under way, begin nothing more, give back what is claimed."""
        self.shift.ending.set()
        self._scheduler.shutdown(wait=True)
        with self.shift.house.work() as uow:
            jobs.leave(uow, self.shift.worker)


def start(house: House, name: str | None = None) -> Running:
    """Start the table in background threads. A line that is still running is not started a second time.

    A worker that starts under a name takes back at once what its predecessor of that name left behind.
    """
    shift = Shift(house, name or f"{socket.gethostname()[:50]}:{os.getpid()}:{secrets.token_hex(3)}")
    with house.work() as uow:
        jobs.leave(uow, shift.worker)
    say_that_we_live(shift)
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(SCHEDULE))},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    for title, seconds, verb in SCHEDULE:
        scheduler.add_job(verb, "interval", seconds=seconds, args=[shift], id=title, name=title)
    scheduler.start()
    return Running(shift, scheduler)
