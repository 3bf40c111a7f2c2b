"""Every story of the package comes true on the production verbs."""

import pytest

from services.designer.rehearse import Rehearsal, rehearse, stories_of
from services.wiring import REHEARSED
from tests.builders import city

PACKAGE = city("nanchang")
NAMES = [story.name for story in stories_of(PACKAGE)]


@pytest.fixture(scope="module")
def played() -> Rehearsal:
    """All of them, as `procedure rehearse` plays them: the package is laid down once."""
    return rehearse(PACKAGE, REHEARSED)


@pytest.mark.parametrize("name", NAMES)
def test_the_story_comes_true(played: Rehearsal, name: str) -> None:
    assert [text for text in played.failures if text.startswith(name)] == []
    assert played.outcome[name.removesuffix(".yaml")]


def test_there_are_stories_of_success_and_of_failure(played: Rehearsal) -> None:
    assert {"happy_year.yaml", "nobody_named.yaml", "late_rejected.yaml", "third_refused.yaml"} <= set(NAMES)
    assert played.ok and played.timeline
