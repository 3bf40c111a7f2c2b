"""A paper is withdrawn by two people of the organ that issued it, with a reason."""

import pytest

from services.foundation.errors import Invalid, NotFound
from services.output.issued import (
    PaperWithdrawal,
    ask_withdrawal,
    decline_withdrawal,
    paper_by_id,
    request_about,
    withdraw_paper,
)
from services.output.issued.withdraw import AlreadyAsked, AlreadyDecided, NotYourPaper, SecondPerson
from services.people.identity import appoint
from services.record import audit
from tests.builders import Town
from tests.output.issued.conftest import issue_for

WHY = "名单中一家单位名称有误"


@pytest.fixture
def town(papers: Town) -> Town:
    """The auditor's colleague Bao Bo also sits in the city's office."""
    with papers.house.work() as uow:
        appoint(uow, None, papers.people["bob"], papers.organisations["city"], "approver")
    return papers


def ask(town: Town, who: str, paper_id: int, reason: str = WHY) -> int:
    with town.house.work() as uow:
        number: int = ask_withdrawal(uow, town.who(uow, who), paper_id, reason).id
    return number


def test_one_asks_and_another_confirms(town: Town) -> None:
    paper = issue_for(town, "decision")
    request = ask(town, "office", paper.id)
    with town.house.reading() as uow:
        assert paper_by_id(uow, paper.id).state == "current"
    with town.house.work() as uow:
        withdraw_paper(uow, town.who(uow, "bob"), request)
    with town.house.reading() as uow:
        standing = paper_by_id(uow, paper.id)
        told = [e.sentence for e in audit.history(uow, paper.subject)]
    assert (standing.state, standing.since) == ("withdrawn", town.clock.now())
    assert any(WHY in sentence and "确认撤销《命名决定》（青工决〔2021〕1号）" in sentence for sentence in told)


def test_whoever_asks_does_not_confirm(town: Town) -> None:
    request = ask(town, "office", issue_for(town, "decision").id)
    with town.house.work() as uow, pytest.raises(SecondPerson):
        withdraw_paper(uow, town.who(uow, "office"), request)


@pytest.mark.parametrize(
    ("who", "refusal"), [("auditor", NotYourPaper), ("charlie", NotYourPaper), ("lin", NotYourPaper)]
)
def test_only_the_organ_that_issued_it_may(town: Town, who: str, refusal: type[Exception]) -> None:
    paper = issue_for(town, "decision")
    with town.house.work() as uow, pytest.raises(refusal):
        ask_withdrawal(uow, town.who(uow, who), paper.id, WHY)


def test_whoever_may_not_read_a_paper_does_not_learn_that_it_exists(town: Town) -> None:
    paper = issue_for(town, "letter")
    with town.house.work() as uow, pytest.raises(NotFound):
        ask_withdrawal(uow, town.who(uow, "charlie"), paper.id, WHY)


def test_a_reason_is_needed(town: Town) -> None:
    paper = issue_for(town, "decision")
    with town.house.work() as uow, pytest.raises(Invalid):
        ask_withdrawal(uow, town.who(uow, "office"), paper.id, " 错 ")


def test_there_is_one_request_at_a_time_and_none_on_what_is_withdrawn(town: Town) -> None:
    paper = issue_for(town, "decision")
    request = ask(town, "office", paper.id)
    with pytest.raises(AlreadyAsked):
        ask(town, "bob", paper.id)
    with town.house.work() as uow:
        decline_withdrawal(uow, town.who(uow, "bob"), request)
    with town.house.reading() as uow:
        assert paper_by_id(uow, paper.id).state == "current" and request_about(uow, paper.id) is None
    again = ask(town, "office", paper.id)
    with town.house.work() as uow:
        withdraw_paper(uow, town.who(uow, "bob"), again)
    with pytest.raises(AlreadyAsked):
        ask(town, "bob", paper.id)
    with town.house.work() as uow, pytest.raises(AlreadyDecided):
        withdraw_paper(uow, town.who(uow, "bob"), again)
    assert [r.decision for r in town.rows(PaperWithdrawal)] == ["declined", "confirmed"]


def test_a_paper_issued_after_a_withdrawal_takes_nobodys_place(town: Town) -> None:
    paper = issue_for(town, "decision")
    request = ask(town, "office", paper.id)
    with town.house.work() as uow:
        withdraw_paper(uow, town.who(uow, "bob"), request)
    assert issue_for(town, "decision").supersedes is None
    with town.house.reading() as uow:
        assert paper_by_id(uow, paper.id).state == "withdrawn"
