"""The time machine: a case as it was at the end of a day, and what a form says differently from the time before."""

import re

import pytest

from tests.app.conftest import Door
from tests.builders import Town


@pytest.fixture
def case(town: Town):
    """Written on the 2nd, returned on the 3rd, corrected on the 5th, agreed on the 8th of November."""
    case = town.open_case()
    town.write(case, amount=10)
    town.until("2021-11-03 10:00")
    town.complete("alice", "A_unit", {"verdict": "agree", "comment": "同意推荐。"}, case)
    town.until("2021-11-08 10:00")
    town.complete("office", "A_city", {"verdict": "agree", "comment": "同意。"}, case)
    return case


def then(door: Door, case, day: str = "", who: str = "office"):
    return door(who).get(f"/cases/{case.no}/then" + (f"?day={day}" if day else ""))


def test_a_past_day_shows_what_was_there_and_nothing_later(door: Door, case) -> None:
    page = then(door, case, "2021-11-02").text
    assert "单位工会意见" in page and "同意推荐。" not in page
    page = then(door, case, "2021-11-05").text
    assert "同意推荐。" in page and "市总工会意见" in page and "“市总工会意见”签署" not in page


def test_today_shows_how_it_ended(door: Door, case) -> None:
    assert "已命名" in then(door, case).text


def test_the_days_on_which_it_moved_are_one_step_away(door: Door, case) -> None:
    assert re.findall(r"day=(2021-11-\d\d)\"[^>]*>2021年", then(door, case).text)
    page = then(door, case, "2021-11-05").text
    assert "day=2021-11-03" in page and "day=2021-11-08" in page


@pytest.mark.parametrize(("day", "status"), [("2021-11-01", 404), ("gestern", 422), ("2099-01-01", 200)])
def test_days_that_are_none(door: Door, case, day: str, status: int) -> None:
    assert then(door, case, day).status_code == status


def test_whoever_may_not_see_the_case_may_not_see_its_past(door: Door, case) -> None:
    assert then(door, case, who="charlie").status_code == 404
    assert door(None).get(f"/cases/{case.no}/then").status_code == 303


def test_the_history_tells_old_and_new_values(door: Door, town: Town) -> None:
    case = town.open_case()
    town.write(case, amount=10)
    town.complete("alice", "A_unit", {"verdict": "return", "comment": "经费有误。"}, case)
    town.write(case, amount=12)
    page = door("office").get(f"/cases/{case.no}").text
    assert "与上次相比改动 1 处" in page
    assert "<dt>经费</dt><dd><del>10</del>" in page and "<ins>12</ins>" in page
