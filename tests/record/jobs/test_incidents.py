"""What could not be done waits for the operator, who has it tried again or says how it was settled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from services.foundation.clock import SetClock
from services.foundation.errors import Refusal
from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.record import audit, jobs
from services.record.jobs import Incident, Job, Ran
from tests.record.cast import CASE, OPERATOR, Said

BuildHouse = Callable[..., House]


def _say(uow: UnitOfWork, payload: Any) -> None:
    uow.record(Said(subject=CASE, words=str(payload)))


def _turn(house: House, by: timedelta) -> None:
    assert isinstance(house.clock, SetClock)
    house.clock.set(house.clock.now() + by)


def _words(house: House) -> list[str]:
    with house.reading() as uow:
        return [e.facts["words"] for e in audit.history(uow, CASE)]


def test_an_operator_retries_a_failed_job_once(build_house: BuildHouse) -> None:
    broken = [True]

    def say(uow: UnitOfWork, payload: Any) -> None:
        if broken:
            raise Refusal("坏了。")
        _say(uow, payload)

    house = build_house(say=say)
    with house.work() as uow:
        jobs.enqueue(uow, "say", "好")
    for _ in range(jobs.TRIES):
        jobs.run_due(house)
        _turn(house, timedelta(days=2))
    with house.reading() as uow:
        [incident] = jobs.open_incidents(uow)
    broken.clear()
    with house.work() as uow:
        jobs.retry(uow, incident.id, OPERATOR)
    assert jobs.run_due(house) == Ran(done=1)
    assert _words(house) == ["好"]
    with pytest.raises(jobs.IncidentSettled), house.work() as uow:
        jobs.retry(uow, incident.id, OPERATOR)
    with house.reading() as uow:
        assert jobs.open_incidents(uow) == []
        last = audit.history(uow, ADMINISTRATION)[-1]
        assert (last.kind, last.actor_id) == ("IncidentRetried", OPERATOR)


def test_an_incident_without_a_job_is_settled_with_a_reason(house: House) -> None:
    with house.work() as uow:
        number = jobs.open_incident(uow, "message_lost", "没有环节接收这条消息", subject=CASE, element="Catch_1")
    with pytest.raises(jobs.NothingToRetry), house.work() as uow:
        jobs.retry(uow, number, OPERATOR)
    with pytest.raises(Refusal) as refusal, house.work() as uow:
        jobs.resolve(uow, number, OPERATOR, " ")
    assert refusal.value.fields == {"reason": "请写明如何处理的。"}
    with house.work() as uow:
        jobs.resolve(uow, number, OPERATOR, "已电话通知")
    with house.reading() as uow:
        row = uow.session.get(Incident, number)
        assert row is not None
        assert (row.resolved_by, row.resolved_at) == (OPERATOR, uow.now)
        assert audit.history(uow, ADMINISTRATION)[-1].sentence.endswith("已电话通知")
    with pytest.raises(jobs.NoSuchIncident), house.work() as uow:
        jobs.resolve(uow, number + 1, OPERATOR, "无")


def test_a_withdrawn_job_that_had_failed_leaves_its_incident(build_house: BuildHouse) -> None:
    house = build_house()
    with house.work() as uow:
        jobs.enqueue(uow, "say", 1, key="t")
    for _ in range(jobs.TRIES):
        jobs.run_due(house)
        _turn(house, timedelta(days=2))
    with house.work() as uow:
        assert jobs.withdraw(uow, "t")
    with house.reading() as uow:
        assert uow.session.scalar(select(func.count()).select_from(Job)) == 0
        [incident] = jobs.open_incidents(uow)
        assert incident.job_id is None
