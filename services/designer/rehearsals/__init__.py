"""Rehearsals that somebody asked for: each story is a job, what came of it stays, with the digest it is true of."""

from .asking import RehearsalRefused, rehearse_draft, rehearse_version
from .events import RehearsalAsked
from .models import RehearsalRun, StoryRun
from .playing import PLAY, playing
from .reading import Standing, latest_of, rehearsal_by_id, rehearsals_of, standing_of, stories_of_run

__all__ = [
    "PLAY",
    "RehearsalAsked",
    "RehearsalRefused",
    "RehearsalRun",
    "Standing",
    "StoryRun",
    "latest_of",
    "playing",
    "rehearsal_by_id",
    "rehearsals_of",
    "rehearse_draft",
    "rehearse_version",
    "standing_of",
    "stories_of_run",
]
