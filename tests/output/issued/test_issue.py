"""A paper is frozen when it is issued, numbered in its series, and superseded by the next of its kind."""

from datetime import date

import pytest
from sqlalchemy import text, update

from services.casework.instances import scope_of
from services.foundation.errors import Faulty
from services.output.issued import IssuedPaper, NumberSeries, paper_by_id, papers_about, thawed
from services.output.issued.codes import ALPHABET, as_typed, grouped, new_code
from services.process import registry
from tests.builders import Town, moment
from tests.output.issued.conftest import instance_of, issue_for


def test_a_service_task_issues_a_paper_and_the_next_step_knows_its_number(papers: Town) -> None:
    papers.complete("office", "C_list", {"name": "林静创新工作室"})
    [paper] = papers.rows(IssuedPaper)
    assert (paper.no, paper.number, paper.year, paper.sign) == ("青工决〔2021〕1号", 1, 2021, "青工决")
    assert (paper.title, paper.organ, paper.public) == ("命名决定", "青山市总工会", True)
    instance = papers.instance("campaign", papers.campaign_id)
    with papers.house.reading() as uow:
        told = scope_of(uow, instance, registry.load(uow, instance.version_id))["decision"]
    assert told == {
        "id": paper.id,
        "no": paper.no,
        "number": 1,
        "year": 2021,
        "code": paper.code,
        "issued_on": date(2021, 11, 2),
    }
    assert papers.task("C_read").due_at == moment("2021-11-03 00:00")


def test_what_stands_on_a_paper_is_frozen(papers: Town) -> None:
    paper = issue_for(papers, "decision", name="甲工作室", decided_on=date(2021, 12, 20), sums=[1.5, {"a": None}])
    with papers.house.work() as uow:
        uow.session.execute(text("UPDATE campaign SET title = '改了名的批次'"))
    with papers.house.reading() as uow:
        filling = thawed(paper_by_id(uow, paper.id).paper.content)
    assert filling.answers["name"] == "甲工作室"
    assert filling.answers["decided_on"] == date(2021, 12, 20)
    assert filling.known["campaign"]["title"] == "2021年批次"
    assert set(filling.known) == {"campaign"}, "what the paper does not name is not kept"


def test_a_form_is_issued_with_its_answers_and_the_opinions_that_stand(papers: Town) -> None:
    case = papers.open_case()
    papers.write(case)
    papers.complete("alice", "A_unit", {"verdict": "agree", "comment": "情况属实"}, case)
    paper = issue_for(papers, "sheet", instance_of(papers, case))
    filling = thawed(paper.content)
    assert filling.answers["name"] == "林静创新工作室"
    [said] = filling.opinions["op_unit"]
    assert (said.text, said.verdict_label, said.organ, said.signed_by) == ("情况属实", "同意", "星河机械厂", "安丽")
    assert filling.header["recommender"] == "江东区总工会"


def test_a_series_counts_on_and_begins_anew_with_each_year(papers: Town) -> None:
    assert [issue_for(papers, "decision", matter=str(n)).no for n in range(3)] == [
        "青工决〔2021〕1号",
        "青工决〔2021〕2号",
        "青工决〔2021〕3号",
    ]
    papers.until("2022-01-01 00:00")
    assert issue_for(papers, "decision", matter="x").no == "青工决〔2022〕1号"
    assert issue_for(papers, "letter").no == ""
    assert {(s.year, s.last) for s in papers.rows(NumberSeries)} == {(2021, 3), (2022, 1)}


def test_an_organ_named_by_its_number_keeps_a_series_of_its_own(papers: Town) -> None:
    issue_for(papers, "decision")
    other = issue_for(papers, "decision", organ=papers.organisations["county"], matter="2")
    assert (other.organ, other.no, other.organisation_id) == (
        "江东区总工会",
        "青工决〔2021〕1号",
        papers.organisations["county"],
    )
    assert other.content["answers"]["organ"] == "江东区总工会"


def test_the_next_of_its_kind_takes_a_papers_place_and_both_stay(papers: Town) -> None:
    first, second = issue_for(papers, "decision", name="一"), issue_for(papers, "decision", name="二")
    with papers.house.reading() as uow:
        old, new = paper_by_id(uow, first.id), paper_by_id(uow, second.id)
        listed = [s.paper.id for s in papers_about(uow, [first.subject])]
    assert (old.state, old.successor and old.successor.id, old.since) == ("superseded", second.id, second.issued_at)
    assert (new.state, new.successor) == ("current", None)
    assert listed == [second.id, first.id]


def test_papers_of_different_matters_and_instances_stand_side_by_side(papers: Town) -> None:
    one, other = papers.open_case(), papers.open_case("zhou", title="周䶮创新工作室")
    letters = [
        issue_for(papers, "letter", instance_of(papers, one), matter=1),
        issue_for(papers, "letter", instance_of(papers, one), matter=2),
        issue_for(papers, "letter", instance_of(papers, other), matter=1),
    ]
    with papers.house.reading() as uow:
        assert {paper_by_id(uow, p.id).state for p in letters} == {"current"}


@pytest.mark.parametrize("document", ["nothing", "unseen"])
def test_what_cannot_be_printed_is_not_issued(papers: Town, document: str) -> None:
    with pytest.raises(Faulty, match="不能出具"):
        issue_for(papers, document)
    assert papers.rows(IssuedPaper) == papers.rows(NumberSeries) == []


@pytest.mark.parametrize(
    "statement",
    [
        update(IssuedPaper).values(title="别的决定"),
        text("DELETE FROM issued_paper"),
        text("UPDATE number_series SET last = last + 2"),
        text("UPDATE number_series SET last = last - 1"),
        text("DELETE FROM number_series"),
        text("UPDATE printed_paper SET digest = 'x'"),
        text("DELETE FROM printed_paper"),
    ],
)
def test_the_database_refuses_every_change(either_papers: Town, statement) -> None:
    issue_for(either_papers, "decision")
    either_papers.settle()
    with pytest.raises(Exception, match="发文只能追加"), either_papers.house.work() as uow:
        uow.session.execute(statement)


def test_a_code_is_typed_as_people_type() -> None:
    code = new_code()
    assert len(code) == 12 and set(code) <= set(ALPHABET)
    assert new_code() != code
    assert as_typed(f"  {grouped(code).lower()} ") == code
    assert as_typed("oil1 0000 0000") == "011100000000"
    assert as_typed("ABC") == as_typed("UUUUUUUUUUUU") == as_typed("") == ""
