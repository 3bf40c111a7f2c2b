"""The target of 120 studios of all levels: counted once each, shown, missed without hindering anybody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import yaml

from services.casework.tasks import Task
from services.process.rules.values import from_json
from services.selection.campaigns import campaigns, counted
from services.selection.studios import Studio
from tests.builders import ROOT, Town, city

SAME: dict[str, Any] = {
    "procedure": "tongliao", "status": "named", "members": [],
    "unit": "云岭生物科技公司", "lead": "苏和", "naming_organ": "云岭生物科技公司",
}  # fmt: skip
CAST = yaml.safe_load((ROOT / "processes/tongliao/scenarios/cast.yaml").read_text("utf-8"))


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    town = make_town(city("tongliao"), cast=CAST, opened=False)
    town.open_campaign("jixie", year=2020, windows={"application": (date(2021, 11, 2), date(2021, 12, 31))})
    return town


def titled(town: Town, count: int, level: str = "unit", prior: bool = False) -> None:
    """So many titles stand in the register; `prior`: each on top of a unit's title."""
    with town.house.work() as uow:
        for number in range(count):
            facts = {"prior_title": f"GZS-unit-{number}" if prior else None}
            row = {"category": level, "no": f"GZS-{level}-{number}", "name": f"{number}号工作室", "facts": facts}
            uow.session.add(Studio(organisation_id=town.organisations["yunling"], **SAME, **row))


def now(town: Town) -> tuple[int | None, int | None, bool]:
    with town.house.reading() as uow:
        (row,) = counted(uow, campaigns(uow)[0])
        return row.count, row.goal, row.met


def test_119_titles_at_the_end_of_the_year_miss_the_target_and_nothing_is_blocked(town: Town) -> None:
    titled(town, 119)
    assert now(town) == (119, 120, False)
    town.until("2022-01-01 00:30")
    (task,) = [t for t in town.rows(Task) if t.element == "TL_T_target"]
    assert from_json(task.name) == "核对创建目标：已有119个，目标120个，未达到"
    town.complete("jixie", "TL_T_target", {"note": "差一个，继续培育。"})
    assert town.incidents() == []


def test_120_titles_meet_it(town: Town) -> None:
    titled(town, 120)
    assert now(town) == (120, 120, True)


def test_a_studio_that_rose_to_a_higher_level_counts_once(town: Town) -> None:
    titled(town, 119)
    titled(town, 30, "county", prior=True)
    assert now(town) == (119, 120, False)
    with town.house.work() as uow:
        uow.session.query(Studio).filter(Studio.no == "GZS-unit-5").one().status = "revoked"
    assert now(town) == (119, 120, False)  # its county title stands
