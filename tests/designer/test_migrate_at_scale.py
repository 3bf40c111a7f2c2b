"""Many cases are previewed in the time promised, and what people do meanwhile is never lost, on either database."""

from threading import Barrier, Thread

import pytest

from benchmarks.migrations import previewed
from services.casework.completions import Completing, complete
from services.casework.tasks import Task
from services.designer.migrate import approve
from services.foundation.errors import Conflict
from services.record import jobs
from tests.builders import Town
from tests.small_procedure import package

from .migrating import again, approved, at_the_city, designer, instance, longer, outcome, proposed, versions

PROMISED = 60 / 10_000  # seconds a case


def test_ten_thousand_cases_would_be_previewed_within_a_minute() -> None:
    rows = previewed(600)
    assert (rows.moves, rows.deadlines) == (600, 600)
    assert rows.seconds < 600 * PROMISED


def test_somebody_completes_the_step_while_it_migrates_and_one_of_both_is_told(either_town: Town) -> None:
    town = either_town
    case = at_the_city(town)
    task = town.task("A_city", case)
    seen = instance(town, case).content_version
    town.deploy(package(longer(7)))
    migration = proposed(town)
    with town.house.work() as uow:
        approve(uow, designer(town, "root"), migration.id)
    jobs.run_due(town.house, limit=1)  # the campaign goes first; the case's turn is next
    both, said = Barrier(2), []

    def act() -> None:
        both.wait()
        try:
            with town.house.work() as uow:
                complete(uow, town.who(uow, "office"), task.id, Completing({"verdict": "return"}, seen=seen))
            said.append("done")
        except Conflict:
            said.append("told")

    def migrate() -> None:
        both.wait()
        jobs.run_due(town.house, worker="other")

    threads = [Thread(target=act), Thread(target=migrate)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    town.settle()
    item = outcome(town, migration, case)
    old, new = versions(town)
    expected = {"changed": (["done"], old), "moved": (["told"], new)}[item.outcome]
    assert (said, instance(town, case).version_id) == expected
    assert again(town, migration).status == "done" and not town.incidents()
    open_now = [row.element for row in town.rows(Task) if row.closed_at is None and row.subject_kind == "case"]
    assert open_now == ([] if said == ["done"] else ["A_city"])


def test_a_page_opened_before_the_migration_is_told_and_the_step_is_done_from_a_fresh_one(town: Town) -> None:
    case = at_the_city(town)
    task, seen = town.task("A_city", case), instance(town, case).content_version
    town.deploy(package(longer(7)))
    approved(town, proposed(town))
    with town.house.work() as uow, pytest.raises(Conflict):
        complete(uow, town.who(uow, "office"), task.id, Completing({"verdict": "agree"}, seen=seen))
    town.complete("office", "A_city", {"verdict": "agree"}, case, seen=instance(town, case).content_version)
    assert instance(town, case).finished_at is not None
