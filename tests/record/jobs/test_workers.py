"""Workers say that they live; what a dead one held is taken back within a minute, and counted as a try."""

from datetime import timedelta

from services.foundation.storage.unit_of_work import House
from services.record import jobs


def test_nobody_has_been_seen_in_an_empty_house(house: House) -> None:
    with house.reading() as uow:
        assert jobs.last_seen(uow) is None


def test_the_latest_word_of_any_worker_counts(house: House) -> None:
    noon = house.clock.now()
    for name, seconds in (("甲", 0), ("乙", 5), ("甲", 10)):
        with house.work() as uow:
            jobs.report(uow, name, noon + timedelta(seconds=seconds))
    with house.reading() as uow:
        assert jobs.last_seen(uow) == noon + timedelta(seconds=10)


def test_a_worker_that_leaves_is_no_longer_expected_and_holds_nothing(house: House) -> None:
    with house.work() as uow:
        jobs.report(uow, "甲", uow.now)
        jobs.enqueue(uow, "mail", 1)
    with house.work() as uow:
        jobs.claim(uow, "甲", 9, 600)
    with house.work() as uow:
        assert jobs.leave(uow, "甲") == 1
    with house.work() as uow:
        assert jobs.last_seen(uow) is None
        assert [job.attempts for job in jobs.claim(uow, "乙", 9, 600)] == [0]


def test_what_a_silent_worker_held_may_be_taken_long_before_its_lease_ends(house: House) -> None:
    noon = house.clock.now()
    with house.work() as uow:
        for number in (1, 2):
            jobs.enqueue(uow, "mail", number)
    for name in ("dead", "alive"):
        with house.work() as uow:
            jobs.report(uow, name, noon)
        with house.work() as uow:
            assert len(jobs.claim(uow, name, 1, 3600)) == 1
    with house.work() as uow:
        jobs.report(uow, "alive", noon + jobs.SILENCE)
        assert jobs.claim(uow, "alive", 9, 60) == [], "not yet silent for too long"
    with house.work() as uow:
        jobs.report(uow, "alive", noon + jobs.SILENCE + timedelta(seconds=1))
    with house.work() as uow:
        [taken] = jobs.claim(uow, "alive", 9, 60)
    assert (taken.payload, taken.attempts) == (1, 1)
