"""A public notice as anybody reads it, and as its office keeps it."""

import re
from dataclasses import replace
from datetime import date

import pytest

from app.looking import OwnRendering
from services.process.registry import Package
from services.selection.public_notices import PublicNotice, digest_in_page
from services.wiring import WIRING
from tests.app.conftest import Door
from tests.builders import Town, moment
from tests.selection.drawn import PROVED, TOLD, posting
from tests.small_procedure import manifest

WINDOWS = {"public_notice": (date(2021, 12, 1), date(2021, 12, 10))}


@pytest.fixture
def town(make_town) -> Town:
    """A notice posted on Friday 3 December, with no day to spare."""
    whole = posting(PROVED, told=TOLD)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": False})}
    town = make_town(Package("hill", told), at=moment("2021-12-02 09:00"), windows=WINDOWS)
    town.until("2021-12-03 09:00")
    town.complete("office", "Post")
    return town


def form(page: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return {"csrf_token": found[1]}


PAGE, DESK = "/notices/GS2021-001", "/notices/GS2021-001/desk"


def test_anybody_reads_the_list_its_digest_its_end_and_why(door: Door, town: Town) -> None:
    town.until("2021-12-08 12:30")
    page = door(None).get(PAGE).text
    notice = town.rows(PublicNotice)[0]
    assert digest_in_page(page) == notice.digest and page.count(notice.digest) == 1
    assert notice.seal_digest in page and notice.head_digest in page
    assert "还剩 2 个工作日" in page and "2021年12月10日(周五) 24:00" in page
    assert "000-0000001" not in page and "88.5" not in page
    for said in (
        "不少于 5 个工作日",
        "发布当日不计入",
        "（本公示采用）",
        "国办发明电〔2020〕27号",
        "查看 3 次，均在线",
    ):
        assert said in page, said
    assert page.count("查看 3 次，均在线") == 5 and page.count("查看 2 次，均在线") == 1
    assert "计入（第 1 个）" in page and "未到（预计第 5 个）" in page and "不计：非工作日" in page
    assert "公示管理" not in page, "that is the office's"


def test_a_notice_that_is_taken_down_shows_no_name(door: Door, town: Town) -> None:
    client = door("office")
    page = client.get(DESK).text
    assert "撤下公示" in page and "公示管理" in client.get(PAGE).text
    answer = client.post("/notices/GS2021-001/absences", data=form(page) | {"reason": "名单有误，核对"})
    assert answer.status_code == 303
    public = door(None).get(PAGE)
    assert public.status_code == 200 and "暂时撤下" in public.text
    assert "林静" not in public.text and digest_in_page(public.text) is None
    desk = client.get(DESK).text
    assert "王书琴撤下：名单有误，核对" in desk and "恢复公示" in desk
    town.until("2021-12-06 10:00")
    assert client.post("/notices/GS2021-001/returns", data=form(desk) | {"reason": "核对无误"}).status_code == 303
    town.settle()
    desk = client.get(DESK).text
    assert "不计入：公示于12月3日 09:00 撤下" in desk and "不计：页面不在线" in desk
    assert "2021年12月13日(周一) 24:00" in desk
    assert "林静" in door(None).get(PAGE).text


def test_the_desk_is_for_the_office_alone_and_wants_a_reason(door: Door, town: Town) -> None:
    assert door(None).get(DESK).status_code == 303
    for login in ("lin", "sun", "root", "auditor"):
        client = door(login)
        assert client.get(DESK).status_code == 403
        token = form(client.get("/").text)
        assert client.post("/notices/GS2021-001/absences", data=token | {"reason": "x"}).status_code == 403
    client = door("office")
    token = form(client.get(DESK).text)
    refused = client.post("/notices/GS2021-001/absences", data=token | {"reason": " "})
    assert refused.status_code == 422 and "请写明理由" in refused.text
    assert client.post("/notices/GS2021-001/returns", data=token | {"reason": "x"}).status_code == 409
    assert client.get("/notices/GS1999-001/desk").status_code == 404


def test_the_house_sees_its_own_page_as_a_guest_and_says_that_it_was_not_outside(house_app, town: Town) -> None:
    own = OwnRendering(house_app)
    with town.house.reading() as uow:
        notice = uow.session.get(PublicNotice, 1)
        seen = own.look(uow, notice)
        assert (seen.ok, seen.digest) == (True, notice.digest) and "未从外部访问" in seen.means
        assert not own.look(uow, PublicNotice(no="GS1999-001", digest=notice.digest)).ok
        changed = own.look(uow, PublicNotice(no=notice.no, digest="0" * 64))
        assert not changed.ok and "不一致" in changed.what


def test_every_row_of_evidence_says_how_one_looked(door: Door, house_app, town: Town) -> None:
    town.house.wiring = replace(WIRING, looker=OwnRendering(house_app))
    town.until("2021-12-08 13:00")
    assert "系统自行生成页面核对（未设置公开网址，未从外部访问）" in door("office").get(DESK).text
