"""The auditor's desk: `look` for deeds, `verify` the trail, `export` a record."""

from .desk import (
    EXCEPTIONAL,
    LATE,
    SUBSTITUTED,
    export,
    look,
    people_called,
    require_looker,
    subject_called,
    verify,
)
from .events import RecordExported

__all__ = [
    "EXCEPTIONAL",
    "LATE",
    "SUBSTITUTED",
    "RecordExported",
    "export",
    "look",
    "people_called",
    "require_looker",
    "subject_called",
    "verify",
]
