"""The work that several web processes and workers share on one PostgreSQL, in a short and in a long form."""

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import func, select

from services.record import jobs
from tests.hosts.machines import Machines, until
from tests.hosts.street import PASSWORD, Street, build, nothing_lost_nothing_doubled
from tests.hosts.visitor import Visitor


def say_everything(street: Street, addresses: list[str], clerks: int) -> list[int]:
    """Clerks hand in every waiting task, every fifth twice at once by a double click; the statuses."""
    waiting = street.tasks_to_say()
    logins = ("alice", "bob")

    def one_clerk(number: int) -> list[int]:
        here = addresses[number % len(addresses)]
        clerk = Visitor(here).sign_in(logins[number % 2], PASSWORD)
        statuses = []
        for task_id in waiting[number::clerks]:
            fields = clerk.opened(task_id)
            statuses.append(clerk.hand_in(task_id, fields).status)
            if task_id % 5 == 0:
                statuses.append(clerk.hand_in(task_id, fields).status)
        return statuses

    with ThreadPoolExecutor(clerks) as threads:
        return [status for part in threads.map(one_clerk, range(clerks)) for status in part]


def share_the_work(database_url: str, folder: Path, say: int, expire: int, workers: int, patience: float) -> None:
    """The whole story, short or long."""
    street = build(database_url, say, expire)
    with Machines(database_url, folder) as machines, ThreadPoolExecutor(1) as aside:
        addresses = [machines.web("--workers", "1")[1] for _ in range(2)]
        said = aside.submit(say_everything, street, addresses, 4)
        names = [f"worker{n}" for n in range(workers)]
        running = {name: machines.worker(name) for name in names}
        until(lambda: street.over() >= expire // 8, seconds=patience)
        running[names[0]].kill()
        assert street.over() < expire, "it was killed in the middle"
        running[names[0]] = machines.worker(names[0])
        assert set(said.result(patience)) == {303}
        until(street.is_quiet, seconds=patience)
        assert [process.stop() for process in running.values()] == [0] * workers
        assert json.load(urllib.request.urlopen(f"{addresses[0]}/readyz"))["worker"]["last_seen"] is None
    nothing_lost_nothing_doubled(street)
    with street.town.house.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(jobs.Worker)) == 0
    street.town.house.engine.dispose()
