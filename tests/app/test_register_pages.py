"""The register: everybody reads whether a title is valid; the file is for the unit, those above it, and auditors."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import session
from flask.testing import FlaskClient

from app import Jiangxin, access, create_app
from services.wiring import WIRING
from tests.builders import Town
from tests.selection.studio_life import LIVING, NOTICE, REPORT, REVOKE, begin, do, living, named, serve, verdict

Door = Callable[[str | None], FlaskClient]
STUDIO = "/register/GZS2021-0001"
FILE = ("年度考核", "经过", "正在办理", "状态变化")


@pytest.fixture
def town(make_town) -> Town:
    town = make_town(living(), cast=LIVING)
    named(town)
    town.until("2023-01-03 09:00")
    town.complete("lin", "shared_review_report", {**REPORT, "results": 0})
    town.complete("office", "shared_review_verdict", verdict("fail"))
    return town


@pytest.fixture
def door(town: Town, tmp_path) -> Iterator[Door]:
    """A browser in which somebody is signed in, or nobody."""
    url = town.house.engine.url.render_as_string(hide_password=False)
    app: Jiangxin = create_app(
        {"TESTING": "1", "DATA_DIR": tmp_path, "DATABASE_URL": url, "wiring": WIRING, "clock": town.clock}
    )

    def enter(login: str | None) -> FlaskClient:
        client = app.test_client()
        if login is None:
            return client
        with app.test_request_context():
            access.sign_in_as(town.people[login])
            kept = dict(session)
        with client.session_transaction() as there:
            there.update(kept)
        return client

    yield enter
    app.house.engine.dispose()


def revoke(town: Town) -> None:
    begin(town, "office", "revocation")
    serve(town, NOTICE, "2023-01-03")
    do(town, "lin", "shared_revocation_statement", {"statement": "无。"})
    town.complete("chair", "shared_revocation_decide", REVOKE)
    town.complete("office", "shared_revocation_publish", {"published_on": "2023-01-05", "where": "网站"})


def test_a_guest_reads_that_the_title_is_valid_and_nothing_of_the_file(door: Door) -> None:
    text = door(None).get(STUDIO).text
    assert "称号有效" in text and "GZS2021-0001" in text and "林静" in text
    for word in (*FILE, "整改", "50,000", "不合格", "见考核表"):
        assert word not in text, word
    assert "整改中" not in door(None).get("/register").text


@pytest.mark.parametrize(
    ("login", "inside"),
    {"lin": 1, "alice": 1, "sun": 1, "office": 1, "auditor": 1, "root": 1, "charlie": 0, "xu": 0, "expert": 0}.items(),
)
def test_the_file_is_for_the_unit_those_above_it_and_who_reads_all(door: Door, login: str, inside: int) -> None:
    text = door(login).get(STUDIO).text
    assert all((word in text) == bool(inside) for word in (*FILE, "整改中", "50,000"))
    assert door(login).get(f"{STUDIO}/diagram.bpmn").status_code == (200 if inside else 404)


def test_how_studios_elsewhere_stand_is_told_to_nobody_by_a_filter(door: Door) -> None:
    assert "林静创新工作室" in door("office").get("/register?status=rectifying").text
    assert "没有符合条件" in door("charlie").get("/register?status=rectifying").text
    assert "林静创新工作室" in door("xu").get("/register?status=rectifying").text  # not offered: shows all
    assert "整改中" not in door("xu").get("/register?status=rectifying").text


@pytest.mark.parametrize(
    ("asked", "found"),
    {"q=林静": 1, "q=星河 林静": 1, "q=0001": 1, "q=云帆": 0, "q=%25": 0, "year=2021": 1, "year=2020": 0, "year=x": 1,
     "status=valid": 1, "status=revoked": 0, "category=staff": 1, "category=x": 0, "page=99": 1, "page=-1": 1,
     "status=<script>": 1}.items(),
)  # fmt: skip
def test_the_register_is_searched(door: Door, asked: str, found: int) -> None:
    text = door(None).get(f"/register?{asked}").text
    assert (STUDIO in text) == bool(found) and "<script>&" not in text


def test_a_revoked_studio_stays_in_the_register_with_day_and_decision(door: Door, town: Town) -> None:
    revoke(town)
    text = door(None).get(STUDIO).text
    assert "称号已撤销" in text and "青工发〔2023〕1号" in text and "2023年1月3日" in text
    assert STUDIO in door(None).get("/register?status=revoked").text


def test_the_administrator_sees_how_many_years_have_begun_and_when_the_next_do(door: Door) -> None:
    text = door("root").get("/register/years").text
    row = re.search(r'data-label="年度">2022</td><td data-label="已启动">1</td><td data-label="办理中">1<', text)
    assert row is not None and "2024年1月1日(周一)" in text
    assert door("office").get("/register/years").status_code == 403
    assert door(None).get("/register/years").status_code == 303


def test_deeds_of_the_studio_stand_on_its_page(door: Door, town: Town) -> None:
    assert "撤销" in door("office").get(STUDIO).text
    begin(town, "office", "revocation")
    serve(town, NOTICE, "2023-01-03")
    assert "陈述申辩" in door("lin").get(STUDIO).text
    assert "陈述申辩（可以申请听证）" not in door("charlie").get(STUDIO).text
