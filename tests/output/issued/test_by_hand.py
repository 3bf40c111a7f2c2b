"""The office issues a form as it stands, and nobody else does; a numbered paper comes out of the diagram alone."""

import pytest

from services.foundation.errors import NotAllowed, NotFound
from services.output.issued import IssuedPaper, issue_by_hand, thawed
from tests.builders import Town
from tests.output.issued.conftest import instance_of


def test_a_form_is_issued_with_what_stands_in_it_and_again_after_the_next_opinion(papers: Town) -> None:
    case = papers.open_case()
    papers.write(case)
    instance = instance_of(papers, case)
    for _ in range(2):
        with papers.house.work() as uow:
            issue_by_hand(uow, papers.who(uow, "office"), instance.id, "sheet")
        if papers.tasks("A_unit", case):
            papers.complete("alice", "A_unit", {"verdict": "agree", "comment": "情况属实"}, case)
    first, second = papers.rows(IssuedPaper)
    assert second.supersedes == first.id and first.issued_by == papers.people["office"]
    assert thawed(first.content).opinions == {}
    assert [said.text for said in thawed(second.content).opinions["op_unit"]] == ["情况属实"]


@pytest.mark.parametrize("who", ["lin", "alice", "sun", "auditor", "root", "charlie"])
def test_nobody_but_the_issuing_office_may(papers: Town, who: str) -> None:
    instance = instance_of(papers, papers.open_case())
    with papers.house.work() as uow, pytest.raises(NotAllowed):
        issue_by_hand(uow, papers.who(uow, who), instance.id, "sheet")


@pytest.mark.parametrize("document", ["decision", "letter", "unseen", "nothing"])
def test_a_numbered_paper_and_a_letter_are_not_issued_by_hand(papers: Town, document: str) -> None:
    instance = instance_of(papers, papers.open_case())
    with papers.house.work() as uow, pytest.raises(NotFound):
        issue_by_hand(uow, papers.who(uow, "office"), instance.id, document)
