"""On a studio's page: processes to begin, and the deeds of those that run, for those who may."""

import pytest

from services.casework.instances import Instance
from services.selection.studios import Studio
from tests.app.conftest import Door
from tests.app.test_deeds import hidden, send
from tests.builders import Town
from tests.selection.test_studio_deeds import WHOLE
from tests.selection.test_studios import named


@pytest.fixture
def town(make_town) -> Town:
    return make_town(WHOLE)


@pytest.fixture
def address(town: Town) -> str:
    named(town)
    return f"/register/{town.rows(Studio)[0].no}"


def test_whoever_may_begins_a_process_and_goes_on_with_its_first_task(door: Door, town: Town, address: str) -> None:
    begin = f"{address}/pools/change_of_lead"
    for login, may in {"lin": True, "alice": True, "charlie": False, "office": False, None: False}.items():
        assert (begin in door(login).get(address).text) is may, login
    client = door("lin")
    answer = client.post(begin, data={"csrf_token": hidden(client.get(address).text, "csrf_token")})
    assert answer.status_code == 303
    assert "填写变更申请" in client.get(answer.location).text
    assert begin not in client.get(address).text, "it runs"


def test_whoever_may_not_is_told_nothing(door: Door, town: Town, address: str) -> None:
    client = door("charlie")
    token = hidden(client.get("/").text, "csrf_token")
    for process in ("change_of_lead", "review", "nonsense"):
        assert client.post(f"{address}/pools/{process}", data={"csrf_token": token}).status_code == 404
    assert {i.process for i in town.rows(Instance)} == {"campaign", "application", "studio"}


def test_a_running_process_has_its_deeds_on_the_studios_page(door: Door, town: Town, address: str) -> None:
    client = door("lin")
    client.post(f"{address}/pools/change_of_lead", data={"csrf_token": hidden(client.get(address).text, "csrf_token")})
    back = f"{address}/deeds/L_back_heard"
    assert back in client.get(address).text
    assert back not in door("alice").get(address).text
    assert door("alice").get(back).status_code == 404
    assert send(client, back).status_code == 303
    assert client.get(back).status_code == 404
    assert f"{address}/pools/change_of_lead" in client.get(address).text
