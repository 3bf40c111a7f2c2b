"""A town whose campaign issues a naming decision, with a series, and letters without one."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from services.casework.cases import Case
from services.casework.instances import Instance, lock_instance
from services.output.issued import IssuedPaper, issue
from services.process.registry import Package
from tests.builders import Town, prepare
from tests.cast import CAST
from tests.drawing import diagram, end, pool, service, start, task, wait
from tests.small_procedure import CASE, MESSAGES, SENT, STUDIO, manifest, package

DECISION = """
title: 命名决定
page: {size: A4, margins: [20, 20, 20, 20]}
lines:
- {title: true, height: 12, parts: [命名决定]}
- {height: 8, parts: [{value: number, before: 文号：, width: 100}]}
blocks:
- columns: [40, 130]
  rows:
  - {height: 10, cells: [名称, {value: name}]}
  - {height: 10, cells: [批次, {value: campaign.title}]}
"""
SHEET = """
title: 申报表
page: {size: A4, margins: [20, 20, 20, 20]}
lines: []
blocks:
- columns: [40, 130]
  rows:
  - {height: 10, cells: [名称, {value: name}]}
  - {height: 40, cells: [单位工会意见, {opinion: op_unit}]}
"""
DOCUMENTS = [
    {"id": "decision", "title": "命名决定", "paper": "decision", "series": "青工决", "about": "campaign",
     "public": True},
    {"id": "letter", "title": "补正通知书", "paper": "decision", "about": "case"},
    {"id": "sheet", "title": "申报表", "paper": "sheet", "form": "sheet"},
    {"id": "unseen", "title": "没有版面的文书"},
]  # fmt: skip
CAMPAIGN = pool(
    "批次",
    "campaign",
    [
        start("C_begin"),
        task("C_list", "确定名单", groups="city:office", form="sheet", outputs=[("=answers.name", "name")]),
        service(
            "C_issue",
            "issue_document",
            inputs=[('="decision"', "document"), ("=name", "name")],
            outputs=[("=result", "decision")],
        ),
        task("C_read", "印发", groups="city:office", due="=decision.issued_on"),
        wait("C_wait", "等待报送", message="handed_in"),
        end("C_done", "批次结束"),
    ],
    "C_begin > C_list > C_issue > C_read > C_wait > C_done",
    subject="campaign",
    starters="city:office",
)
DRAWING = diagram(CAMPAIGN, CASE, STUDIO, messages=MESSAGES, sent=SENT)


def paper_package(**changed: Any) -> Package:
    """The small procedure with documents; `changed` keys of procedure.yaml."""
    return package(
        DRAWING,
        procedure_dot_yaml=manifest(**{"documents": DOCUMENTS, **changed}),
        forms__decision_dot_paper_dot_yaml=DECISION.encode(),
        forms__sheet_dot_paper_dot_yaml=SHEET.encode(),
    )


@pytest.fixture
def papers(make_town: Callable[..., Town]) -> Town:
    """The town with its campaign, on SQLite."""
    return make_town(paper_package())


@pytest.fixture
def either_papers(request: pytest.FixtureRequest, database_url: str) -> Iterator[Town]:
    """The same town, once on SQLite and once on PostgreSQL."""
    house = prepare(database_url)
    town = Town(house, house.clock)  # type: ignore[arg-type]
    town.settle_in(CAST)
    town.deploy(paper_package())
    town.open_campaign()
    yield town
    house.engine.dispose()


def issue_for(town: Town, document: str, instance: Instance | None = None, **data: Any) -> IssuedPaper:
    """Issue a document of the campaign (or of an instance) in a transaction of its own."""
    which = instance or town.instance("campaign", town.campaign_id)
    with town.house.work() as uow:
        return issue(uow, lock_instance(uow, which.id), document, data)


def instance_of(town: Town, case: Case) -> Instance:
    """The instance of a case."""
    return town.instance("case", case.id)
