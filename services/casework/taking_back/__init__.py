"""拿回: whoever handed something in takes it back, until the next level has acted."""

from .events import CompletionTakenBack
from .take_back import AlreadyTouched, NotYourOwn, may_take_back, take_back

__all__ = ["AlreadyTouched", "CompletionTakenBack", "NotYourOwn", "may_take_back", "take_back"]
