"""A designer proposes to migrate running cases, another approves, both read what became of each; without script."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.app.conftest import Door
from tests.builders import Town
from tests.cast import CAST
from tests.designer.migrating import longer, renamed, versions
from tests.small_procedure import package

DESIGNERS = [
    {"login": login, "name": name, "seats": [{"at": "city", "role": "designer"}]}
    for login, name in (("ye", "叶文图"), ("tang", "唐慎之"))
]
PAGE = "/designer/procedures/hill/migration"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    town = make_town(cast={**CAST, "people": [*CAST["people"], *DESIGNERS]})
    case = town.open_case()
    town.write(case)
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意"}, case)
    town.open_case("xu", "yard", "云帆创新工作室")
    return town


def post(client: FlaskClient, address: str, **data: str) -> TestResponse:
    token = re.search(r'<meta name="csrf-token" content="([^"]+)"', client.get(PAGE).text)
    assert token is not None
    return client.post(address, data={**data, "csrf_token": token[1]})


def asked(town: Town, **more: str) -> dict[str, str]:
    old, new = versions(town)
    return {"old": str(old), "new": str(new), **more}


def test_from_choosing_two_versions_to_the_report_and_back(door: Door, town: Town) -> None:
    town.deploy(package(longer(7)))
    ye, tang = door("ye"), door("tang")
    assert "迁移正在办理的案卷" in ye.get(PAGE).text
    seen = ye.get(PAGE, query_string=asked(town)).text
    assert "3 件可以迁移，0 件要留在原版本" in seen and "流程结构相同" in seen
    assert "由 2021年11月9日(周二) 24:00 改为 2021年11月11日(周四) 24:00。" in seen and "1 份有效" in seen

    empty = post(ye, PAGE, **asked(town, reason=" "))
    assert empty.status_code == 422 and "请写明迁移的理由" in empty.text
    made = post(ye, PAGE, **asked(town, reason="按新通知延长"))
    assert made.status_code == 303
    assert "正在逐件预览" in ye.get(made.location).text
    town.settle()
    mine, theirs = ye.get(made.location).text, tang.get(made.location).text
    assert "批准迁移" not in mine and "撤回这份方案" in mine and "批准迁移 3 件" in theirs
    assert post(ye, f"{made.location}/approval").status_code == 403
    assert post(tang, f"{made.location}/refusal", decision="").status_code == 422
    assert post(tang, f"{made.location}/approval").status_code == 303
    town.settle()
    report = tang.get(made.location).text
    assert "迁移报告：已迁移 3 件" in report and "唐慎之" in report
    assert len(re.findall("已迁移</b>", tang.get(f"{made.location}?show=moved&page=99").text)) == 3
    assert post(tang, f"{made.location}/return", why="x").status_code == 422
    assert post(tang, f"{made.location}/return", why="通知收回").status_code == 303
    town.settle()
    assert "其中已退回 3 件" in door("auditor").get(made.location).text
    assert post(tang, f"{made.location}/approval").status_code == 409


def test_an_element_that_is_gone_is_asked_for_and_what_is_said_stays_said(door: Door, town: Town) -> None:
    town.deploy(package(renamed()))
    ye = door("ye")
    seen = ye.get(PAGE, query_string=asked(town)).text
    assert "流程结构相同" not in seen and "“市总工会意见”改为" in seen and "要留在原版本" in seen
    said = ye.get(PAGE, query_string=asked(town, **{"becomes.A_city": "A_office"})).text
    assert "3 件可以迁移，0 件要留在原版本" in said and "只留存备查、不再作数：单位工会意见" in said
    assert '<option value="A_office" selected>' in said and 'name="becomes.A_city" value="A_office"' in said
    wrong = post(ye, PAGE, **asked(town, reason="改名", **{"becomes.A_city": "nowhere"}))
    assert wrong.status_code == 422 and "同一种、处在同一层" in wrong.text
    assert ye.get(PAGE, query_string=asked(town, new="77")).status_code == 404
    assert ye.get(f"{PAGE}?old=x&new=1").status_code == 200


def test_it_is_the_business_of_designers_administrators_and_auditors_alone(door: Door, town: Town) -> None:
    for who in ("office", "lin"):
        assert door(who).get(PAGE).status_code == door(who).get(f"{PAGE}/9").status_code == 403
    assert door(None).get(PAGE).status_code == 303
    for who in ("root", "auditor", "ye"):
        assert (door(who).get(PAGE).status_code, door(who).get(f"{PAGE}/9").status_code) == (200, 404)
    assert post(door("auditor"), PAGE, **asked(town, reason="审计员提出")).status_code == 403
    assert post(door("root"), f"{PAGE}/9/return").status_code == 404
