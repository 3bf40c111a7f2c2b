"""The first filling: what chinesecalendar knows of the State Council's notices, until a person imports the paper."""

from datetime import date
from importlib.metadata import version

from chinese_calendar import constants

from services.foundation.events import ADMINISTRATION
from services.foundation.storage.unit_of_work import UnitOfWork

from .events import CalendarSeeded
from .papers import paper_of
from .store import stored_days, write_revision
from .work_calendar import ONE_DAY, DayRecord

LIBRARY = "chinesecalendar"

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def seed(uow: UnitOfWork) -> int:
    """Fill in every day the library knows and the house does not; returns how many days were written.

    A day that a notice has announced is never touched, so this may run at every start and after an upgrade
    of the library. 29–31 December of the library's last year stay 暂定: the next year's notice rules them.
    """
    before = stored_days(uow.session)
    known = library_days()
    changed = {day: record for day, record in known.items() if _is_news(before.get(day), record)}
    if changed:
        first, last = min(changed).year, max(changed).year
        paper = f"{LIBRARY} {version(LIBRARY)}"
        revision = write_revision(uow, None, paper, f"{first}—{last}年", before, changed)
        uow.record(
            CalendarSeeded(
                subject=ADMINISTRATION,
                revision=revision,
                paper=paper,
                first_year=first,
                last_year=last,
                days=len(changed),
            )
        )
    return len(changed)


def library_days() -> dict[date, DayRecord]:
    """Every day of the years the library covers, with Chinese names."""
    source = f"{LIBRARY} {version(LIBRARY)}"
    named = {**constants.holidays, **constants.workdays}
    day, end = date(min(named).year, 1, 1), date(max(named).year, 12, 31)
    unsettled = date(end.year, 12, 29)
    days = {}
    while day <= end:
        works = day in constants.workdays or (day.weekday() < 5 and day not in constants.holidays)
        paper = paper_of(day, day in named)
        told = f"{paper}（{source}）" if paper else source
        days[day] = DayRecord(works, _NAMES.get(named.get(day, ""), ""), told, day < unsettled)
        day += ONE_DAY
    return days


def _is_news(before: DayRecord | None, record: DayRecord) -> bool:
    return before is None or (record.announced and not before.announced)
