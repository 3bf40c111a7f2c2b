"""An organisation's page: what its people begin, what runs about it, and until when it may not apply."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from services.casework.instances import Instance
from services.output.messages.places import subject_page
from services.people.organisations import organisation
from services.selection.bars import bar
from services.selection.organisation_pools import subject_of
from tests.app.conftest import Door
from tests.builders import Town
from tests.drawing import beside, diagram, end, pool, start, task
from tests.selection.test_organisation_pools import ASKED, CAMPAIGN, CASE, MESSAGES, SENT, STUDIO
from tests.small_procedure import package

CHANGES = beside("R_taken_back", "撤回备案", "taken_back", [end("R_gone", "已撤回")], "R_taken_back_heard > R_gone",
                 interrupts=True, starters="own:union_officer", title="撤回备案")  # fmt: skip
OWN = pool(
    "备案",
    "record_pool",
    [
        start("R_begin"),
        task("R_write", "填写备案", groups="own:union_officer", form="sheet", outputs=[("=answers", "sheet")]),
        task("R_check", "区里备案", groups="county:approver"),
        end("R_done", "已备案"),
        CHANGES,
    ],
    "R_begin > R_write > R_check > R_done",
    subject="organisation",
    starters="own:union_officer",
)
READERS = [("sun", 200), ("office", 200), ("auditor", 200), ("charlie", 404), ("lin", 404)]
BEGIN = "/organisations/mill/pools/hill/record_pool"


@pytest.fixture
def town(make_town) -> Town:
    drawn = diagram(CAMPAIGN, CASE, STUDIO, ASKED, OWN, messages={**MESSAGES, "taken_back": ""}, sent=SENT)
    return make_town(package(drawn))


def token(page: str) -> dict[str, str]:
    return {"csrf_token": re.search(r'name="csrf_token" value="([^"]*)"', page)[1]}


def test_its_people_find_what_they_may_begin_and_go_on_where_it_begins(door: Door, town: Town) -> None:
    client = door("alice")
    mine = client.get("/mine").text
    assert "以本单位名义提出：备案" in mine and "/organisations/mill" in mine
    page = client.get("/organisations/mill").text
    assert BEGIN in page and "将为这个单位开始办理" in page
    answer = client.post(BEGIN, data=token(page))
    assert answer.status_code == 303 and "/tasks/" in answer.location
    assert "填写备案" in client.get(answer.location).text
    again = client.get("/organisations/mill").text
    assert BEGIN not in again and "填写备案" in again and "去办理" in again
    assert client.post(BEGIN, data=token(page)).status_code == 409
    assert "/organisations/mill" in client.get("/mine").text, "also while it runs"
    assert "/organisations" not in door("lin").get("/mine").text


@pytest.mark.parametrize(("login", "status"), READERS)
def test_others_read_it_by_office_above_and_begin_nothing(door: Door, town: Town, login: str, status: int) -> None:
    client = door(login)
    page = client.get("/organisations/mill")
    assert page.status_code == status and BEGIN not in page.text
    assert client.post(BEGIN, data=token(client.get("/mine").text)).status_code == 404
    assert client.get("/organisations/nowhere").status_code == 404
    assert not [i for i in town.rows(Instance) if i.process == "record_pool"]


def test_a_deed_in_its_process_is_done_from_its_page(door: Door, town: Town) -> None:
    client = door("alice")
    client.post(BEGIN, data=token(client.get("/organisations/mill").text))
    address = "/organisations/mill/deeds/R_taken_back_heard"
    assert address in client.get("/organisations/mill").text
    assert door("charlie").get(address).status_code == 404
    page = client.get(address).text
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("seen", "request_key")}
    answer = client.post(address, data=hidden | token(page))
    assert answer.status_code == 303
    assert [i.finished_at is not None for i in town.rows(Instance) if i.process == "record_pool"] == [True]
    assert "撤回备案" in client.get("/organisations/mill").text, "the history tells it"


def test_it_says_until_when_the_organisation_may_not_apply(door: Door, town: Town) -> None:
    with town.house.work() as uow:
        campaign = uow.session.query(Instance).filter(Instance.subject_kind == "campaign").one()
        said = {"organisation": town.organisations["mill"], "until": date(2021, 12, 31), "reason": "弄虚作假"}
        bar(uow, campaign, SimpleNamespace(inputs=said))
    page = door("sun").get("/organisations/mill").text
    assert "2021年12月31日" in page and "弄虚作假" in page and "限制期内" in page
    assert "弄虚作假" not in door("sun").get("/organisations/county").text


def test_the_campaigns_office_sees_how_far_each_organisation_is(door: Door, town: Town) -> None:
    page = door("office").get(f"/campaigns/{town.campaign_id}").text
    assert "单位自查（2）" in page and "/organisations/yard" in page and "已办结 0" in page
    town.complete("alice", "B_check")
    page = door("office").get(f"/campaigns/{town.campaign_id}").text
    assert "已自查" in page and "已办结 1" in page
    assert "单位自查（2）" not in door("lin").get(f"/campaigns/{town.campaign_id}").text


def test_messages_about_an_organisation_lead_to_its_page(town: Town) -> None:
    with town.house.reading() as uow:
        mill = organisation(uow, town.organisations["mill"])
        assert subject_page(uow, subject_of(mill)) == "/organisations/mill"
