"""Many people in one case at the same moment, on both databases: everybody succeeds, nothing happens twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from services.casework.completions import Completing, Completion, complete
from services.casework.completions.task_form import task_form
from services.casework.tasks import task_by_id
from services.record import audit
from tests.casework.panel import REVIEWERS, seat_reviewers

AGREE = {"verdict": "agree"}


def all_at_once(count, deed):
    """deed(0) .. deed(count - 1) from as many threads, let go together; the first error is raised."""
    ready = Barrier(count)

    def do(number):
        ready.wait()
        return deed(number)

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(do, range(count)))


def test_twenty_reviewers_of_one_case_at_once_all_succeed(either_town):
    town = either_town
    seat_reviewers(town)
    case = town.open_case()
    tasks = town.tasks("P_review", case)
    assert len(tasks) == REVIEWERS
    seen = {}
    for number, row in enumerate(tasks, start=1):
        with town.house.reading() as uow:
            seen[row.id] = task_form(uow, town.who(uow, f"review{number}"), task_by_id(uow, row.id)).seen

    def review(index):
        row = tasks[index]
        with town.house.work() as uow:
            handed_in = Completing(AGREE, seen=seen[row.id], request_key=f"r-{index}")
            return complete(uow, town.who(uow, f"review{index + 1}"), row.id, handed_in)[0].id

    done = all_at_once(REVIEWERS, review)
    assert len(set(done)) == REVIEWERS
    assert [t.element for t in town.tasks(case=case)] == ["P_sum"]
    with town.house.reading() as uow:
        assert [e.kind for e in audit.history(uow, case.subject)].count("TaskCompleted") == REVIEWERS
        assert audit.verify(uow, case.subject).ok


def test_what_the_last_reviewer_said_is_news_to_who_looked_before(either_town):
    town = either_town
    seat_reviewers(town)
    case = town.open_case()
    versions = []
    for number, row in enumerate(town.tasks("P_review", case), start=1):
        versions.append(town.instance("case", case.id).content_version)
        with town.house.work() as uow:
            complete(uow, town.who(uow, f"review{number}"), row.id, Completing(AGREE))
    assert set(versions) == {1}
    assert town.instance("case", case.id).content_version == 2


def test_a_double_click_in_the_same_moment_is_one_completion(either_town):
    town = either_town
    case = town.open_case()
    town.write(case)
    task_id = town.task("A_unit", case).id

    def click(_):
        with town.house.work() as uow:
            return complete(uow, town.who(uow, "alice"), task_id, Completing(AGREE, request_key="click"))[0].id

    assert len(set(all_at_once(8, click))) == 1
    assert [c.element for c in town.rows(Completion)] == ["A_write", "A_unit"]
    with town.house.reading() as uow:
        assert [e.kind for e in audit.history(uow, case.subject)].count("OpinionGiven") == 1
