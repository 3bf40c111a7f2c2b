"""The campaign office's pages: opening a campaign against the calendar, the board, urging in bulk, tables, meetings."""

import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from services.casework.tasks import task_by_id
from services.casework.urging import Urge
from services.process.registry import Package
from services.selection.campaigns import Campaign
from tests.app.conftest import Door
from tests.builders import Town
from tests.cast import CAST
from tests.drawing import diagram, end, form, pool, start, task
from tests.selection.test_board import PER_UNIT, RANKED, WHOLE, package
from tests.small_procedure import files

WINDOWS = {
    "window-application-start": "2021-11-01",
    "window-application-end": "2021-11-10",
    "window-public_notice-start": "2021-12-01",
    "window-public_notice-end": "2021-12-10",
}


@pytest.fixture
def town(make_town) -> Town:
    return make_town(package(PER_UNIT, RANKED, WHOLE), cast=CAST)


def token(client: FlaskClient) -> str:
    found = re.search(r'"X-CSRFToken": "([^"]+)"', client.get("/verify").text)
    assert found is not None
    return found[1]


def checked(door: Door, **changed: str) -> str:
    client = door("office")
    asked = {"procedure": "hill", "year": "2021", **WINDOWS, **changed, "csrf_token": token(client)}
    answer = client.post("/campaigns/check", data=asked)
    assert answer.status_code == 200
    return answer.text


def test_the_phases_are_proposed_for_the_year_that_is_asked_for(door: Door) -> None:
    page = door("office").get("/campaigns/new?procedure=hill&year=2022").text
    assert 'value="2022-11-01"' in page and 'value="2022-12-10"' in page
    assert 'value="2023-11-01"' in checked(door, year="2023", propose="1")
    assert 'value="2021-11-01"' in checked(door, year="2023")  # what was typed stays until one asks


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"window-application-end": "2021-11-13"}, "“申报阶段”结束的2021年11月13日(周六)不是工作日"),
        ({"window-application-end": "2021-12-02"}, "两个阶段重叠"),
        ({"window-public_notice-end": "2027-12-10"}, "日期为暂定"),
        ({"window-application-start": "2021-10-02", "window-application-end": "2021-10-05"}, "没有一个工作日"),
        ({"window-application-start": "2021-09-01", "window-application-end": "2021-09-08"}, "已经结束"),
        ({"window-application-end": "2021-10-01"}, "“申报阶段”结束早于开始"),
        ({"window-application-end": ""}, "请填写“申报阶段”的起止日期"),
    ],
)
def test_what_is_typed_is_held_against_the_calendar_and_stays_in_the_form(
    door: Door, changed: dict[str, str], said: str
) -> None:
    page = checked(door, title="我的批次", **changed)
    assert said in page and 'value="我的批次"' in page
    assert all(f'value="{value}"' in page for value in changed.values())


def test_while_one_types_the_remarks_come_alone(door: Door) -> None:
    client = door("office")
    asked = {"procedure": "hill", **WINDOWS, "csrf_token": token(client)}
    part = client.post("/campaigns/check", data=asked, headers={"HX-Request": "true"}).text
    assert part.startswith("<section") and "<html" not in part


def test_nothing_but_the_impossible_hinders_the_opening(door: Door, town: Town) -> None:
    client = door("office")
    asked = {"procedure": "hill", "title": "重叠批次", "year": "2021", **WINDOWS, "csrf_token": token(client)}
    wrong = client.post("/campaigns", data={**asked, "window-application-end": "2021-10-01"})
    assert wrong.status_code == 422 and 'value="重叠批次"' in wrong.text
    assert client.post("/campaigns", data={**asked, "window-application-end": "2021-12-02"}).status_code == 303
    assert [c.title for c in town.rows(Campaign)][-1] == "重叠批次"


def test_a_statutory_notice_says_its_last_safe_day_and_when_it_is_too_short(make_town, door: Door) -> None:
    from services.designer.rehearse.opening import looked_at
    from services.designer.rehearse.phases import with_windows
    from services.process import registry
    from services.process.registry import read_edge
    from tests.builders import city

    procedure = registry.compile_package(city("liaoning"))
    town = make_town(package(), cast=CAST)

    def said(last: str) -> str:
        edge = read_edge(last)
        assert edge is not None
        window = procedure.manifest.windows["public_notice"]
        changed = {
            **procedure.manifest.windows,
            "public_notice": type(window)("public_notice", "公示阶段", window.start, edge.day),
        }
        with town.house.reading() as uow:
            rows = {row.phase.name: row for row in looked_at(uow, with_windows(procedure, changed))}
        return "".join(remark.sentence for remark in rows["public_notice"].remarks)

    assert "最迟2021年12月5日(周日)（之前最后一个工作日是2021年12月3日(周五)）发布" in said("2021-12-10")
    assert "太短" in said("2021-12-03")


