"""One digest a day stands for everything that was written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from services.foundation.clock import SetClock
from services.foundation.storage.unit_of_work import House
from services.record import audit
from services.record.audit.models import AuditSeal, AuditSealHead
from tests.record.cast import CASE, OTHER_CASE, Said

FIRST, SECOND = date(2021, 12, 1), date(2021, 12, 2)


def _say(house: House, subject: audit.Entry | object, words: str) -> None:
    with house.work() as uow:
        uow.record(Said(subject=subject, words=words))  # type: ignore[arg-type]


def test_before_the_first_seal_there_is_none(house: House) -> None:
    with house.reading() as uow:
        assert audit.latest_seal(uow) is None


def test_a_seal_covers_what_grew_and_holds_the_seal_before(house: House) -> None:
    _say(house, CASE, "一")
    _say(house, CASE, "二")
    _say(house, OTHER_CASE, "三")
    with house.work() as uow:
        first = audit.seal(uow, FIRST)
    _say(house, CASE, "四")
    with house.work() as uow:
        second = audit.seal(uow, SECOND)
    assert (first.number, first.chains, first.entries) == (1, 2, 3)
    assert (second.number, second.chains, second.entries) == (2, 1, 1)
    with house.reading() as uow:
        rows = uow.session.scalars(select(AuditSeal).order_by(AuditSeal.number)).all()
        assert rows[1].previous == rows[0].hash == first.hash
        assert audit.latest_seal(uow) == second
        heads = uow.session.scalars(select(AuditSealHead).where(AuditSealHead.number == 2)).all()
        assert [(h.subject_id, h.seq) for h in heads] == [(CASE.id, 3)]
        assert audit.verify(uow) == audit.Verification(4, [])


def test_the_same_day_is_sealed_once(house: House) -> None:
    _say(house, CASE, "一")
    with house.work() as uow:
        first = audit.seal(uow, FIRST)
    _say(house, CASE, "二")
    with house.work() as uow:
        assert audit.seal(uow, FIRST) == first


def test_an_earlier_day_cannot_be_sealed_afterwards(house: House) -> None:
    with house.work() as uow:
        audit.seal(uow, SECOND)
    with pytest.raises(audit.DayAlreadyPassed, match="不能再补封"), house.work() as uow:
        audit.seal(uow, FIRST)


def test_a_day_without_deeds_is_sealed_too(house: House) -> None:
    with house.work() as uow:
        first = audit.seal(uow, FIRST)
    assert isinstance(house.clock, SetClock)
    house.clock.set(datetime(2021, 12, 2, 16, tzinfo=UTC) + timedelta(minutes=1))
    with house.work() as uow:
        second = audit.seal(uow, SECOND)
    assert first.hash != second.hash
    assert (second.chains, second.entries) == (0, 0)
    with house.reading() as uow:
        assert audit.verify(uow).ok
