"""Messages to people: who is told what, in which words (wording.py), on which ways, and what became of it."""

from .choices import Choice, choice_of, choose
from .clocks import tell_moved
from .colleagues import tell_answered, tell_asked, tell_copied, tell_handed_over
from .mail import send_due_mail
from .models import Delivery, Message, MessageChoice
from .react import outcome_later, tell_extended, tell_outcome, tell_urged
from .read import COUNT_CAP, Mine, last_test, my_messages, read, read_all, send_test, unread_count
from .remind import remind_all_due
from .smtp import MailServer
from .tell import Word, tell
from .told import Told, told_about

__all__ = [
    "COUNT_CAP",
    "Choice",
    "Delivery",
    "MailServer",
    "Message",
    "MessageChoice",
    "Mine",
    "Told",
    "Word",
    "choice_of",
    "choose",
    "last_test",
    "my_messages",
    "outcome_later",
    "read",
    "read_all",
    "remind_all_due",
    "send_due_mail",
    "send_test",
    "tell",
    "tell_answered",
    "tell_asked",
    "tell_copied",
    "tell_extended",
    "tell_handed_over",
    "tell_moved",
    "tell_outcome",
    "tell_urged",
    "told_about",
    "unread_count",
]
