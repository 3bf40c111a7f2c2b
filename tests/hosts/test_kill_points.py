"""A process killed at any point of a deed, on both databases: nothing is lost, nothing is doubled in the database."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from services.casework.completions import Completion, complete
from services.casework.deadlines import Deadline
from services.casework.instances import tick_all_due
from services.record import audit, jobs
from services.selection.studios.models import Studio
from tests.builders import Town, moment
from tests.hosts.dying import AGREE, wiring
from tests.hosts.machines import until
from tests.record.cast import CASE

ROOT = Path(__file__).resolve().parents[2]
DYING = [sys.executable, "-m", "tests.hosts.dying"]


def kill_one(town: Town, deed: str, point: str, place: object = "-") -> None:
    """A process of its own does the deed and is killed at the point."""
    url = town.house.engine.url.render_as_string(hide_password=False)
    words = [url, town.clock.now().isoformat(), deed, point, str(place)]
    ended = subprocess.run([*DYING, *words], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def kinds(town: Town, subject: object) -> list[str]:
    with town.house.reading() as uow:
        assert audit.verify(uow).ok
        return [e.kind for e in audit.history(uow, subject)]  # type: ignore[arg-type]


@pytest.mark.parametrize("point", ["claimed", "before the commit", "after the commit", "told the world"])
def test_a_job_whose_worker_is_killed_is_done_once(either_town: Town, tmp_path: Path, point: str) -> None:
    town, place = either_town, tmp_path / "world"
    town.house.wiring = wiring()
    with town.house.work() as uow:
        for key in ("a", "b", "c"):
            jobs.enqueue(uow, "tell", {"key": key, "place": str(place)}, key=key)
    kill_one(town, "job", point)
    town.clock.set(town.clock.now() + timedelta(minutes=10))
    while jobs.run_due(town.house, worker="heir").total:
        pass
    with town.house.reading() as uow:
        words = sorted(e.facts["words"] for e in audit.history(uow, CASE))
        assert words == ["a", "b", "c"], "inside the database: once"
        assert jobs.next_due(uow) is None
    told = place.read_text().split()
    assert set(told) == {"a", "b", "c"}
    again = 1 if point in {"before the commit", "told the world"} else 0
    assert (len(told), told.count("a")) == (3 + again, 1 + again), "outside: at least once, with its key"
    assert kinds(town, CASE) == ["Said"] * 3


@pytest.mark.parametrize("point", ["claimed", "before the commit", "after the commit"])
def test_a_deadline_whose_worker_is_killed_fires_once(either_town: Town, point: str) -> None:
    town = either_town
    cases = [town.open_case(title=f"第{n}工作室") for n in range(3)]
    town.clock.set(moment("2021-11-11 00:00"))
    kill_one(town, "deadline", point)
    left, fired = 2 if point == "after the commit" else 3, [0]

    def sweep() -> bool:
        # PostgreSQL needs a moment to notice that the other end is gone; no lease is waited for.
        fired[0] += tick_all_due(town.house)
        return fired[0] == left

    until(sweep, seconds=10)
    for case in cases:
        assert kinds(town, case.subject).count("DeadlineReached") == 1
        assert town.instance("case", case.id).ended_at == "A_expired"
    assert town.rows(Deadline) == []


@pytest.mark.parametrize("point", ["before the commit", "after the commit"])
def test_an_opinion_whose_web_process_is_killed_counts_once_when_sent_again(either_town: Town, point: str) -> None:
    town = either_town
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", {"verdict": "agree"}, case)
    task_id = town.task("A_city", case).id
    kill_one(town, "completion", point, task_id)
    assert len(town.rows(Completion)) == (3 if point == "after the commit" else 2)
    with town.house.work() as uow:
        complete(uow, town.who(uow, "office"), task_id, AGREE)
    town.settle()
    assert [c.element for c in town.rows(Completion)] == ["A_write", "A_unit", "A_city"]
    assert kinds(town, case.subject).count("OpinionGiven") == 2
    assert [s.case_id for s in town.rows(Studio)] == [case.id], "its message was sent once and arrived"
    assert town.tasks(case=case) == []
