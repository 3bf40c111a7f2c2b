"""The calendar in the database: loaded once per revision, written one revision at a time."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import ANNOUNCED, PROVISIONAL, CalendarDay, CalendarRevision
from .work_calendar import DayRecord, WorkCalendar

# Calendars by revision and content: rehearsals on scratch databases share the one of the house.
_loaded: dict[tuple[int, str], WorkCalendar] = {}
_MOST_LOADED = 8


class NoCalendar(Conflict):
    """Nothing can be counted before the calendar is filled."""

    sentence = "工作日历还没有装入，不能计算工作日。"


def load(uow: UnitOfWork) -> WorkCalendar:
    """The calendar in force: one small question per transaction, the days only when they changed.

    Raises `NoCalendar` before the calendar was seeded.
    """
    transaction, calendar = uow.session.info.get("work_calendar", (None, None))
    if calendar is None or transaction is not uow.session.get_transaction():
        calendar = _load(uow.session)
        uow.session.info["work_calendar"] = (uow.session.get_transaction(), calendar)
    found: WorkCalendar = calendar
    return found


@contextmanager
def supposing(uow: UnitOfWork, days: WorkCalendar) -> Iterator[None]:
    """Within this block the unit of work counts by another calendar than the one in force. Nothing is stored."""
    load(uow)
    kept = uow.session.info["work_calendar"]
    uow.session.info["work_calendar"] = (kept[0], days)
    try:
        yield
    finally:
        uow.session.info["work_calendar"] = kept


def stored_days(session: Session) -> dict[date, DayRecord]:
    """Every day the database knows."""
    rows = session.execute(
        select(CalendarDay.day, CalendarDay.is_working, CalendarDay.name, CalendarDay.source, CalendarDay.status)
    )
    return {
        day: DayRecord(is_working, name, source, status == ANNOUNCED) for day, is_working, name, source, status in rows
    }


def revisions(uow: UnitOfWork) -> list[CalendarRevision]:
    """Every revision of the calendar, oldest first."""
    return list(uow.session.scalars(select(CalendarRevision).order_by(CalendarRevision.id)))


def write_revision(
    uow: UnitOfWork,
    actor_id: int | None,
    paper: str,
    note: str,
    before: Mapping[date, DayRecord],
    changed: Mapping[date, DayRecord],
) -> int:
    """Store changed days as a new revision and return its number; who loads next gets the new calendar."""
    revision = CalendarRevision(
        imported_at=uow.now, actor_id=actor_id, paper=paper, note=note, digest=_digest({**before, **changed})
    )
    uow.session.add(revision)
    uow.session.flush()
    number: int = revision.id
    dialect = postgresql if uow.session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(CalendarDay)
    columns = ("is_working", "name", "source", "status", "revision")
    upsert = insert.on_conflict_do_update(
        index_elements=["day"], set_={column: insert.excluded[column] for column in columns}
    )
    rows = [
        {
            "day": day,
            "is_working": record.is_working,
            "name": record.name,
            "source": record.source,
            "status": ANNOUNCED if record.announced else PROVISIONAL,
            "revision": number,
        }
        for day, record in sorted(changed.items())
    ]
    uow.session.connection().execute(upsert, rows)
    uow.session.info.pop("work_calendar", None)
    return number


def _load(session: Session) -> WorkCalendar:
    last = session.execute(
        select(CalendarRevision.id, CalendarRevision.digest).order_by(CalendarRevision.id.desc()).limit(1)
    ).one_or_none()
    if last is None:
        raise NoCalendar
    key = (last.id, last.digest)
    calendar = _loaded.get(key)
    if calendar is None:
        calendar = WorkCalendar(last.id, MappingProxyType(stored_days(session)))
        if len(_loaded) >= _MOST_LOADED:
            _loaded.clear()
        _loaded[key] = calendar
    return calendar


def _digest(days: Mapping[date, DayRecord]) -> str:
    lines = (f"{day} {r.is_working:d} {r.announced:d} {r.name} {r.source}\n" for day, r in sorted(days.items()))
    return sha256("".join(lines).encode()).hexdigest()
