"""Release a package: its own stories are played first, and only what passes them is deployed."""

from .confirm import REASON_MAX, ROLE, DraftMovedOn, NotRehearsed, go_back, release_draft
from .impact import Impact, Running, impact_of
from .release import RehearsalFailed, Released, release

__all__ = [
    "REASON_MAX",
    "ROLE",
    "DraftMovedOn",
    "Impact",
    "NotRehearsed",
    "RehearsalFailed",
    "Released",
    "Running",
    "go_back",
    "impact_of",
    "release",
    "release_draft",
]
