"""A package's own stories are played before it becomes a version; what no longer holds is told and kept."""

import sys

import pytest

from services.designer.deploy import CannotDeploy
from services.designer.release import RehearsalFailed, release
from services.foundation.events import Subject
from services.process.registry import all_versions
from services.record import audit
from services.wiring import WIRING
from tests.builders import edited
from tests.designer.test_rehearse import STEPS, changed, story
from tests.small_procedure import package


def released(town, whole):
    return release(town.house, whole, WIRING)


def versions(town):
    with town.house.reading() as uow:
        return all_versions(uow)


def test_a_package_whose_stories_hold_is_deployed(empty_town):
    found = released(empty_town, story(*STEPS))
    assert (found.stories, found.failures) == (1, [])
    assert [v.digest for v in versions(empty_town)] == [found.version.digest]


def test_a_new_package_that_contradicts_itself_is_refused_with_the_step(empty_town):
    with pytest.raises(RehearsalFailed, match=r"不能发布：year\.yaml 第 6 步：名录中应有 3 个工作室"):
        released(empty_town, story(*changed(6, expect={"studios": 3})))
    assert versions(empty_town) == []


def test_of_a_later_version_it_is_told_and_kept_which_story_no_longer_holds(empty_town):
    first = story(*STEPS)
    released(empty_town, first)
    found = released(empty_town, edited(first, "procedure.yaml", ("value: 50000", "value: 60000")))
    assert found.changes == ["参数“资金”由“50000”改为“60000”。"]
    assert len(found.failures) == 1 and "grant_cny" in found.failures[0]
    with empty_town.house.reading() as uow:
        [told] = audit.history(uow, Subject("deployment", found.version.id))
    assert told.facts["failures"] == found.failures and told.sentence.endswith("预演有 1 处不符。")


def test_what_the_check_refuses_is_not_even_rehearsed(empty_town):
    wrong = edited(story(*STEPS), "procedure.bpmn", ('type="pay_grant"', 'type="pay_twice"'))
    with pytest.raises(CannotDeploy, match="pay_twice"):
        released(empty_town, wrong)


def test_a_package_without_stories_says_that_it_was_not_rehearsed(empty_town):
    assert released(empty_town, package()).stories == 0


def test_the_same_bytes_again_are_not_rehearsed_again(empty_town, monkeypatch):
    first = released(empty_town, story(*STEPS))
    monkeypatch.setattr(sys.modules["services.designer.release.release"], "rehearse", None)
    assert released(empty_town, story(*STEPS)).version.digest == first.version.digest
