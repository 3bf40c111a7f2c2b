"""The administrator sees which campaigns began by themselves, and when the next do."""

import pytest

from tests.app.conftest import Door
from tests.builders import Town
from tests.selection.test_studios import named
from tests.selection.test_yearly_campaigns import whole


@pytest.fixture
def town(make_town) -> Town:
    return make_town(whole())


def test_the_campaigns_that_years_opened_are_listed(door: Door, town: Town) -> None:
    first = door("root").get("/register/years").text
    assert "每年 3 月 1 日，自动开启一个批次" in first and "青山市总工会" in first and "2022年3月1日" in first
    town.until("2022-03-02 09:00")
    page = door("root").get("/register/years").text
    assert "2021年年度考评" in page and "2023年3月1日" in page and "没有每年自动启动的流程" not in page


def test_a_years_campaign_shows_how_far_each_studio_is(door: Door, town: Town) -> None:
    named(town)
    town.until("2022-03-02 09:00")
    page = door("office").get("/campaigns/2").text
    assert "工作室考评（1）" in page and "林静创新工作室" in page and "自评" in page
