"""The office sees who was drawn and draws again; the unit meets no name; whoever stands back meets no case."""

import re

import pytest

from services.selection.reviews import PanelDraw
from tests.selection.reviewing import experts, reviewing, sheet
from tests.selection.test_expert_review import ANSWER, RECUSE, SHEET, accept_all, asked, begin, hand_in


@pytest.fixture
def town(make_town):
    return make_town(reviewing(), experts())


def name(login):
    return f"专家{'甲乙丙丁戊'[int(login[-1]) - 1]}"


def post(client, page, action, **fields):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(page).text)[1]
    return client.post(action, data={"csrf_token": token, **fields})


def test_the_office_reads_who_was_drawn_and_that_the_draw_repeats(town, door):
    case = begin(town)
    page = door("office").get(f"/cases/{case.no}/panel").text
    (row,) = town.rows(PanelDraw)
    assert row.seed in page and "复核抽取：一致" in page and "邻舍：在同一推荐单位任职" in page
    assert all(name(login) in page for login in asked(town, ANSWER)) and page.count(">催办</button>") == 3
    assert f"/cases/{case.no}/panel" in door("office").get(f"/cases/{case.no}").text
    assert name(asked(town, ANSWER)[0]) in door("office").get(f"/campaigns/{town.campaign_id}/panels").text


def test_a_draw_that_somebody_touched_does_not_repeat(town, door):
    case = begin(town)
    with town.house.work() as uow:
        row = uow.session.query(PanelDraw).one()
        row.drawn = [row.drawn[0], row.drawn[1], row.ranked[3]]
    assert "复核抽取：不一致" in door("office").get(f"/cases/{case.no}/panel").text


@pytest.mark.parametrize("login", ["alice", "lin", "sun", "charlie"])
def test_nobody_of_the_unit_or_its_recommender_sees_the_panel_or_a_name(town, door, login):
    case = begin(town)
    names = [name(each) for each in asked(town, ANSWER)]
    client = door(login)
    for page in (f"/cases/{case.no}/panel", f"/campaigns/{town.campaign_id}/panels"):
        assert client.get(page).status_code == 404
    for page in (f"/cases/{case.no}", f"/cases/{case.no}/then", f"/campaigns/{town.campaign_id}"):
        assert not any(each in client.get(page).text for each in names)
    if login != "charlie":
        assert "评审专家" in client.get(f"/cases/{case.no}").text


def test_scores_appear_on_no_page_before_all_are_in_and_then_on_the_offices(town, door):
    case = begin(town)
    accept_all(town, case)
    *first, last = asked(town, SHEET)
    for login in first:
        hand_in(town, login, SHEET, sheet())
    pages = (f"/cases/{case.no}", f"/cases/{case.no}/then", f"/cases/{case.no}/panel")
    for reader in ("office", "auditor", last):
        assert not any("成果扎实" in door(reader).get(page).text for page in pages)
    hand_in(town, last, SHEET, sheet())
    told = door("office").get(pages[2]).text
    assert "平均分 80" in told and told.count("成果扎实") == 3
    assert "成果扎实" not in door("lin").get(pages[0]).text


def test_a_recused_expert_finds_neither_the_case_nor_the_step(town, door):
    case = begin(town)
    gone = asked(town, ANSWER)[0]
    (task,) = [t for t in town.tasks(ANSWER) if t.principals == [f"p:{town.people[gone]}"]]
    client = door(gone)
    assert client.get(f"/tasks/{task.id}").status_code == client.get(f"/cases/{case.no}").status_code == 200
    hand_in(town, gone, ANSWER, RECUSE)
    for page in (f"/cases/{case.no}", f"/cases/{case.no}/then", f"/tasks/{task.id}", f"/cases/{case.no}/diagram.bpmn"):
        assert client.get(page).status_code == 404


def test_the_roster_is_the_offices_and_each_ones_own(town, door):
    one, other = town.people["expert1"], town.people["expert2"]
    assert "专家甲" in door("office").get("/experts").text
    assert door("alice").get("/experts").status_code == 403
    assert door("expert1").get(f"/experts/{one}").status_code == 200
    for login, number in (("expert1", other), ("alice", one), ("office", town.people["lin"])):
        assert door(login).get(f"/experts/{number}").status_code == 404


def test_a_declared_interest_keeps_from_the_draw_and_only_the_office_ends_it(town, door):
    one = town.people["expert1"]
    page, declare = f"/experts/{one}", f"/experts/{one}/conflicts"
    expert = door("expert1")
    refused = post(expert, page, declare, about="星河机械厂", reason="")
    assert refused.status_code == 422 and "请写明是什么关系" in refused.text and "星河机械厂" in refused.text
    assert post(expert, page, declare, about="星河机械厂", reason="曾任顾问").status_code == 303
    case = begin(town)
    assert "专家甲：已声明有利害关系" in door("office").get(f"/cases/{case.no}/panel").text
    end = "/experts/conflicts/1/end"
    assert post(expert, page, end).status_code == 404
    assert post(door("office"), page, end).status_code == 303


def test_days_away_are_checked_and_kept(town, door):
    one = town.people["expert1"]
    page, change = f"/experts/{one}", f"/experts/{one}/profile"
    office = door("office")
    wrong = post(office, page, change, fields="机械", away_from="2021-11-05", away_until="2021-11-01")
    assert wrong.status_code == 422 and "结束日期早于开始日期" in wrong.text and 'value="机械"' in wrong.text
    assert post(office, page, change, fields="机械", away_from="明天").status_code == 422
    assert post(office, page, change, fields="机械、数控", away_from="2021-11-01").status_code == 303
    case = begin(town)
    assert "专家甲：登记为不在岗" in office.get(f"/cases/{case.no}/panel").text
    assert "不在岗" in office.get("/experts").text