def late(town: Town) -> int:
    """Two cases, one of them late at the city's own desk, one late at its unit."""
    first, second = town.open_case(), town.open_case("zhou", title="周䶮创新工作室")
    town.write(first)
    town.write(second, "zhou", name="周䶮创新工作室")
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意"}, first)
    town.until("2021-11-15 09:00")
    return town.task("A_city", first).id


def test_the_office_sees_the_board_and_one_click_leads_to_the_cases(door: Door, town: Town) -> None:
    its_own = late(town)
    address = f"/campaigns/{town.campaign_id}"
    page = door("office").get(address).text
    for words in ("时间表", "逾期未办（1）", "各推荐单位进度", "名额与排序", "超出 1", "尚缺 2", "已逾期 4 个工作日"):
        assert words in page, words
    assert f'name="task" value="{its_own}"' not in page and "由您办理" in page  # nobody urges themselves
    narrowed = door("office").get(f"{address}?step=单位工会意见").text
    assert "周䶮创新工作室" in narrowed and "案卷（1）" in narrowed
    for login in ("lin", "expert", "alice"):
        assert "时间表" not in door(login).get(address).text, login


def test_urging_in_bulk_is_recorded_each_and_told_one_by_one_when_refused(door: Door, town: Town) -> None:
    its_own = late(town)  # the office has this one itself: nobody urges themselves
    client, address = door("office"), f"/campaigns/{town.campaign_id}/urging"
    unit = town.task("A_unit").id
    asked = {"task": [str(unit), str(its_own), "9999"], "csrf_token": token(client)}
    page = client.post(address, data=asked).text
    assert "1 个已催办" in page and "2 个没有催办" in page and "没有这个环节" in page
    assert [row.task_id for row in town.rows(Urge)] == [unit]
    again = client.post(address, data=asked).text
    assert "本工作日已由" in again and len(town.rows(Urge)) == 1
    assert client.post(address, data={"csrf_token": token(client)}).status_code == 422
    stranger = door("expert")
    assert stranger.post(address, data={**asked, "csrf_token": token(stranger)}).status_code == 403


def test_the_tables_can_be_printed_as_they_are(door: Door, town: Town) -> None:
    late(town)
    book = openpyxl.load_workbook(io.BytesIO(door("office").get(f"/campaigns/{town.campaign_id}/report.xlsx").data))
    assert book.sheetnames == ["各阶段", "各环节用时", "逾期清单", "申报分布"]
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.print_title_rows == "$3:$3" and sheet.sheet_properties.pageSetUpPr.fitToPage
    spent = {row[0]: row[1:] for row in book["各环节用时"].iter_rows(min_row=4, values_only=True)}
    assert spent["市总工会意见"] == (1, 1, 9, 9, 1)
    assert [row[2] for row in book["逾期清单"].iter_rows(min_row=4, values_only=True)] == ["市总工会意见"]
    assert ("合计", None, 2, 0) in list(book["申报分布"].iter_rows(min_row=4, values_only=True))


def meeting(drawn: dict[str, str]) -> Package:
    """A campaign that only meets; `drawn`: the fields of its form and what they put down."""
    fields = [
        {"type": "number", "key": key, "label": key, "properties": {"meeting": part}} for key, part in drawn.items()
    ]
    choose = {"type": "checklist", "key": "chosen", "label": "名单", "values": [{"label": "甲", "value": "1"}]}
    nodes = [start("B"), task("Meet", "会议审定", groups="city:office", form="meet", outputs=[("=answers", "met")]),
             task("Wait", "等", groups="city:office"), end("E")]  # fmt: skip
    met = pool("批次", "campaign", nodes, "B > Meet > Wait > E", subject="campaign", starters="city:office")
    whole = {**files(diagram(met, messages={})), "meet.form": form("meet", *fields, choose)}
    return Package("hill", {**whole, "procedure.yaml": package(WHOLE).files["procedure.yaml"]})


def test_quorum_and_votes_of_a_meeting_stand_on_the_campaign_s_page(make_town, door: Door, town: Town) -> None:
    town.deploy(meeting({"due": "expected", "came": "attended", "yes": "for", "no": "against", "none": "abstained"}))
    town.open_campaign(year=2023)
    met = town.task("Meet")
    client = door("office")
    assert "名单与名额" in client.get(f"/tasks/{met.id}").text
    counted = client.post(f"/tasks/{met.id}/caps", data={"csrf_token": token(client)}).text
    assert "<b>0</b> / 50000" in counted
    town.complete("office", "Meet", {"due": 9, "came": 7, "yes": 5, "no": 1, "none": 1, "chosen": []})
    page = client.get(f"/campaigns/{town.campaign_id}").text
    for words in ("9 人", "7 人（过半数）", "5 票（过半数）", "1 票"):
        assert words in page, words
    with town.house.reading() as uow:
        assert task_by_id(uow, met.id).closed_at is not None
    assert "7 人" not in door("lin").get(f"/campaigns/{town.campaign_id}").text
