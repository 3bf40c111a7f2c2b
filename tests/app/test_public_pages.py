"""What everybody reads without signing in: notices with the days left, a feed, the register as a table, a history."""

import io
import xml.etree.ElementTree as ET

import openpyxl
import pytest

from services.selection.studios import Studio
from tests.app.conftest import Door
from tests.builders import Town
from tests.cast import CAST
from tests.selection import objecting
from tests.selection.studio_life import LIVING, REPORT, living, named, verdict

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def town(make_town) -> Town:
    return make_town(objecting.package(), cast=CAST)


def test_a_guest_reads_how_long_a_notice_still_runs_and_may_keep_the_page_only_to_ask_again(
    door: Door, town: Town
) -> None:
    objecting.posted(town)
    answer = door(None).get("/notices")
    assert "正在公示（1）" in answer.text and "个工作日" in answer.text and objecting.NOTICE in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["Vary"]) == ("private, no-cache", "Cookie")
    assert door("office").get("/notices").headers["Cache-Control"] == "no-store"


def test_the_feed_tells_of_notices_and_names_nobody_of_the_list(door: Door, town: Town) -> None:
    empty = ET.fromstring(door(None).get("/notices.xml").data)
    assert empty.findall(f"{ATOM}entry") == []
    objecting.posted(town)
    answer = door(None).get("/notices.xml")
    (entry,) = ET.fromstring(answer.data).findall(f"{ATOM}entry")
    assert str(entry.findtext(f"{ATOM}id")).endswith(f"/notices/{objecting.NOTICE}")
    assert "林静" not in answer.text and "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, max-age=300"


class TestRegister:
    """A studio whose first year was found wanting."""

    @pytest.fixture
    def town(self, make_town) -> Town:
        town: Town = make_town(living(), cast=LIVING)
        named(town)
        town.until("2023-01-03 09:00")
        town.complete("lin", "shared_review_report", {**REPORT, "results": 0})
        town.complete("office", "shared_review_verdict", verdict("fail"))
        return town

    def test_the_history_runs_from_old_to_new_and_tells_findings_to_its_offices_alone(
        self, door: Door, town: Town
    ) -> None:
        address = f"/register/{town.rows(Studio)[0].no}"
        guest, office = door(None).get(address).text, door("office").get(address).text
        assert guest.index("命名</span>") < guest.index("颁发牌匾") < guest.index("2022年度已考核")
        assert "不合格" not in guest and "整改" not in guest
        assert "2022年度已考核：不合格" in office and "状态变为" in office

    def test_the_register_is_taken_along_as_everybody_reads_it(self, door: Door, town: Town) -> None:
        def rows(login: str | None, asked: str = "") -> list[tuple[object, ...]]:
            answer = door(login).get(f"/register.xlsx{asked}")
            return list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.iter_rows(min_row=3, values_only=True))

        head, row = rows(None)
        assert head == (
            "登记号",
            "工作室",
            "所在单位",
            "领衔人",
            "类别",
            "命名单位",
            "命名日期",
            "命名决定",
            "牌匾编号",
            "状态",
        )
        assert row[-1] == "称号有效" and rows("office")[1][-1] != "称号有效"
        assert len(rows(None, "?q=没有这样的")) == 1
        assert len(rows(None, "?status=rectifying")) == 2  # how it stands is told to no guest by a filter either
