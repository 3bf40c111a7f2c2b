"""The clock of the house: one table of what is done how often; every line calls a verb.

Deadlines are rows, not scheduler jobs: a scheduler job each was measured to lose, double and crawl.
"""

from collections.abc import Callable
from datetime import timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from services.casework.instances import tick_all_due
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import House
from services.record import audit, jobs


def seal_yesterday(house: House) -> None:
    """Seal all that was done up to the day that is over."""
    with house.work() as uow:
        yesterday = local_day(uow.now) - timedelta(days=1)
        last = audit.latest_seal(uow)
        if last is None or last.day < yesterday:
            audit.seal(uow, yesterday)


SCHEDULE: list[tuple[str, int, Callable[[House], object]]] = [
    # what                       every n seconds   verb
    ("run due jobs", 1, jobs.run_due),
    ("fire due deadlines", 1, tick_all_due),
    ("seal the day before", 60, seal_yesterday),
]


def start(house: House) -> BackgroundScheduler:
    """Start the table in background threads. A line that is still running is not started a second time."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(SCHEDULE))},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    for name, seconds, verb in SCHEDULE:
        scheduler.add_job(verb, "interval", seconds=seconds, args=[house], id=name, name=name)
    scheduler.start()
    return scheduler
