"""Pages in front of a small town: who may look, what a list costs, what a guest finds."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from app import Jiangxin
from tests.app.conftest import Door
from tests.builders import Town


def test_a_case_its_diagram_and_its_papers_are_shown_to_the_same_people(door: Door, town: Town) -> None:
    no = town.open_case().no
    pages = [f"/cases/{no}", f"/cases/{no}/diagram.bpmn"]
    for login, status in {"lin": 200, "alice": 200, "office": 200, "auditor": 200, "charlie": 404, "xu": 404}.items():
        client = door(login)
        assert [client.get(page).status_code for page in pages] == [status, status], login
        assert client.get(f"/cases/{no}/papers/nothing.pdf").status_code == 404
    assert door(None).get(pages[1]).status_code == 303


def token(client: FlaskClient) -> str:
    """The form token that a page shows this browser."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/").text)
    assert found is not None
    return found[1]


def test_a_task_is_unknown_to_whom_it_does_not_wait_for(door: Door, town: Town) -> None:
    task = town.task("A_write", town.open_case())
    stranger = door("charlie")
    typed = {"name": "x", "csrf_token": token(stranger)}
    for address in (f"/tasks/{task.id}", "/tasks/987654"):
        assert stranger.get(address).status_code == 404
        assert stranger.post(f"{address}/completion", data=typed).status_code == 404
        assert stranger.post(f"{address}/draft", data=typed).status_code == 404
        assert stranger.get(f"{address}/receipt").status_code == 404


@pytest.mark.parametrize("page", ["/tasks/{n}", "/campaigns/{n}", "/campaigns/{n}/cases/new", "/tasks/{n}/receipt"])
def test_a_number_no_database_can_hold_is_just_not_found(door: Door, page: str) -> None:
    for number in (2**31, 10**30):
        assert door("office").get(page.format(n=number)).status_code == 404


def test_a_campaigns_own_trail_is_for_its_office_and_not_for_those_who_apply(door: Door, town: Town) -> None:
    address = f"/campaigns/{town.campaign_id}"
    for login, told in {"office": True, "auditor": True, "lin": False, "expert": False, "sun": False}.items():
        page = door(login).get(address)
        assert page.status_code == 200
        assert ('id="history-title"' in page.text) is told, login


def test_a_campaign_with_many_cases_asks_the_database_no_more_than_one_with_few(door: Door, town: Town) -> None:
    client = door("auditor")
    asked: list[str] = []
    engine = client.application.house.engine  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", lambda *said: asked.append(said[2]))

    def cost(page: str) -> int:
        asked.clear()
        assert client.get(page).status_code == 200
        return len(asked)

    pages = (f"/campaigns/{town.campaign_id}", "/campaigns")
    for page in pages:
        cost(page)
    town.open_case(title="第一创新工作室")
    few = [cost(page) for page in pages]
    for number in range(5):
        town.open_case("zhou" if number % 2 else "lin", title=f"第{number}创新工作室")

    assert [cost(page) for page in pages] == few
    assert client.get(pages[0]).text.count("row-title") == 6


def test_a_guest_finds_the_public_pages_and_the_way_in(door: Door) -> None:
    page = door(None).get("/").text
    for address in ("/notices", "/register", "/sign-in"):
        assert f'href="{address}"' in page
    assert "六次点击" not in page  # the tour belongs to the demonstration
    assert "演示" not in page


def test_no_case_is_opened_when_the_days_of_application_are_over(door: Door, town: Town) -> None:
    client, address = door("lin"), f"/campaigns/{town.campaign_id}/cases"
    assert client.get(f"{address}/new").status_code == 200
    town.until("2021-11-11T09:00")

    assert client.get(f"{address}/new").status_code == 409
    late = {"title": "迟到创新工作室", "organisation": "1", "csrf_token": token(client)}
    assert "已经截止" in client.post(address, data=late).text


def test_what_was_done_is_listed_with_the_studio_it_was_about(door: Door, town: Town) -> None:
    case = town.open_case(title="林静焊接创新工作室")
    town.write(case)
    page = door("lin").get("/done").text
    assert "创新工作室" in page
    assert "2021年11月2日(周二)" in page


def test_every_deed_wants_the_token_of_its_form(house_app: Jiangxin, door: Door) -> None:
    deeds = [rule for rule in house_app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    client = door("office")
    for rule in deeds:
        address = rule.build({name: 1 for name in rule.arguments})
        assert address is not None
        answer = client.post(address[1])
        told = answer.json["sentence"] if answer.is_json else answer.text  # an editor's own questions answer in JSON
        assert (answer.status_code, "刷新页面" in told) == (400, True), rule.rule
    assert len(deeds) >= 8
