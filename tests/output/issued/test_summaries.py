"""A recommender's summary table: the cases that were handed in, in order, with the columns the city asks for."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from services.casework.completions import Completion, TakenBack
from services.foundation.errors import NotFound
from services.output.documents import parse_paper, render_sheet
from services.output.issued import summarised, summary
from services.selection.campaigns import campaign_by_id
from tests.builders import Town
from tests.output.issued.conftest import DOCUMENTS, paper_package

ROWS = {"name": "=sheet.name", "funds": '=string(sheet.amount) + "万元"', "kind": "自报"}
TABLE = {"id": "table", "title": "汇总表", "paper": "table", "form": "sheet", "about": "recommender", "rows": ROWS}
PAPER = """
title: 汇总表
page: {size: A4, margins: [20, 20, 20, 20]}
lines:
- {height: 8, parts: [{value: reporting_unit, before: 填表单位：, width: 170}]}
blocks:
- columns: [70, 50, 50]
  rows:
  - {height: 10, head: true, cells: [名称, 单位, 经费]}
  - {each: entries, rows: 2, height: 10, annex: 附表, cells: [{value: name}, {value: unit}, {value: funds}]}
"""


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    """Two units of one county have handed in, a third case is only begun."""
    whole = paper_package(documents=[*DOCUMENTS, TABLE])
    whole.files["forms/table.paper.yaml"] = PAPER.encode()  # type: ignore[index]
    town = make_town(whole)
    town.write(town.open_case(), name="林静创新工作室", amount=10)
    town.write(town.open_case("xu", "yard", "许㛃创新工作室"), "xu", name="许㛃创新工作室", amount=12)
    town.open_case("zhou", title="只立了案的工作室")
    return town


def test_a_row_for_each_case_that_was_handed_in(town: Town) -> None:
    with town.house.reading() as uow:
        campaign = campaign_by_id(uow, town.campaign_id)
        described, data = summary(uow, town.who(uow, "sun"), campaign, "table", town.organisations["county"])
    assert data.answers["reporting_unit"] == "江东区总工会"
    assert data.answers["reported_on"].isoformat() == "2021-11-02"
    told = [(e["name"], e["unit"], e["funds"], e["kind"]) for e in data.answers["entries"]]
    assert told == [
        ("林静创新工作室", "星河机械厂", "10万元", "自报"),
        ("许㛃创新工作室", "云帆造船厂", "12万元", "自报"),
    ]
    inside = ZipFile(BytesIO(render_sheet(parse_paper(described), data))).read("xl/sharedStrings.xml").decode()
    assert "许㛃创新工作室" in inside and "12万元" in inside and "只立了案" not in inside


def test_what_was_taken_back_is_no_row_until_it_is_handed_in_again(town: Town) -> None:
    first = town.rows(Completion)[0]
    with town.house.work() as uow:
        uow.session.add(TakenBack(completion_id=first.id, actor_id=first.actor_id, reason="写错了", at=uow.now))
    with town.house.reading() as uow:
        campaign = campaign_by_id(uow, town.campaign_id)
        _, data = summary(uow, town.who(uow, "sun"), campaign, "table", town.organisations["county"])
    assert [e["name"] for e in data.answers["entries"]] == ["许㛃创新工作室"]


def test_a_table_is_for_its_own_people_and_the_office(town: Town) -> None:
    with town.house.reading() as uow:
        campaign = campaign_by_id(uow, town.campaign_id)
        county = town.organisations["county"]
        for login in ("sun", "office", "auditor"):
            assert [o.id for o in summarised(uow, town.who(uow, login), campaign)] == [county], login
        for login in ("lin", "alice", "charlie", "expert"):
            assert summarised(uow, town.who(uow, login), campaign) == [], login
            with pytest.raises(NotFound):
                summary(uow, town.who(uow, login), campaign, "table", county)
        with pytest.raises(NotFound):
            summary(uow, town.who(uow, "office"), campaign, "decision", county)
