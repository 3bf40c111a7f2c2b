"""Deeds are appended to their subject's chain, in order, and told again."""

import threading
from hashlib import sha256

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from services.foundation.events import ADMINISTRATION, Subject
from services.foundation.storage.unit_of_work import House
from services.record import audit
from services.record.audit.models import AuditEntry
from tests.record.cast import CASE, OTHER_CASE, Said


def test_a_recorded_deed_is_told_again_with_its_words_and_facts(house: House) -> None:
    with house.work() as uow:
        uow.record(Said(subject=CASE, actor_id=7, words="同意推荐"))
        uow.record(Said(subject=CASE, words="退回"))
    with house.reading() as uow:
        first, second = audit.history(uow, CASE)
        assert (first.seq, first.actor_id, first.kind, first.sentence) == (1, 7, "Said", "说了“同意推荐”")
        assert first.facts == {"words": "同意推荐"}
        assert first.at == uow.now
        assert (second.seq, second.actor_id) == (2, None)
        assert audit.history(uow, OTHER_CASE) == []


def test_each_entry_is_hashed_with_the_hash_before_it(house: House) -> None:
    with house.work() as uow:
        for words in ("一", "二", "三"):
            uow.record(Said(subject=CASE, words=words))
    with house.reading() as uow:
        previous = "0" * 64
        for row in uow.session.scalars(select(AuditEntry).order_by(AuditEntry.seq)):
            assert row.previous == previous
            previous = sha256(previous.encode() + row.body).hexdigest()
            assert row.hash == previous
            assert row.sentence.encode() in row.body


def test_chains_of_different_subjects_do_not_touch(house: House) -> None:
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="甲"))
        uow.record(Said(subject=ADMINISTRATION, words="乙"))
        uow.record(Said(subject=Subject("studio", CASE.id), words="丙"))
    with house.reading() as uow:
        assert [len(audit.history(uow, s)) for s in (CASE, ADMINISTRATION, Subject("studio", CASE.id))] == [1, 1, 1]
        assert audit.verify(uow).ok


def test_a_deed_that_fails_leaves_no_trace_and_no_gap(house: House) -> None:
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="一"))
    with pytest.raises(RuntimeError), house.work() as uow:
        uow.record(Said(subject=CASE, words="不算"))
        uow.session.flush()
        raise RuntimeError
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="二"))
    with house.reading() as uow:
        assert [e.facts["words"] for e in audit.history(uow, CASE)] == ["一", "二"]
        assert audit.verify(uow).ok


def test_a_savepoint_taken_back_leaves_no_gap(house: House) -> None:
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="一"))
        inner = uow.session.begin_nested()
        uow.record(Said(subject=CASE, words="不算"))
        inner.rollback()
        uow.record(Said(subject=CASE, words="二"))
    with house.reading() as uow:
        assert [e.facts["words"] for e in audit.history(uow, CASE)] == ["一", "二"]
        assert audit.verify(uow).ok


def test_four_deeds_on_a_known_chain_cost_three_statements(house: House) -> None:
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="先"))
    statements: list[str] = []
    listening.listen(house.engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    with house.work() as uow:
        for words in "一二三四":
            uow.record(Said(subject=CASE, words=words))
    asked = [s for s in statements if not s.startswith(("BEGIN", "COMMIT"))]
    assert sorted(s.split()[0] for s in asked) == ["INSERT", "SELECT", "UPDATE"]


@pytest.mark.parametrize("subjects", [[CASE], [CASE, OTHER_CASE]], ids=["one chain", "two chains"])
def test_many_writers_leave_whole_chains(house: House, subjects: list[Subject]) -> None:
    failures: list[BaseException] = []

    def write(number: int) -> None:
        try:
            for turn in range(10):
                with house.work() as uow:
                    uow.record(Said(subject=subjects[number % len(subjects)], words=f"{number}-{turn}"))
        except BaseException as error:  # the thread's failure is the test's
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with house.reading() as uow:
        told = [e for s in subjects for e in audit.history(uow, s)]
        assert len(told) == len({e.facts["words"] for e in told}) == 60
        assert audit.verify(uow) == audit.Verification(60, [])


def test_a_writer_waits_for_the_same_chain_but_not_for_another(house: House) -> None:
    if house.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="先"))
    order: list[str] = []

    def write(subject: Subject, words: str) -> None:
        with house.work() as uow:
            uow.record(Said(subject=subject, words=words))
        order.append(words)

    with house.work() as uow:
        uow.record(Said(subject=CASE, words="长"))
        same = threading.Thread(target=write, args=(CASE, "同链"))
        other = threading.Thread(target=write, args=(OTHER_CASE, "异链"))
        same.start()
        other.start()
        other.join(timeout=20)
        assert order == ["异链"]
    same.join(timeout=20)
    assert order == ["异链", "同链"]
    with house.reading() as uow:
        assert [e.facts["words"] for e in audit.history(uow, CASE)] == ["先", "长", "同链"]
