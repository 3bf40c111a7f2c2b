"""Rehearse a package: its stories are played on the production verbs, with a clock that can be turned."""

from .find import StepFailed
from .passing_time import next_moment, pass_time, settle
from .play import Player
from .rehearsal import Rehearsal, StoryPlayed, begins, comes_true, play_story, rehearse
from .scratch import stage
from .specimens import with_specimens
from .story import Step, Story, read_story, stories_of

__all__ = [
    "Player",
    "Rehearsal",
    "Step",
    "StepFailed",
    "Story",
    "StoryPlayed",
    "begins",
    "comes_true",
    "next_moment",
    "pass_time",
    "play_story",
    "read_story",
    "rehearse",
    "settle",
    "stage",
    "stories_of",
    "with_specimens",
]
