"""A campaign's page shows how far its procedure's numbers are reached."""

import pytest

from tests.app.conftest import Door
from tests.selection.test_targets import package


@pytest.fixture
def town(make_town):
    return make_town(package())


@pytest.mark.parametrize("login", ["office", "lin"])
def test_everybody_in_the_house_reads_how_many_are_still_missing(door: Door, login: str) -> None:
    page = door(login).get("/campaigns/1").text
    assert "全市工作室" in page and "已有 0 个，目标 2 个，尚差 2 个" in page
