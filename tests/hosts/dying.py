"""A worker or a web process that is killed, by kill -9, at one exact point of one deed.

python -m tests.hosts.dying DATABASE_URL MOMENT DEED POINT PLACE — DEED is job, deadline or completion; PLACE is a file
that stands for the world outside (job), or the task's number (completion).
"""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from services.casework.completions import Completing, complete
from services.casework.instances import tick_all_due
from services.casework.tasks import task_by_id
from services.foundation.clock import SetClock
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, UnitOfWork, Wiring
from services.people.assignment import people_behind
from services.people.identity import actor
from services.record import jobs
from services.wiring import JOBS, WIRING
from tests.record.cast import CASE, Said

AGREE = Completing({"verdict": "agree"}, request_key="once")


def tell_the_world(uow: UnitOfWork, payload: dict[str, Any], then: Callable[[], None] = lambda: None) -> None:
    """A job with an effect inside the database and one outside, which carries the job's key."""
    uow.record(Said(subject=CASE, words=payload["key"]))
    with Path(payload["place"]).open("a") as world:
        world.write(payload["key"] + "\n")
    then()


def wiring(then: Callable[[], None] = lambda: None) -> Wiring:
    """The house's own, and the job that tells the world."""
    return replace(WIRING, jobs={**JOBS, "tell": partial(tell_the_world, then=then)})


def die() -> None:
    """Kill -9: nothing is tidied up."""
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(point: str, house: House, deed: str) -> None:
    """Lay the trap."""
    # The worker's claim is a transaction of its own; the deed is the next one.
    fatal = 2 if deed == "job" else 1
    count = {"begun": 0, "done": 0}

    def at(name: str, *_: Any) -> None:
        count[name] += 1
        if count[name] == fatal:
            die()

    if point == "claimed" and deed == "job":
        sys.modules["services.record.jobs.run"]._run_one = lambda *_: die()  # type: ignore[attr-defined]
    elif point == "claimed":
        sys.modules["services.casework.instances.tick"]._fire = lambda *_: die()  # type: ignore[attr-defined]
    elif point == "before the commit":
        event.listen(house.engine, "commit", partial(at, "begun"))
    elif point == "after the commit":
        event.listen(Session, "after_commit", partial(at, "done"))
    elif point == "told the world":
        house.wiring = wiring(then=die)


def main(url: str, moment: str, deed: str, point: str, place: str) -> None:
    """Do the deed, and die."""
    house = House(open_database(url), SetClock(datetime.fromisoformat(moment)), wiring())
    deadly(point, house, deed)
    if deed == "job":
        jobs.run_due(house, worker="doomed")
    elif deed == "deadline":
        tick_all_due(house)
    else:
        with house.work() as uow:
            task = task_by_id(uow, int(place))
            complete(uow, actor(uow, people_behind(uow, task.principals)[0].id), task.id, AGREE)


if __name__ == "__main__":
    main(*sys.argv[1:])
