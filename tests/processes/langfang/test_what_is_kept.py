"""What stands in the house after a year of Langfang: reports of counties, boxes of forms, papers of two organs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from services.casework.cases import Case, instance_of
from services.casework.completions import opinions_of
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.designer.rehearse import read_story
from services.designer.rehearse.play import Player
from services.designer.rehearse.scratch import stage
from services.foundation.clock import SHANGHAI, SetClock
from services.foundation.storage.unit_of_work import UnitOfWork
from services.output.issued import IssuedPaper, thawed
from services.output.issued.filling import fill
from services.process import registry
from services.record import audit
from services.wiring import REHEARSED
from tests.builders import city

LANGFANG = city("langfang")


@contextmanager
def after(name: str) -> Iterator[tuple[UnitOfWork, dict[str, Case]]]:
    """The house as a story leaves it, with the story's cases by their names."""
    story = read_story(f"{name}.yaml", LANGFANG.scenarios[f"{name}.yaml"], LANGFANG)
    clock = SetClock(datetime(2019, 8, 16, 9, tzinfo=SHANGHAI))
    with stage(LANGFANG, REHEARSED, clock.now()) as here, here.house(clock) as house:
        player = Player(house, clock, here.procedure, story)
        assert player.play() == []
        with house.reading() as uow:
            yield uow, {name: uow.session.get_one(Case, number) for name, number in player.played.cases.items()}


@pytest.fixture(scope="module")
def happy() -> Iterator[tuple[UnitOfWork, dict[str, Case]]]:
    with after("happy_year") as found:
        yield found


def boxes(uow: UnitOfWork, case: Case) -> dict[str, list[tuple[str, str]]]:
    """Box of the official form -> (organ, who signs) of each opinion in it."""
    instance = instance_of(uow, case)
    procedure = registry.load(uow, instance.version_id)
    filled = fill(uow, instance, procedure, procedure.manifest.documents["application"])
    return {box: [(said.organ, said.signed_by) for said in given] for box, given in filled.opinions.items()}


def issued(uow: UnitOfWork, document: str) -> list[IssuedPaper]:
    return list(uow.session.query(IssuedPaper).filter_by(document=document).order_by(IssuedPaper.id))


def test_each_county_has_a_report_line_and_who_is_short_is_told() -> None:
    with after("one_act") as (uow, _):
        [report] = issued(uow, "county_report")
        lines = {row["name"]: row for row in thawed(report.content).answers["counties"]}
        assert {name: (row["filed"], row["short"], row["closed"]) for name, row in lines.items()} == {
            "安澜县总工会": (2, True, True),
            "平川县总工会": (0, True, True),
            "廊坊开发区总工会": (0, False, True),
        }
        [handed_in] = issued(uow, "batch_list")
        assert [row["lead"] for row in thawed(handed_in.content).answers["rows"]] == ["周正", "郑岚"]
        batches = uow.session.query(Instance).filter_by(process="batch").all()
        assert {i.subject_kind for i in batches} == {"organisation"} and len(batches) == 3


def test_a_direct_unit_has_no_county_task_and_its_box_does_not_apply(happy) -> None:
    uow, cases = happy
    elements = {t.element for t in uow.session.query(Task).filter_by(subject_kind="case", subject_id=cases["B"].id)}
    assert "LF_T2" in elements and "LF_T3" not in elements
    assert boxes(uow, cases["B"]) == {
        "op_unit_union": [("华北管道工程公司", "章远")],
        "op_recommender": [],
        "op_leading_group": [("市创新工作室创建工作领导小组", "顾长河")],
    }


def test_a_county_signs_in_its_box_and_the_leading_groups_one_act_stands_in_every_form(happy) -> None:
    uow, cases = happy
    assert boxes(uow, cases["A"])["op_recommender"] == [("安澜县总工会", "章远")]
    shared = [opinions_of(uow, cases[name].subject)[-1] for name in "ABC"]
    assert {(row.opinion_box, row.comment) for row in shared} == {("op_leading_group", "同意命名。")}
    assert len({row.digest for row in shared}) == 3
    for case in cases.values():
        assert any("“领导小组意见”签署“同意”" in entry.sentence for entry in audit.history(uow, case.subject))


def test_the_two_organs_name_in_one_decision_with_the_hosts_number(happy) -> None:
    uow, _ = happy
    [decision] = issued(uow, "naming_decision")
    assert (decision.no, decision.organ, decision.public) == ("廊工发〔2019〕1号", "廊坊市总工会", True)
    content = thawed(decision.content)
    assert [row["category"] for row in content.answers["named"]] == ["studio", "studio", "joint"]
    assert [paper.title for paper in issued(uow, "plaque")] == ["牌匾文字"] * 3


def test_nothing_is_paid_and_nobody_was_left_waiting(happy) -> None:
    uow, cases = happy
    assert {case.outcome_name for case in cases.values()} == {"已命名"}
    assert not uow.session.query(Task).filter(Task.closed_at.is_(None), Task.element.like("%grant%")).all()
    effects = {e for pool in registry.load(uow, cases["A"].version_id).definition.pools.values()
               for e in (x.extensions.effect for x in pool.elements.values())}  # fmt: skip
    assert "pay_grant" not in effects
