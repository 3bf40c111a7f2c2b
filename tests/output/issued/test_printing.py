"""An issued paper is printed once, by a job, from what was frozen; a rehearsal prints nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from services.designer.rehearse import settle
from services.foundation.errors import NotFound
from services.output.documents import render_html
from services.output.issued import PrintedPaper, as_issued, grouped, paper_by_id, pdf_of, prepare_print
from services.record import audit, jobs
from services.wiring import JOBS, REHEARSED, WIRING
from tests.builders import Town
from tests.output.issued.conftest import issue_for, paper_package


def words(pdf: bytes) -> str:
    """The text of a PDF without blanks."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_a_paper_is_printed_by_a_job_and_kept_with_its_digest(papers: Town) -> None:
    paper = issue_for(papers, "decision", name="林静创新工作室")
    with papers.house.reading() as uow, pytest.raises(NotFound, match="正在排印"):
        pdf_of(uow, paper.id)
    papers.settle()
    with papers.house.reading() as uow:
        pdf, standing = pdf_of(uow, paper.id), paper_by_id(uow, paper.id)
        trail = audit.history(uow, paper.subject)
    digest = hashlib.sha256(pdf).hexdigest()
    assert standing.pdf_digest == digest
    assert [e.facts["pdf_digest"] for e in trail if e.kind == "PaperPrinted"] == [digest]
    text = words(pdf)
    assert "林静创新工作室" in text and "青工决〔2021〕1号" in text and grouped(paper.code) in text


def test_a_print_that_failed_is_tried_again_and_gives_the_same_bytes(papers: Town) -> None:
    paper, tries = issue_for(papers, "decision", name="甲"), []

    def stumble(uow, payload):
        tries.append(prepare_print(uow, payload))
        if len(tries) < 3:
            raise OSError("字体文件读不到")
        return tries[-1]

    papers.house.wiring = replace(
        WIRING, jobs={**JOBS, "print_document": jobs.InTwoSteps(stumble, JOBS["print_document"].finish)}
    )
    for pause in (*jobs.PAUSES[:2], None):
        papers.settle()
        assert (papers.rows(PrintedPaper) == []) == (pause is not None)
        if pause:
            papers.clock.set(papers.clock.now() + pause)
    assert tries[0] == tries[1] == tries[2] == papers.rows(PrintedPaper)[0].pdf
    assert paper.id == papers.rows(PrintedPaper)[0].paper_id


def test_what_can_never_be_printed_ends_as_an_incident(papers: Town) -> None:
    issue_for(papers, "decision", name="甲")
    broken = jobs.InTwoSteps(lambda *_: 1 / 0, JOBS["print_document"].finish)
    papers.house.wiring = replace(WIRING, jobs={**JOBS, "print_document": broken})
    for pause in (*jobs.PAUSES, None):
        papers.settle()
        papers.clock.set(papers.clock.now() + pause) if pause else None
    [incident] = papers.incidents()
    assert incident.subject_kind == "campaign" and "print_document" in incident.sentence


def test_a_second_print_of_a_paper_changes_nothing(papers: Town) -> None:
    paper = issue_for(papers, "decision", name="甲")
    papers.settle()
    with papers.house.work() as uow:
        assert prepare_print(uow, {"paper": paper.id}) is None
        JOBS["print_document"].finish(uow, {"paper": paper.id}, b"another")
    assert len(papers.rows(PrintedPaper)) == 1


def test_a_paper_prints_what_was_frozen_though_the_house_has_changed(papers: Town) -> None:
    paper = issue_for(papers, "decision", name="甲")
    with papers.house.work() as uow:
        uow.session.connection().exec_driver_sql("UPDATE campaign SET title = '改了名的批次'")
    with papers.house.reading() as uow:
        html = render_html(*as_issued(uow, paper_by_id(uow, paper.id).paper))
    assert "2021年批次" in html and "改了名的批次" not in html


def test_the_code_in_the_margin_leads_to_the_public_address(make_town: Callable[..., Town]) -> None:
    town = make_town(paper_package(), wiring=replace(WIRING, public_url="https://gz.example.cn"))
    paper = issue_for(town, "decision")
    assert paper.address == f"https://gz.example.cn/verify/{paper.code}"
    with town.house.reading() as uow:
        assert "<img" in render_html(*as_issued(uow, paper_by_id(uow, paper.id).paper))


def test_without_a_public_address_the_code_stands_alone(papers: Town) -> None:
    paper = issue_for(papers, "decision")
    assert paper.address == ""
    with papers.house.reading() as uow:
        html = render_html(*as_issued(uow, paper_by_id(uow, paper.id).paper))
    assert "<img" not in html and grouped(paper.code) in html and "文书核验" in html


def test_a_rehearsal_issues_papers_and_prints_none(papers: Town) -> None:
    papers.house.wiring = REHEARSED
    assert issue_for(papers, "decision").no == "青工决〔2021〕1号"
    assert settle(papers.house) > 0
    assert papers.rows(PrintedPaper) == papers.incidents() == []


def test_a_public_paper_bears_the_newest_seal_of_the_trail(papers: Town) -> None:
    papers.until("2021-11-04 09:00")
    with papers.house.reading() as uow:
        seal = audit.latest_seal(uow)
    paper, letter = issue_for(papers, "decision", name="甲"), issue_for(papers, "letter", name="甲")
    papers.until("2021-11-06 09:00")  # later seals do not get onto a paper that was issued before
    with papers.house.reading() as uow:
        later = audit.latest_seal(uow)
        printed, unsealed = words(pdf_of(uow, paper.id)), words(pdf_of(uow, letter.id))
    assert seal.day.isoformat() in printed and seal.hash in printed
    assert later.hash not in printed and seal.hash not in unsealed
