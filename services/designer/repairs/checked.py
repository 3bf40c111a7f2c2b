"""The check of a draft with what the house offers to put right: what the problems pane and the editors show."""

from collections.abc import Collection
from typing import Any

from services.process.registry import Package

from ..drafts import check_draft
from .offers import repair_for


def checked(package: Package, effects: Collection[str]) -> dict[str, Any]:
    """`drafts.check_draft`; a problem that one click can put right has also `repair`: {"label"}."""
    told = check_draft(package, effects)
    for problem in told["problems"]:
        offered = repair_for(package, problem["file"], problem["element"], problem["message"])
        if offered is not None:
            problem["repair"] = {"label": offered.label}
    return told
