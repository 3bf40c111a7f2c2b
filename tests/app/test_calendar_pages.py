"""The calendar by year, and importing a notice: what was shown is what is confirmed."""

import io
import re
from datetime import date

import pytest

from services.casework.deadlines import Deadline
from services.foundation.clock import last_day
from services.foundation.events import ADMINISTRATION
from services.process.registry import Package
from services.record import audit
from tests.app.conftest import Door
from tests.builders import Town, moment
from tests.selection.drawn import PROVED, TOLD, posting
from tests.small_procedure import manifest

HEAD = "年份,文号,日期,上班,名称\n"
LONGER = HEAD + "2021,国办发明电〔2021〕99号,2021-12-08,否,防汛\n"
OTHER = HEAD + "2021,国办发明电〔2021〕99号,2021-12-09,否,防汛\n"


@pytest.fixture
def town(make_town) -> Town:
    whole = posting(PROVED, told=TOLD)
    told = {**whole.files, "procedure.yaml": manifest(parameters={"count_first_day": False})}
    windows = {"public_notice": (date(2021, 12, 1), date(2021, 12, 10))}
    town = make_town(Package("hill", told), at=moment("2021-12-03 09:00"), windows=windows)
    town.complete("office", "Post")
    return town


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(csrf_token|content|seen)" value="([^"]*)"', page))


def previewed(client, text=LONGER, **more):
    token = hidden(client.get("/calendar/imports/new").text)["csrf_token"]
    return client.post("/calendar/previews", data={"csrf_token": token, "text": text, **more})


def ends(town: Town) -> date:
    (row,) = town.rows(Deadline)
    return last_day(row.due_at)


def test_a_year_shows_each_day_with_its_letter_and_its_paper(door: Door, town: Town) -> None:
    page = door("root").get("/calendar/2021").text
    assert re.search(r'class="is-holiday" title="2021年10月1日\(周五\)：国庆节放假[^"]*国办发明电〔2020〕27号', page)
    assert re.search(r'class="is-made-up" title="2021年10月9日\(周六\)：调休上班[^>]*>9<small>班</small>', page)
    assert "暂</small>" not in page
    assert "暂</small>" in door("root").get("/calendar/2027").text
    assert door("root").get("/calendar").status_code == 200
    assert door("root").get("/calendar/99999").status_code == 422


def test_the_calendar_is_the_administrators(door: Door, town: Town) -> None:
    assert door(None).get("/calendar").status_code == 303
    client = door("office")
    for page in ("/calendar", "/calendar/imports/new"):
        assert client.get(page).status_code == 403
    token = {"csrf_token": hidden(client.get("/").text)["csrf_token"], "text": LONGER}
    assert client.post("/calendar/previews", data=token).status_code == 403
    seen = hidden(previewed(door("root")).text) | token
    assert client.post("/calendar/imports", data=seen).status_code == 403
    assert 'href="/calendar"' in door("root").get("/").text and 'href="/calendar"' not in client.get("/").text


def test_a_preview_shows_days_and_clocks_and_stores_nothing(door: Door, town: Town) -> None:
    page = previewed(door("root")).text
    assert "2021年12月8日（防汛）由上班改为放假" in page
    assert "受影响的期限（1）" in page and "2021年批次" in page
    assert "2021年12月10日(周五) 24:00" in page and "2021年12月13日(周一) 24:00" in page
    town.settle()
    assert ends(town) == date(2021, 12, 10)


def test_a_person_confirms_and_the_trail_names_them(door: Door, town: Town) -> None:
    client = door("root")
    answer = client.post("/calendar/imports", data=hidden(previewed(client).text), follow_redirects=True)
    assert answer.status_code == 200 and "1 天有变动" in answer.text and "管理员" in answer.text
    town.settle()
    assert ends(town) == date(2021, 12, 13)
    with town.house.reading() as uow:
        (entry,) = [e for e in audit.history(uow, ADMINISTRATION) if e.kind == "CalendarImported"]
        assert entry.actor_id == town.people["root"]


def test_what_was_not_shown_is_not_confirmed(door: Door, town: Town) -> None:
    client = door("root")
    shown, other = hidden(previewed(client).text), hidden(previewed(client, OTHER).text)
    for seen in (
        shown | {"content": other["content"]},
        shown | {"seen": other["seen"]},
        shown | {"seen": "[]"},
        shown | {"seen": ""},
        shown | {"content": "没有"},
    ):
        answer = client.post("/calendar/imports", data=seen)
        assert answer.status_code == 409 and "重新预览" in answer.text
    town.settle()
    assert ends(town) == date(2021, 12, 10)


def test_a_preview_is_outdated_once_the_calendar_is_another(door: Door, town: Town) -> None:
    client = door("root")
    first, second = hidden(previewed(client).text), hidden(previewed(client, OTHER).text)
    assert client.post("/calendar/imports", data=first).status_code == 303
    assert client.post("/calendar/imports", data=second).status_code == 409
    assert client.post("/calendar/imports", data=first).status_code == 409


def test_a_file_of_a_spreadsheet_is_read_and_what_is_wrong_is_said(door: Door, town: Town) -> None:
    client = door("root")
    file = (io.BytesIO(LONGER.encode("gb18030")), "2021.csv")
    assert "由上班改为放假" in previewed(client, "", file=file).text
    wrong = previewed(client, HEAD + "2021,国办发明电〔2021〕99号,2021-13-08,否,防汛\n")
    assert wrong.status_code == 422 and "2021-13-08" in wrong.text and "第 1 行的日期" in wrong.text
    assert previewed(client, "").status_code == 422


def test_a_notice_that_moves_no_clock_says_so(door: Door, town: Town) -> None:
    page = previewed(door("root"), HEAD + "2021,国办发明电〔2021〕99号,2021-12-24,否,防汛\n").text
    assert "没有一个正在运行的期限会变动" in page
