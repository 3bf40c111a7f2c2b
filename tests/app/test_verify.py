"""The page that says whether a paper is genuine: open to everybody, silent about people, slow to guess at."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app import Jiangxin
from services.output.issued import grouped, withdraw_paper
from services.output.issued.codes import new_code
from services.output.issued.look_up import UNKNOWN_CODES
from tests.builders import Town
from tests.output.issued.conftest import instance_of, issue_for

from .test_papers import app, door, papers  # noqa: F401


@pytest.fixture()
def guest(app: Jiangxin) -> FlaskClient:  # noqa: F811
    """Somebody from the street."""
    return app.test_client()


def test_a_genuine_paper_is_told_with_what_stands_on_it(guest: FlaskClient, papers: Town) -> None:  # noqa: F811
    paper = issue_for(papers, "decision", name="林静创新工作室")
    papers.settle()
    papers.until("2021-11-03 09:00")
    answer = guest.get(f"/verify/{grouped(paper.code).lower()}")
    assert answer.status_code == 200
    told = ("现行有效", "命名决定", "青工决〔2021〕1号", "青山市总工会", "2021年11月2日", paper.digest, "审计封存")
    for words in told:
        assert words in answer.text
    assert "2021年批次" in answer.text and f"/papers/{paper.id}.pdf" in answer.text


def test_the_form_leads_to_the_answer(guest: FlaskClient, papers: Town) -> None:  # noqa: F811
    paper = issue_for(papers, "decision")
    assert guest.get("/verify").status_code == 200
    answer = guest.get("/verify", query_string={"code": f" {paper.code.lower()} "})
    assert (answer.status_code, answer.location) == (303, f"/verify/{grouped(paper.code)}")
    assert guest.get("/verify", query_string={"code": "不是码"}, follow_redirects=True).status_code == 404


def test_a_superseded_paper_says_by_which_and_when(guest: FlaskClient, papers: Town) -> None:  # noqa: F811
    first = issue_for(papers, "decision")
    papers.until("2021-11-05 09:00")
    issue_for(papers, "decision")
    page = guest.get(f"/verify/{first.code}").text
    assert "已被代替" in page and "青工决〔2021〕2号" in page and "2021年11月5日" in page


def test_a_withdrawn_paper_says_so(guest: FlaskClient, papers: Town) -> None:  # noqa: F811
    from services.output.issued import ask_withdrawal

    paper = issue_for(papers, "decision")
    with papers.house.work() as uow:
        request = ask_withdrawal(uow, papers.who(uow, "office"), paper.id, "林静的名字写错了").id
        withdraw_paper(uow, papers.who(uow, "bob"), request)
    page = guest.get(f"/verify/{paper.code}").text
    assert "已撤销" in page and "林静" not in page, "the reason may name people"


def test_nothing_of_a_letter_is_told_but_what_its_head_says(guest: FlaskClient, papers: Town) -> None:  # noqa: F811
    case = papers.open_case()
    papers.write(case)
    letter = issue_for(papers, "letter", instance_of(papers, case), name="林静的补正事项", phone="13912345678")
    papers.settle()
    page = guest.get(f"/verify/{letter.code}").text
    assert "补正通知书" in page and "现行有效" in page
    for secret in ("林静", "13912345678", case.no, "星河机械厂", f"/papers/{letter.id}", f"/cases/{case.no}"):
        assert secret not in page, secret


def test_an_unknown_code_is_answered_by_the_same_questions(
    guest: FlaskClient, app: Jiangxin, papers: Town  # noqa: F811
) -> None:
    paper = issue_for(papers, "letter")
    asked: list[list[str]] = []

    def note(_connection, _cursor, statement, *_):
        asked[-1].append(" ".join(statement.split())[:60])

    event.listen(app.house.engine, "before_cursor_execute", note)
    for code in (paper.code, new_code(), "no code at all"):
        asked.append([])
        guest.get(f"/verify/{code}")
    event.remove(app.house.engine, "before_cursor_execute", note)
    assert asked[0] == asked[1] == asked[2] != []


def test_guessing_is_throttled_and_looking_up_is_not(guest: FlaskClient, papers: Town) -> None:  # noqa: F811
    paper = issue_for(papers, "letter")
    for _ in range(UNKNOWN_CODES + 5):
        assert guest.get(f"/verify/{paper.code}").status_code == 200
    for _ in range(UNKNOWN_CODES):
        assert guest.get(f"/verify/{new_code()}").status_code == 404
    answer = guest.get(f"/verify/{new_code()}")
    assert answer.status_code == 429 and "核验次数过多" in answer.text
    assert guest.get(f"/verify/{paper.code}").status_code == 429, "else a guess that hits would show"
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    assert guest.get(f"/verify/{paper.code}", environ_base=elsewhere).status_code == 200
    papers.until("2021-11-02 09:30")
    assert guest.get(f"/verify/{paper.code}").status_code == 200
