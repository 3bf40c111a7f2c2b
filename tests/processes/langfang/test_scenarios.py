"""Every story of the package comes true on the production verbs."""

import pytest

from services.designer.rehearse import Story, rehearse, stories_of
from services.wiring import REHEARSED
from tests.builders import city

PACKAGE = city("langfang")


@pytest.mark.parametrize("story", stories_of(PACKAGE), ids=lambda story: story.name)
def test_the_story_comes_true(story: Story) -> None:
    played = rehearse(PACKAGE, REHEARSED, story)
    assert played.failures == []
    assert played.timeline


def test_there_are_stories_of_success_and_of_failure() -> None:
    names = {story.name for story in stories_of(PACKAGE)}
    assert {"happy_year.yaml", "late_rejected.yaml", "ineligible.yaml"} <= names
