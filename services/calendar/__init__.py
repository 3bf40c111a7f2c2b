"""Working days as the State Council announces them, in one room; `load` gives the calendar in force to count with."""

from .confirm import PreviewOutdated, confirm_notice, digest_of
from .events import CalendarChanged, CalendarImported, CalendarSeeded
from .notice_files import NoticeFile, read_notice
from .notices import Changes, DayChange, NoticeRefused, compare_notice, import_notice, suppose_notice
from .seed import seed
from .store import NoCalendar, load, revisions, supposing
from .work_calendar import DayExplained, DayRecord, NotAnnounced, OutOfRange, WorkCalendar
from .year_grid import DayShown, YearGrid, year_grid

__all__ = [
    "CalendarChanged",
    "CalendarImported",
    "CalendarSeeded",
    "Changes",
    "DayChange",
    "DayExplained",
    "DayRecord",
    "DayShown",
    "NoCalendar",
    "NotAnnounced",
    "NoticeFile",
    "NoticeRefused",
    "OutOfRange",
    "PreviewOutdated",
    "WorkCalendar",
    "YearGrid",
    "compare_notice",
    "confirm_notice",
    "digest_of",
    "import_notice",
    "load",
    "read_notice",
    "revisions",
    "seed",
    "suppose_notice",
    "supposing",
    "year_grid",
]
