"""Public notices: a frozen list, open to everybody until its clock has run."""

from .clock import Clock, clock_of
from .effects import close_public_notice, open_public_notice
from .events import PublicNoticeClosed, PublicNoticeOpened
from .models import PublicNotice
from .queries import notice_by_no, notices

__all__ = [
    "Clock",
    "PublicNotice",
    "PublicNoticeClosed",
    "PublicNoticeOpened",
    "clock_of",
    "close_public_notice",
    "notice_by_no",
    "notices",
    "open_public_notice",
]
