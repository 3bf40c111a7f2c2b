"""Every story of the package comes true on the production verbs; they are played side by side, once."""

from functools import cache

import pytest

from services.designer.rehearse import Rehearsal, rehearse, stories_of
from services.wiring import REHEARSED
from tests.builders import city

PACKAGE = city("dalian")
NAMES = [story.name for story in stories_of(PACKAGE)]


@cache
def played() -> Rehearsal:
    """All stories of the package."""
    return rehearse(PACKAGE, REHEARSED)


@pytest.mark.parametrize("name", NAMES)
def test_the_story_comes_true(name: str) -> None:
    assert [failure for failure in played().failures if failure.startswith(name)] == []
    assert name.removesuffix(".yaml") in played().outcome


def test_no_failure_belongs_to_no_story() -> None:
    assert played().failures == [] and played().timeline


def test_there_are_stories_of_success_and_of_failure() -> None:
    assert {"happy_year.yaml", "ineligible.yaml", "late.yaml", "objection_upheld.yaml"} <= set(NAMES)


def test_the_window_of_the_notice_is_shown_against_the_calendar() -> None:
    (phase,) = played().phases
    assert (phase.start.isoformat(), phase.end.isoformat(), phase.working_days) == ("2019-06-28", "2019-08-30", 46)
