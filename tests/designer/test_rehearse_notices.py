"""A story takes a public notice down and puts it back: a rehearsal shows what a day off line costs."""

import yaml

from services.designer.rehearse import next_moment, rehearse
from services.process.registry import Package
from services.wiring import WIRING
from tests.builders import moment
from tests.cast import CAST
from tests.selection.drawn import PROVED, TOLD, posting
from tests.selection.noticing import post
from tests.small_procedure import manifest

STEPS = [
    {"at": "2021-11-02 09:00", "who": "office", "do": "open_campaign", "title": "2021年批次", "year": 2021},
    {"at": "2021-12-03 09:00", "who": "office", "do": "complete", "task": "Post",
     "expect": {"public_notice": {"ends": "2021-12-10", "working_days": 5}}},
    {"at": "2021-12-08 10:00", "who": "lin", "do": "take_down_notice", "refused": "主办单位"},
    {"who": "office", "do": "take_down_notice", "reason": "名单有误",
     "expect": {"public_notice": {"ends": "2021-12-13", "working_days": 5}}},
    {"at": "2021-12-08 15:00", "who": "office", "do": "restore_notice", "notice": "GS2021-001"},
    {"who": "office", "do": "restore_notice", "refused": "已经在线"},
    {"at": "2021-12-20 09:00", "who": "office", "do": "complete", "task": "After"},
]  # fmt: skip


def played(*steps):
    whole = posting(PROVED, told=TOLD)
    files = {
        **whole.files,
        "procedure.yaml": manifest(parameters={"count_first_day": False}),
        "scenarios/cast.yaml": yaml.safe_dump(CAST).encode(),
        "scenarios/year.yaml": yaml.safe_dump({"title": "一年", "steps": list(steps)}).encode(),
    }
    return rehearse(Package("hill", files), WIRING)


def test_a_day_off_line_is_rehearsed_with_its_cost():
    assert played(*STEPS).failures == []


def test_a_story_without_a_notice_cannot_take_one_down():
    (failure,) = played(STEPS[0], {"who": "office", "do": "take_down_notice"}).failures
    assert "还没有公示" in failure


def test_looks_at_a_notice_are_no_moment_that_anybody_waits_for(make_town):
    town = post(make_town, "2021-12-03 09:00")
    assert next_moment(town.house) == moment("2021-12-11 00:00")
