"""The trail nobody can quietly change: `append`, `history`, `seal`, `latest_seal`, `verify`, `protect`, `evidence`."""

from .broken import Broken, Verification
from .chain import Entry, append, history
from .evidence import evidence
from .protection import protect
from .seals import DayAlreadyPassed, Seal, latest_seal, seal
from .search import Wanted, how_long, kinds_told, search
from .verification import verify

__all__ = [
    "Broken",
    "DayAlreadyPassed",
    "Entry",
    "Seal",
    "Verification",
    "Wanted",
    "append",
    "evidence",
    "history",
    "how_long",
    "kinds_told",
    "latest_seal",
    "protect",
    "seal",
    "search",
    "verify",
]
