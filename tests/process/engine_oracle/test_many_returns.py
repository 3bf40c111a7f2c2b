"""A case returned a thousand times goes on as a fresh one does, and comes to its end."""

import json

import pytest

from benchmarks import returns
from benchmarks.returns import Case

ATTEMPTS = 4


@pytest.fixture(scope="module")
def old() -> Case:
    return returns.returned(returns.fresh(), 1_000)


def shape(case: Case) -> list[list[str]]:
    """The tasks a snapshot keeps, scope by scope."""
    return [[task[2] for task in scope["tasks"]] for scope in json.loads(case.raw)["workflows"]]


def test_its_snapshot_holds_what_that_of_a_case_returned_once_holds(old: Case) -> None:
    once = returns.returned(returns.fresh(), 1)
    assert shape(old) == shape(once)
    assert len(old.raw) <= len(once.raw) + 40, "only the ids have more digits"


def test_its_steps_cost_at_most_a_fifth_more_than_those_of_a_fresh_one(old: Case) -> None:
    # What disturbs a measurement passes; what has grown with the returns stays in every one of them.
    assert min(returns.ratio(old, rounds=25) for _ in range(ATTEMPTS)) <= 1.2


def test_it_is_completed_like_any_other(old: Case) -> None:
    assert not old.finished
    assert returns.through(old, "agree").finished
