"""Whoever changes an issued paper, its print or its number behind our back is found by `audit verify`."""

from dataclasses import replace

import pytest

from services.output.issued import ask_withdrawal
from services.record import audit, jobs
from services.wiring import JOBS, WIRING
from tests.builders import Town
from tests.output.issued.conftest import issue_for


@pytest.fixture
def issued(papers: Town) -> Town:
    """Two decisions, a letter, all printed (in thought), a request for withdrawal; the triggers are gone."""
    quick = jobs.InTwoSteps(lambda _, payload: b"%%PDF-1.7 %d" % payload["paper"], JOBS["print_document"].finish)
    papers.house.wiring = replace(WIRING, jobs={**JOBS, "print_document": quick})
    issue_for(papers, "decision", name="甲")
    issue_for(papers, "decision", name="乙")
    issue_for(papers, "letter", name="丙")
    papers.settle()
    with papers.house.work() as uow:
        ask_withdrawal(uow, papers.who(uow, "office"), 1, "名单有误需要撤销")
        connection = uow.session.connection()
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
    return papers


def broken(town: Town, subject=None) -> list[tuple[str, str]]:
    with town.house.reading() as uow:
        return [(b.table, b.row) for b in audit.verify(uow, subject).broken]


def test_what_was_issued_is_found_whole(issued: Town) -> None:
    assert broken(issued) == []


@pytest.mark.parametrize(
    ("statement", "table", "row"),
    [
        ("UPDATE issued_paper SET content = replace(content, '甲', '戊') WHERE id = 1", "issued_paper", "1"),
        ("UPDATE issued_paper SET content = 'no json' WHERE id = 2", "issued_paper", "2"),
        ("UPDATE issued_paper SET title = '别的' WHERE id = 3", "issued_paper", "3"),
        ("UPDATE issued_paper SET issued_at = '2021-11-01 00:00:00.000000' WHERE id = 3", "issued_paper", "3"),
        ("UPDATE issued_paper SET supersedes = NULL WHERE id = 2", "issued_paper", "2"),
        ("UPDATE issued_paper SET digest = 'x' WHERE id = 3", "issued_paper", "3"),
        ("DELETE FROM issued_paper WHERE id = 3", "issued_paper", "3"),
        ("UPDATE printed_paper SET pdf = x'00' WHERE paper_id = 1", "printed_paper", "1"),
        ("UPDATE printed_paper SET pdf = 'text' WHERE paper_id = 1", "printed_paper", "1"),
        ("UPDATE printed_paper SET digest = 'x' WHERE paper_id = 2", "printed_paper", "2"),
        ("DELETE FROM printed_paper WHERE paper_id = 2", "printed_paper", "2"),
        ("UPDATE number_series SET last = 7", "number_series", "青山市总工会 青工决〔2021〕"),
        ("DELETE FROM number_series", "number_series", "青山市总工会 青工决〔2021〕"),
        ("UPDATE paper_withdrawal SET reason = '没有理由的'", "paper_withdrawal", "1"),
        ("UPDATE paper_withdrawal SET decision = 'confirmed', decided_by = 1", "paper_withdrawal", "1"),
        ("DELETE FROM paper_withdrawal", "paper_withdrawal", "1"),
    ],
)
def test_every_change_is_named_with_its_row(issued: Town, statement: str, table: str, row: str) -> None:
    with issued.house.work() as uow:
        connection = uow.session.connection()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        if statement.startswith("DELETE FROM issued_paper"):
            connection.exec_driver_sql("DELETE FROM printed_paper WHERE paper_id = 3")
        connection.exec_driver_sql(statement)
    assert (table, row) in broken(issued)


def test_a_paper_slipped_in_is_named(issued: Town) -> None:
    columns = (
        "document, title, organ, no, code, address, subject_kind, subject_id, subject_title, matter, instance_id, "
    )
    columns += "version_id, campaign_id, organisation_id, content, public, copies, issued_at, digest"
    with issued.house.work() as uow:
        uow.session.connection().exec_driver_sql(
            f"INSERT INTO issued_paper ({columns}) SELECT {columns.replace('code', 'code || 1')}"
            " FROM issued_paper WHERE id = 3"
        )
    assert ("issued_paper", "4") in broken(issued)


def test_one_subject_is_verified_by_itself(issued: Town) -> None:
    campaign = issued.instance("campaign", issued.campaign_id).subject
    case = issued.open_case()
    with issued.house.work() as uow:
        uow.session.connection().exec_driver_sql("UPDATE issued_paper SET title = '别的' WHERE id = 1")
    assert broken(issued, case.subject) == []
    assert ("issued_paper", "1") in broken(issued, campaign)
