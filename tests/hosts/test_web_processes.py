"""People at the same moment before two real web processes, on both databases: all are served, nothing happens twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import func, select

from services.casework.completions import Completion
from services.foundation.clock import SystemClock
from services.people.cast import load_cast
from tests.builders import Town, prepare
from tests.casework.panel import REVIEWERS, seat_reviewers
from tests.cast import CAST
from tests.hosts.machines import Machines
from tests.hosts.street import package
from tests.hosts.visitor import Answer, Visitor

PASSWORD = "long enough for everybody"
OPEN = {"application": [date.today() - timedelta(days=365), date.today() + timedelta(days=365)]}


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, str]]:
    """A town and the address of its two web processes: the server loads the house, then forks."""
    folder = tmp_path_factory.mktemp(request.param)
    file = f"sqlite:///{folder / 'house.db'}"
    url = file if request.param == "sqlite" else request.getfixturevalue("postgresql_url")
    house = prepare(url, at=SystemClock().now())
    town = Town(house, house.clock)
    with house.work() as uow:
        loaded = load_cast(uow, CAST, PASSWORD)
    town.organisations, town.people = dict(loaded.organisations), dict(loaded.people)
    with Machines(url, folder) as machines:
        yield town, machines.web("--workers", "2", "--preload")[1]
    house.engine.dispose()


def at_once(count: int, deed: Any) -> list[Answer]:
    ready = Barrier(count)

    def do(number: int) -> Answer:
        ready.wait()
        answer: Answer = deed(number)
        return answer

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(do, range(count)))


def completions(town: Town, task_id: int) -> int:
    with town.house.reading() as uow:
        return (
            uow.session.scalar(select(func.count()).select_from(Completion).where(Completion.task_id == task_id)) or 0
        )


def one_task(town: Town) -> int:
    town.deploy(package())
    town.open_campaign(windows=OPEN)
    return town.task("K_say", town.open_case()).id


def test_twenty_reviewers_press_the_button_at_once_and_all_succeed(served: tuple[Town, str]) -> None:
    town, address = served
    seat_reviewers(town, PASSWORD)
    case = town.open_case()
    tasks = town.tasks("P_review", case)
    with ThreadPoolExecutor(4) as threads:
        sign_in = lambda n: Visitor(address).sign_in(f"review{n + 1}", PASSWORD)  # noqa: E731
        visitors = list(threads.map(sign_in, range(REVIEWERS)))
    forms = [visitor.opened(row.id) for visitor, row in zip(visitors, tasks, strict=True)]
    answers = at_once(REVIEWERS, lambda n: visitors[n].hand_in(tasks[n].id, forms[n]))
    assert [answer.status for answer in answers] == [303] * REVIEWERS
    assert [t.element for t in town.tasks(case=case)] == ["P_sum"]


def test_two_people_on_one_task_one_wins_and_the_other_reads_who(served: tuple[Town, str]) -> None:
    town, address = served
    task_id = one_task(town)
    people = [Visitor(address).sign_in(login, PASSWORD) for login in ("alice", "bob")]
    forms = [visitor.opened(task_id) for visitor in people]
    won, told = sorted(at_once(2, lambda n: people[n].hand_in(task_id, forms[n])), key=lambda a: a.status)
    assert (won.status, told.status) == (303, 409)
    assert "“单位工会意见”已由" in told.page and "未提交" in told.page
    assert completions(town, task_id) == 1


def test_a_double_click_and_a_late_repeat_have_one_effect(served: tuple[Town, str]) -> None:
    town, address = served
    task_id = one_task(town)
    alice = [Visitor(address).sign_in("alice", PASSWORD)]
    fields = alice[0].opened(task_id)
    alice += [alice[0].in_another_window() for _ in range(3)]
    clicks = at_once(4, lambda n: alice[n].hand_in(task_id, fields))
    assert [answer.status for answer in clicks] == [303] * 4
    assert alice[0].hand_in(task_id, fields).status == 303
    assert completions(town, task_id) == 1
