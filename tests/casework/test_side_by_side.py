"""Two people at the same moment, on both databases: one wins, the other gets a sentence, and nothing happens twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from services.casework.cases import Case
from services.casework.completions import Completing, Completion, complete
from services.casework.instances import tick
from services.casework.tasks import Task
from services.casework.tasks.queries import TaskAlreadyClosed
from services.foundation.errors import Refusal
from services.record import audit
from tests.builders import Town, moment

AGREE = {"verdict": "agree"}


def at_once(town: Town, *deeds: Callable[..., Any]) -> list[Any]:
    """Do all deeds at the same moment, each in a transaction of its own: what each returned, or its refusal."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[..., Any]) -> Any:
        ready.wait()
        try:
            with town.house.work() as uow:
                return deed(uow)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def completing(town, who, task_id, **more):
    return lambda uow: complete(uow, town.who(uow, who), task_id, Completing(AGREE, **more))[0]


def to_be_decided(town):
    case = town.open_case()
    town.write(case)
    return case, town.task("A_unit", case).id


def test_two_people_on_one_task_one_wins_and_the_other_is_told(either_town):
    case, task_id = to_be_decided(either_town)
    outcomes = at_once(either_town, *[completing(either_town, who, task_id) for who in ("alice", "bob") * 3])
    (won,) = [o for o in outcomes if isinstance(o, Completion)]
    told = [o for o in outcomes if not isinstance(o, Completion)]
    assert {type(o) for o in told} == {TaskAlreadyClosed}
    assert {o.sentence.partition("，")[0] for o in told} == {f"“单位工会意见”已由{won.actor_name}办理"}
    assert [t.element for t in either_town.tasks(case=case)] == ["A_city"]
    with either_town.house.reading() as uow:
        assert [e.kind for e in audit.history(uow, case.subject)].count("OpinionGiven") == 1


def test_one_request_sent_many_times_at_once_has_one_effect(either_town):
    _, task_id = to_be_decided(either_town)
    outcomes = at_once(either_town, *[completing(either_town, "alice", task_id, request_key="k-1")] * 4)
    assert len({o.id for o in outcomes}) == 1
    assert [c.element for c in either_town.rows(Completion)] == ["A_write", "A_unit"]


def test_the_clock_and_a_person_at_the_same_moment_leave_one_of_the_two(either_town):
    case = either_town.open_case()
    task = either_town.task("A_write", case)
    either_town.clock.set(moment("2021-11-11 00:00"))
    outcomes = at_once(
        either_town,
        lambda uow: complete(uow, either_town.who(uow, "lin"), task.id, Completing({"name": "林静创新工作室"})),
        lambda uow: tick(uow, task.instance_id),
    )
    late = isinstance(outcomes[0], TaskAlreadyClosed)
    ended = either_town.instance("case", case.id).ended_at
    assert (ended, len(either_town.rows(Completion))) == (("A_expired", 0) if late else (None, 1))
    assert outcomes[1] is late


def test_people_on_different_cases_do_not_hinder_each_other(either_town):
    cases = [either_town.open_case(title=f"第{n}工作室") for n in range(4)]
    for case in cases:
        either_town.write(case)
    ids = [either_town.task("A_unit", case).id for case in cases]
    outcomes = at_once(either_town, *[completing(either_town, "alice", task_id) for task_id in ids])
    assert all(isinstance(o, Completion) for o in outcomes)
    assert len([t for t in either_town.rows(Task) if t.element == "A_city"]) == 4


def test_cases_opened_at_once_have_numbers_without_gaps_or_doubles(either_town):
    from services.casework.cases import open_case

    town = either_town
    version = town.instance("campaign", town.campaign_id).version_id

    def opening(n):
        return lambda uow: (
            open_case(
                uow, town.who(uow, "lin"), town.campaign_id, version, town.organisations["mill"], f"第{n}工作室"
            ).no
        )

    numbers = at_once(town, *[opening(n) for n in range(6)])
    assert sorted(numbers) == [f"QS-{town.campaign_id:03d}-{n:04d}" for n in range(1, 7)]
    assert len(town.rows(Case)) == 6
