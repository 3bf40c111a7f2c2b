"""The page that extends a deadline: for whoever grants it, and nobody else."""

import pytest

from services.casework.extensions import Extension
from tests.app.conftest import Door
from tests.app.test_deeds import hidden
from tests.builders import Town
from tests.casework.test_extensions import drawn


@pytest.fixture
def town(make_town) -> Town:
    return make_town(drawn(extended_by="county:approver"))


def test_the_grantor_finds_the_way_from_the_case_and_back(door: Door, town: Town) -> None:
    case = town.open_case()
    address = f"/tasks/{town.task('T', case).id}/extension"
    client = door("sun")
    assert address in client.get(f"/cases/{case.no}").text
    page = client.get(address).text
    assert "10 个工作日" in page
    token = {"csrf_token": hidden(page, "csrf_token")}
    answer = client.post(address, data={**token, "grounds": "外地取证"})
    assert (answer.status_code, answer.location) == (303, f"/cases/{case.no}")
    after = client.get(answer.location).text
    assert "期限延长 10 个工作日" in after and "外地取证" in after and address not in after
    assert client.get(address).status_code == 404
    again = client.post(address, data={**token, "grounds": "再来一次"})
    assert (again.status_code, "再来一次" in again.text, "已经延长过一次" in again.text) == (409, True, True)


def test_grounds_that_are_too_short_come_back(door: Door, town: Town) -> None:
    address = f"/tasks/{town.task('T', town.open_case()).id}/extension"
    client = door("sun")
    answer = client.post(address, data={"csrf_token": hidden(client.get(address).text, "csrf_token"), "grounds": "因"})
    assert answer.status_code == 422 and ">因</textarea>" in answer.text
    assert town.rows(Extension) == []


def test_nobody_else_is_told_that_there_is_a_task(door: Door, town: Town) -> None:
    case = town.open_case()
    address = f"/tasks/{town.task('T', case).id}/extension"
    for login in ("alice", "lin", "charlie", "office", "auditor"):
        client = door(login)
        token = hidden(client.get("/").text, "csrf_token")
        assert client.get(address).status_code == 404, login
        assert client.post(address, data={"csrf_token": token, "grounds": "外地取证"}).status_code == 404, login
    assert "的期限" not in door("alice").get(f"/cases/{case.no}").text
    assert town.rows(Extension) == []
