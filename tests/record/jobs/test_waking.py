"""A job that found nobody sleeps and is woken by whoever comes; none of the two misses the other."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.foundation.clock import SetClock
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.record import jobs
from services.record.jobs import Awaited, Job, NotYet, Ran

BuildHouse = Callable[..., House]
FAR = timedelta(days=400)


class Post:
    """A job that waits for its addressee: `there` says who is, `looks` how often somebody looked."""

    def __init__(self) -> None:
        self.there: set[str] = set()
        self.looks: list[str] = []

    def __call__(self, uow: UnitOfWork, payload: Any) -> None:
        self.looks.append(payload)
        if payload not in self.there:
            raise NotYet(uow.now + FAR, "没有人", Awaited("post", payload))


def wake(house: House, *coming: Awaited) -> int:
    with house.work() as uow:
        return jobs.wake(uow, coming)


def send(house: House, *whom: str) -> None:
    with house.work() as uow:
        for each in whom:
            jobs.enqueue(uow, "post", each)


def only(house: House) -> Job:
    with house.reading() as uow:
        return uow.session.scalars(select(Job)).one()


def test_it_looks_twice_and_then_sleeps_until_its_time_is_up(build_house: BuildHouse) -> None:
    post = Post()
    house = build_house(post=post)
    send(house, "甲")
    assert jobs.run_due(house) == Ran(postponed=1)
    assert post.looks == ["甲", "甲"]
    assert only(house).next_at == house.clock.now() + FAR
    assert isinstance(house.clock, SetClock)
    house.clock.set(house.clock.now() + FAR - timedelta(seconds=1))
    assert jobs.run_due(house) == Ran()
    house.clock.set(house.clock.now() + timedelta(seconds=1))
    assert jobs.run_due(house) == Ran(postponed=1)
    assert len(post.looks) == 3, "it is known already what it waits for"


def test_it_is_woken_and_done_at_once(build_house: BuildHouse) -> None:
    post = Post()
    house = build_house(post=post)
    send(house, "甲")
    jobs.run_due(house)
    post.there.add("甲")
    assert wake(house, Awaited("post", "甲")) == 1
    assert jobs.run_due(house) == Ran(done=1)
    assert (only(house).attempts, only(house).awaits) == (0, None)


def test_others_sleep_on_and_one_who_comes_without_a_key_wakes_them_all(build_house: BuildHouse) -> None:
    house = build_house(post=Post())
    send(house, "甲", "乙", "丙")
    jobs.run_due(house)
    assert wake(house, Awaited("post", "乙")) == 1
    assert wake(house, Awaited("letter"), Awaited("pos"), Awaited("post", "")) == 0
    assert wake(house) == 0
    assert wake(house, Awaited("post")) == 2, "the third is awake"


def test_a_job_that_is_woken_in_vain_sleeps_again(build_house: BuildHouse) -> None:
    post = Post()
    house = build_house(post=post)
    send(house, "甲")
    for _ in range(jobs.TRIES + 1):
        jobs.run_due(house)
        assert wake(house, Awaited("post", "甲")) == 1
    assert (only(house).attempts, only(house).failed_at) == (0, None)
    post.there.add("甲")
    assert jobs.run_due(house) == Ran(done=1)


def test_a_job_that_is_done_is_not_woken(build_house: BuildHouse) -> None:
    post = Post()
    house = build_house(post=post)
    post.there.add("甲")
    send(house, "甲")
    jobs.run_due(house)
    assert wake(house, Awaited("post", "甲"), Awaited("post")) == 0


def test_one_who_came_while_it_looked_is_not_missed(build_house: BuildHouse) -> None:
    """Whoever comes says so in a transaction that ends after the first look; the second look waits for it."""
    looked, again = threading.Event(), threading.Event()

    def post(uow: UnitOfWork, payload: Any) -> None:
        # A job of its own kind stands for the row that says that somebody is there.
        here = uow.session.scalar(select(Job.id).where(Job.kind == "here"))
        (again if looked.is_set() else looked).set()
        if here is None:
            raise NotYet(uow.now + FAR, "没有人", Awaited("post", "甲"))

    house = build_house(post=post)
    if house.engine.dialect.name != "postgresql":
        pytest.skip("on SQLite there is one writer at a time")
    send(house, "甲")
    worker = threading.Thread(target=lambda: jobs.run_due(house))
    with house.work() as uow:
        jobs.enqueue(uow, "here", {}, due_at=uow.now + FAR)
        uow.session.flush()
        assert jobs.wake(uow, [Awaited("post", "甲")]) == 0, "it does not sleep yet"
        worker.start()
        assert looked.wait(20)
        assert not again.wait(1), "the second look waits until whoever is on the way has arrived"
    worker.join(20)
    assert not worker.is_alive()
    with house.reading() as reading:
        done = reading.session.scalar(select(Job.done_at).where(Job.kind == "post"))
    assert done is not None
