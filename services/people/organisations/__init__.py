"""The tree of organisations: `add`, `change`, `move`, `close`, and questions that only ever look upward."""

from .changes import CodeTaken, WouldBeCycle, add, move
from .ending import StillHasUnits, change, close, reopen
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
    "StillHasUnits",
    "WouldBeCycle",
    "add",
    "ancestors",
    "by_code",
    "change",
    "children",
    "close",
    "move",
    "nearest_with_level",
    "of_level",
    "organisation",
    "recommender_of",
    "reopen",
    "superior_chain",
    "with_code",
    "within",
]
