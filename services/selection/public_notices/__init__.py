"""Public notices: a frozen list, open to everybody until its clock has run over days that are proved."""

from .clock import COMING, Clock, LedgerDay, Reading, clock_of
from .effects import close_public_notice, open_public_notice
from .ending import end_with_instance
from .events import (
    NoticeDayLost,
    NoticeRestored,
    NoticeTakenDown,
    PublicNoticeClosed,
    PublicNoticeEnded,
    PublicNoticeOpened,
)
from .known import known_notice
from .ledger import judge_running
from .lookers import Looker, OverTheNetwork, Seen, StoredList, compared, digest_in_page
from .looking import LOOK, LOOKING
from .models import NoticeDay, NoticeLook, NoticePresence, PublicNotice
from .presence import AlreadySo, NoticeIsOver, NotItsOffice, may_manage, restore, take_down
from .queries import is_taken_down, looks, notice_by_no, notices, presences, running_of
from .verification import broken_lists

__all__ = [
    "COMING",
    "LOOK",
    "LOOKING",
    "AlreadySo",
    "Clock",
    "LedgerDay",
    "Looker",
    "NotItsOffice",
    "NoticeDay",
    "NoticeDayLost",
    "NoticeIsOver",
    "NoticeLook",
    "NoticePresence",
    "NoticeRestored",
    "NoticeTakenDown",
    "OverTheNetwork",
    "PublicNotice",
    "PublicNoticeClosed",
    "PublicNoticeEnded",
    "PublicNoticeOpened",
    "Reading",
    "Seen",
    "StoredList",
    "broken_lists",
    "clock_of",
    "close_public_notice",
    "compared",
    "digest_in_page",
    "end_with_instance",
    "is_taken_down",
    "judge_running",
    "known_notice",
    "looks",
    "may_manage",
    "notice_by_no",
    "notices",
    "open_public_notice",
    "presences",
    "restore",
    "running_of",
    "take_down",
]
