"""Extensions: a deadline is put off once, by whom the diagram names, with grounds that everybody may read."""

from .events import DeadlineExtended
from .extend import AlreadyExtended, CannotExtend, extend_deadline, may_extend
from .models import Extension
from .queries import extension_of

__all__ = [
    "AlreadyExtended",
    "CannotExtend",
    "DeadlineExtended",
    "Extension",
    "extend_deadline",
    "extension_of",
    "may_extend",
]
