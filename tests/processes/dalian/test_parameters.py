"""What Dalian's notice leaves open is a parameter: changed in procedure.yaml, the year runs otherwise."""

import pytest

from services.designer.check import check_package
from services.designer.rehearse import read_story, rehearse
from services.process.registry import Package
from services.wiring import EFFECTS, REHEARSED
from tests.builders import city, edited

DALIAN = city("dalian")
UNSET = "recommender_deadlines: {value: []"
APPLIED = """
title: 推荐单位自定的申请截止日
start: 2019-06-28 09:00
steps:
  - {at: 2019-06-28 09:00, who: jingji, do: open_campaign, title: 2019年批次, year: 2019}
  - {part: parts/filled.yaml, with: {case: A, application: {}, materials: {}}}
"""
TOO_LATE = """
  - {case: A, expect: {due: {DL_T2: 2019-08-15}}}
  - {at: 2019-08-16 00:00, who: panlan, do: complete, case: A, task: DL_T2, answers_from: answers/agree.yaml,
     refused: 已过2019-08-15，推荐单位不再受理申请}
  - {part: parts/model_worker.yaml, with: {case: B, materials: {}}}
  - {case: B, expect: {due: {DL_T2: 2019-08-30}}}
"""
IN_TIME = """
  - {at: 2019-08-15 23:59:59, who: panlan, do: complete, case: A, task: DL_T2, answers_from: answers/agree.yaml,
     expect: {open: {DL_T3: 1}, due: {DL_T3: 2019-08-30}}}
"""
NOT_SET = """
  - {at: 2019-08-30 23:59:59, who: panlan, do: complete, case: A, task: DL_T2, answers_from: answers/agree.yaml,
     expect: {open: {DL_T3: 1}}}
"""


def failures(package: Package, steps: str) -> list[str]:
    """How the story fails in a package that still passes the check."""
    assert check_package(package, EFFECTS).ok
    return rehearse(package, REHEARSED, read_story("told.yaml", (APPLIED + steps).encode(), package)).failures


@pytest.mark.parametrize("steps", [TOO_LATE, IN_TIME])
def test_a_recommender_may_set_an_earlier_day_for_its_own_units(steps: str) -> None:
    own_day = 'recommender_deadlines: {value: [{recommender: 北岬先导区总工会, until: "2019-08-15"}]'
    assert failures(edited(DALIAN, "procedure.yaml", (UNSET, own_day)), steps) == []


def test_without_such_a_day_the_notices_own_holds() -> None:
    assert failures(DALIAN, NOT_SET) == []


def test_more_than_half_must_have_come_to_the_meeting() -> None:
    half = """
  - {part: parts/reported.yaml, with: {case: A}}
  - {part: parts/assessed.yaml, with: {case: A, scores: {}}}
  - {at: 2019-09-05 09:00, who: jingji, do: complete, task: DL_T7, answers: {proposed: [1], reason: 研究提出。}}
  - {who: zhuxi, do: complete, task: DL_T8, answers_from: answers/meeting.yaml,
     answers: {approved: [1], expected: 12}, refused: 没有超过应到人数的半数}
"""
    assert failures(DALIAN, half) == []
    third = edited(DALIAN, "procedure.yaml", ("quorum_ratio: {value: 0.5", "quorum_ratio: {value: 0.3"))
    assert any("却办成了" in text for text in failures(third, half))
