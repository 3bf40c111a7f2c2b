"""Messages, what one chooses, and urging, on pages: one's own alone, and no address of anybody else."""

import re

import pytest

from services.output.messages import Choice, Message, choose
from tests.app.test_pages import token

ADDRESS = "alice@mail.example"


@pytest.fixture
def waiting(town):
    """A case that waits for the unit's union, of which 安丽 has read mail."""
    with town.house.work() as uow:
        choose(uow, town.who(uow, "alice"), Choice(ADDRESS))
    case = town.open_case()
    town.write(case)
    return case


def post(client, where, **fields):
    return client.post(where, data={"csrf_token": token(client), **fields}, follow_redirects=True)


def test_a_message_leads_to_its_task_and_is_read_then(door, town, waiting):
    client = door("alice")
    page = client.get("/messages").text
    assert "新待办：单位工会意见" in page and "未读" in page
    assert re.search(r'href="/messages".{0,200}nav-count', page, re.S)
    (number,) = re.findall(r"/messages/(\d+)/reading", page)
    answer = client.post(f"/messages/{number}/reading", data={"csrf_token": token(client)})
    assert answer.headers["Location"] == f"/tasks/{town.task('A_unit', waiting).id}"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert "未读" not in client.get("/messages").text


def test_somebody_elses_message_is_not_found(door, town, waiting):
    number = town.rows(Message)[0].id
    stranger = door("charlie")
    assert post(stranger, f"/messages/{number}/reading").status_code == 404
    post(stranger, "/messages/reading", up_to=str(number))
    assert all(m.read_at is None for m in town.rows(Message))


def test_all_that_was_shown_is_read_and_nothing_that_came_since(door, town, waiting):
    client = door("alice")
    first = next(m for m in town.rows(Message) if m.person_id == town.people["alice"])
    town.write(town.open_case(title="第二工作室"))
    post(client, "/messages/reading", up_to=str(first.id))
    mine = [m.read_at is None for m in town.rows(Message) if m.person_id == town.people["alice"]]
    assert mine == [False, True]


def test_one_chooses_for_oneself_and_what_is_wrong_is_said_beside_it(door, town):
    client = door("alice")
    good = {"address": ADDRESS, "mail": "yes", "digest": "yes", "quiet_from": "21:30", "quiet_to": "08:00"}
    page = post(client, "/messages/settings", **good)
    assert "已保存" in page.text and f'value="{ADDRESS}"' in page.text and 'value="21:30"' in page.text
    bad = post(client, "/messages/settings", **{**good, "address": "a@b\r\nBcc: c@d.cn", "mail": ""})
    assert bad.status_code == 422 and "邮箱地址不对" in bad.text
    assert post(client, "/messages/settings", **{**good, "quiet_to": "soon"}).status_code == 422
    assert ADDRESS in client.get("/messages/settings").text
    assert ADDRESS not in door("bob").get("/messages/settings").text


def test_a_house_without_a_mail_server_says_so_where_one_chooses(door, town):
    assert "系统未配置邮件服务器" in door("alice").get("/messages/settings").text


def test_a_test_mail_needs_an_address_and_is_not_sent_twice_at_once(door, town):
    client = door("alice")
    assert "请先填写邮箱" in post(client, "/messages/test-mail").text
    with town.house.work() as uow:
        choose(uow, town.who(uow, "alice"), Choice(ADDRESS))
    assert "正在发送" in post(client, "/messages/test-mail").text
    assert "请两分钟后再试" in post(client, "/messages/test-mail").text
    assert [m.kind for m in town.rows(Message)] == ["test"]


def test_the_case_page_says_what_was_told_and_names_no_address(door, town, waiting):
    for who in ("lin", "office", "sun", "auditor"):
        page = door(who).get(f"/cases/{waiting.no}").text
        assert "提醒与催办" in page and "站内已送达 2 人" in page, who
        assert "邮件正在发送 1" in page, who
        assert ADDRESS not in page, who


def test_urging_is_a_button_for_those_who_may_and_then_says_when_again(door, town, waiting):
    address = f"/tasks/{town.task('A_unit', waiting).id}/urging"
    page = f"/cases/{waiting.no}"
    assert address in door("lin").get(page).text
    assert address not in door("alice").get(page).text
    told = post(door("lin"), address).text
    assert "已催办，办理人会收到消息" in told
    assert "林静已于 2021年11月2日(周二) 09:00 催办，2021年11月3日(周三)起可再次催办。" in told
    assert address not in told
    assert "本工作日已由林静催办" in post(door("office"), address).text
    assert post(door("charlie"), address).status_code == 403
    assert [m.kind for m in town.rows(Message)].count("urged") == 2


def test_a_guest_is_asked_to_sign_in(door):
    for address in ("/messages", "/messages/settings"):
        assert door(None).get(address).status_code == 303
