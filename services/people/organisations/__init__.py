"""The tree of organisations and its levels: `add`, `move`, and questions that only ever look upward."""

from .changes import CodeTaken, WouldBeCycle, add, move
from .models import Organisation
from .tree import (
    LevelMissing,
    ancestors,
    by_code,
    children,
    nearest_with_level,
    of_level,
    organisation,
    recommender_of,
    superior_chain,
    with_code,
    within,
)

__all__ = [
    "CodeTaken",
    "LevelMissing",
    "Organisation",
    "WouldBeCycle",
    "add",
    "ancestors",
    "by_code",
    "children",
    "move",
    "nearest_with_level",
    "of_level",
    "organisation",
    "recommender_of",
    "superior_chain",
    "with_code",
    "within",
]
