"""Document numbers have neither gaps nor doubles, whoever issues at the same moment and whatever is undone."""

import threading
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from services.casework.instances import lock_instance
from services.foundation.clock import SetClock
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.output.issued import IssuedPaper, NumberSeries, allot, issue, numbered
from tests.builders import MORNING, Town
from tests.output.issued.conftest import instance_of, issue_for

AT_ONCE = 8
EACH = 5


def test_a_number_reads_as_the_standard_writes_it() -> None:
    assert numbered("辽直工决", 2021, 1) == "辽直工决〔2021〕1号"
    assert numbered("洪工办", 2021, 31) == "洪工办〔2021〕31号"


def test_many_at_once_get_numbers_without_gaps_or_doubles(either_papers: Town) -> None:
    campaign = either_papers.instance("campaign", either_papers.campaign_id)
    case = instance_of(either_papers, either_papers.open_case())
    start, failed = threading.Barrier(AT_ONCE), []

    def issue_some(who: int) -> None:
        start.wait()
        for turn in range(EACH):
            with either_papers.house.work() as uow:
                instance = lock_instance(uow, (campaign if who % 2 else case).id)
                issue(uow, instance, "decision", {"matter": f"{who}/{turn}"})
                if (who + turn) % 3 == 0:
                    uow.session.rollback()
                    failed.append((who, turn))

    threads = [threading.Thread(target=issue_some, args=(who,)) for who in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(paper.number for paper in either_papers.rows(IssuedPaper))
    assert failed and numbers == list(range(1, AT_ONCE * EACH - len(failed) + 1))


def test_a_deed_that_fails_leaves_no_gap(either_papers: Town) -> None:
    issue_for(either_papers, "decision", matter="1")
    with pytest.raises(RuntimeError), either_papers.house.work() as uow:
        instance = lock_instance(uow, either_papers.instance("campaign", either_papers.campaign_id).id)
        assert issue(uow, instance, "decision", {"matter": "2"}).number == 2
        raise RuntimeError("断电")
    assert issue_for(either_papers, "decision", matter="3").number == 2


def test_two_papers_of_a_kind_at_once_never_both_hold(either_papers: Town) -> None:
    start = threading.Barrier(4)

    def issue_one() -> None:
        start.wait()
        issue_for(either_papers, "letter")

    threads = [threading.Thread(target=issue_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    papers = either_papers.rows(IssuedPaper)
    assert [p.supersedes for p in papers] == [None, *(p.id for p in papers[:-1])]


@pytest.fixture
def series_machine(tmp_path_factory: pytest.TempPathFactory) -> type[RuleBasedStateMachine]:
    """Random allotments, kept or undone, in several series; the model is a plain counter for each."""

    class Series(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            file: Path = tmp_path_factory.mktemp("series") / "house.db"
            self.house = House(open_database(f"sqlite:///{file}"), SetClock(MORNING), Wiring())
            Base.metadata.create_all(self.house.engine, [NumberSeries.__table__])
            self.given: dict[tuple[str, str, int], int] = {}

        @rule(
            kept=st.booleans(),
            wanted=st.lists(
                st.tuples(st.sampled_from("甲乙"), st.sampled_from(["决", "函"]), st.sampled_from([2021, 2022])),
                min_size=1,
                max_size=4,
            ),
        )
        def a_deed(self, kept: bool, wanted: list[tuple[str, str, int]]) -> None:
            given = dict(self.given)
            with self.house.work() as uow:
                for key in wanted:
                    given[key] = given.get(key, 0) + 1
                    assert allot(uow, *key) == given[key]
                if not kept:
                    uow.session.rollback()
            self.given = given if kept else self.given

        @invariant()
        def the_rows_say_what_was_given(self) -> None:
            with self.house.reading() as uow:
                rows = uow.session.query(NumberSeries).all()
            assert {(r.organ, r.sign, r.year): r.last for r in rows} == self.given

        def teardown(self) -> None:
            self.house.engine.dispose()

    return Series


def test_series_count_as_a_plain_counter_does(series_machine: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(series_machine, settings=settings(max_examples=15, stateful_step_count=12))
