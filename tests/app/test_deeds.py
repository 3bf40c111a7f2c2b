"""Deeds on their pages: buttons for those who may, nothing for others, and nothing typed is lost."""

import re

import pytest
from flask.testing import FlaskClient

from services.casework.completions import Completing, Completion
from services.casework.deeds import do_deed
from tests.app.conftest import Door
from tests.builders import Town
from tests.casework.deeds_procedure import with_deeds


@pytest.fixture
def town(make_town) -> Town:
    return make_town(with_deeds())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def send(client: FlaskClient, address: str, **typed: str):
    page = client.get(address).text
    names = ("csrf_token", "seen", "request_key")
    return client.post(address, data={name: hidden(page, name) for name in names} | typed)


def test_buttons_stand_on_the_case_for_those_who_may_and_for_nobody_else(door: Door, town: Town) -> None:
    case = town.open_case()
    address = f"/cases/{case.no}/deeds/A_withdrawal_heard"
    for login, may in {"lin": True, "alice": True, "bob": True, "sun": False, "auditor": False}.items():
        client = door(login)
        page = client.get(f"/cases/{case.no}")
        assert (address in page.text) is may, login
        assert client.get(address).status_code == (200 if may else 404), login
    for login in ("charlie", "xu", "zhou", "office"):
        client = door(login)
        answer = client.get(address)
        assert (answer.status_code, "撤回申报" in answer.text) == (404, False), login
    assert door(None).get(address).status_code == 303


def test_whoever_may_not_cannot_hand_in_either(door: Door, town: Town) -> None:
    case = town.open_case()
    client = door("charlie")
    token = hidden(client.get("/").text, "csrf_token")
    typed = {"csrf_token": token, "reason": "顽皮"}
    for element in ("A_withdrawal_heard", "A_write", "nonsense"):
        assert client.post(f"/cases/{case.no}/deeds/{element}", data=typed).status_code == 404
    assert client.post("/cases/none/deeds/A_withdrawal_heard", data=typed).status_code == 404
    assert town.instance("case", case.id).finished_at is None


def test_a_deed_is_done_and_its_receipt_says_what_comes_next(door: Door, town: Town) -> None:
    case = town.open_case()
    client = door("lin")
    answer = send(client, f"/cases/{case.no}/deeds/A_withdrawal_heard", reason="家中有事")
    assert answer.status_code == 303
    receipt = client.get(answer.location).text
    assert "撤回申报" in receipt and "流程已结束" in receipt
    (kept,) = town.rows(Completion)
    assert (kept.values["reason"], kept.actor_name) == ("家中有事", "林静")
    assert "您还可以办理" not in client.get(f"/cases/{case.no}").text
    assert "撤回申报" in client.get(f"/cases/{case.no}").text, "the history tells it"


def test_what_is_wrong_comes_back_with_what_was_typed(door: Door, town: Town) -> None:
    case = town.open_case()
    client, address = door("lin"), f"/cases/{case.no}/deeds/A_withdrawal_heard"
    empty = send(client, address, amount="12")
    assert empty.status_code == 422 and 'value="12"' in empty.text and "理由" in empty.text
    guarded = send(client, address, reason="忙", amount="12")
    assert guarded.status_code == 422 and "理由不充分" in guarded.text and "忙" in guarded.text


def test_what_was_typed_is_given_back_when_the_deed_is_over(door: Door, town: Town) -> None:
    case = town.open_case()
    client, address = door("lin"), f"/cases/{case.no}/deeds/A_withdrawal_heard"
    page = client.get(address).text
    with town.house.work() as uow:
        number = town.instance("case", case.id).id
        do_deed(uow, town.who(uow, "alice"), number, "A_withdrawal_heard", Completing({"reason": "代为撤回"}))
    late = client.post(address, data={"csrf_token": hidden(page, "csrf_token"), "reason": "一段很长的理由"})
    assert late.status_code == 409
    assert "一段很长的理由" in late.text and "现在不能办理" in late.text
    assert client.get(address).status_code == 404


def test_a_page_that_is_out_of_date_keeps_what_was_typed(door: Door, town: Town) -> None:
    case = town.open_case()
    client, address = door("alice"), f"/cases/{case.no}/deeds/A_withdrawal_heard"
    page = client.get(address).text
    town.write(case)
    names = ("csrf_token", "seen", "request_key")
    stale = client.post(address, data={n: hidden(page, n) for n in names} | {"reason": "一段理由"})
    assert (stale.status_code, "一段理由" in stale.text, "已有更新" in stale.text) == (409, True, True)
    assert hidden(stale.text, "seen") != hidden(page, "seen")


def test_a_form_is_prefilled_and_a_deed_without_a_form_needs_no_filling_in(door: Door, town: Town) -> None:
    case = town.open_case()
    answer = send(door("office"), f"/cases/{case.no}/deeds/A_call")
    assert answer.status_code == 303
    other = town.open_case()
    town.write(other)
    assert "补充：林静创新工作室" in door("lin").get(f"/cases/{other.no}/deeds/A_asking_heard").text


def test_the_same_page_sent_twice_is_one_deed_and_one_receipt(door: Door, town: Town) -> None:
    case = town.open_case()
    town.write(case)
    client, address = door("lin"), f"/cases/{case.no}/deeds/A_asking_heard"
    page = client.get(address).text
    typed = {n: hidden(page, n) for n in ("csrf_token", "seen", "request_key")} | {"reason": "补充"}
    first, second = client.post(address, data=typed), client.post(address, data=typed)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert len(town.tasks("A_answer", case)) == 1
