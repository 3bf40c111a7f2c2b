"""Time passes: instances with a due timer are stepped, each in its own transaction, by any number of workers."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.exc import InterfaceError, OperationalError

from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.process import engine
from services.record import jobs

from ..deadlines import Deadline, any_due, of_instance, put_off, try_again
from .advance import advance
from .events import DeadlineReached
from .models import Instance
from .recompute import ask_first, out_of_date, recompute_clocks
from .world import lock_instance

LATE_IS = 60  # seconds
FAILED = "deadline_failed"
DETAILS = 8000  # characters of a traceback worth keeping


@dataclass(frozen=True)
class Taken:
    """An instance locked for this sweep, and its place in the order of what is due."""

    instance: Instance
    next_at: datetime


def tick(uow: UnitOfWork, instance_id: int) -> bool:
    """Fire what is due in one instance. Safe to call twice: the second finds nothing due."""
    return _fire(uow, lock_instance(uow, instance_id))


def tick_all_due(house: House, stop: Callable[[], bool] = lambda: False) -> int:
    """Fire every due timer of every instance, soonest due first; one that fails becomes an incident and rests.

    Whatever another worker holds is passed over: it is in good hands, and the next sweep looks again.
    Ends early when `stop` says so. Returns how many instances moved.
    """
    with house.reading() as uow:
        if not any_due(uow):
            return 0  # an idle sweep takes no write lock
    fired, behind = 0, None
    while not stop():
        taken, moved = _fire_next(house, behind)
        if taken is None:
            break
        fired += moved
        behind = (taken.next_at, taken.instance.id)
    return fired


def settled(uow: UnitOfWork, event: jobs.IncidentResolved) -> None:
    """The cause of a failed deadline is out of the way: the next sweep tries it again."""
    incident = uow.session.get_one(jobs.Incident, event.incident_id)
    if incident.kind == FAILED:
        about = (Instance.subject_kind == incident.subject_kind) & (Instance.subject_id == incident.subject_id)
        try_again(uow, uow.session.scalars(select(Instance.id).where(about)))


def _fire_next(house: House, behind: tuple[datetime, int] | None) -> tuple[Taken | None, bool]:
    taken = None
    try:
        with house.work() as uow:
            taken = _take(uow, behind)
            return taken, taken is not None and _fire(uow, taken.instance)
    except (OperationalError, InterfaceError):
        raise  # the database, not the diagram: the next sweep tries again
    except Exception as error:
        if taken is None:
            raise
        with house.work() as uow:
            _note_failure(uow, taken.instance.id, error)
        return taken, False


def _take(uow: UnitOfWork, behind: tuple[datetime, int] | None) -> Taken | None:
    """Lock the first due instance behind a place that nobody else holds (on SQLite nobody else can)."""
    row = uow.session.execute(_next_in_line(uow.now, behind)).first()
    return None if row is None else Taken(row[0], row[1])


def _next_in_line(now: datetime, behind: tuple[datetime, int] | None) -> Select[Instance, datetime]:
    due = (
        select(Instance, Deadline.next_at)
        .join(Deadline, Deadline.instance_id == Instance.id)
        .where(Deadline.next_at <= now)
        .order_by(Deadline.next_at, Deadline.instance_id)
        .limit(1)
        .with_for_update(of=Instance, skip_locked=True)
    )
    return due if behind is None else due.where(tuple_(Deadline.next_at, Deadline.instance_id) > behind)


def _fire(uow: UnitOfWork, instance: Instance) -> bool:
    if not _due(uow, instance):
        return False
    ask_first(uow, instance)
    if out_of_date(uow, instance):
        recompute_clocks(uow, instance)
    due = _due(uow, instance)
    if not due:
        return True  # what was due has moved on
    names, first = [d.name for d in due], due[0].due_at
    moved = advance(uow, instance, engine.Tick())
    late = int((uow.now - first).total_seconds())
    uow.record(
        DeadlineReached(
            subject=instance.subject,
            names=names,
            due_at=first.isoformat(),
            late_seconds=late if late >= LATE_IS else 0,
            opened=[t.name for t in moved.opened],
        )
    )
    return True


def _due(uow: UnitOfWork, instance: Instance) -> list[Deadline]:
    return [row for row in of_instance(uow, instance.id) if row.due_at <= uow.now]


def _note_failure(uow: UnitOfWork, instance_id: int, error: Exception) -> None:
    """The deadline rests, longer each time; one incident until somebody settles it."""
    instance = lock_instance(uow, instance_id)
    if not put_off(uow, instance.id, jobs.PAUSES) or jobs.is_open(uow, FAILED, instance.subject):
        return
    ours = isinstance(error, (Faulty, Refusal))
    # The text of a foreign error may hold what people wrote; it goes to the details alone.
    reason = str(error) if ours else f"程序错误 {type(error).__name__}"
    jobs.open_incident(
        uow,
        FAILED,
        f"“{instance.title}”的期限到了，但流程走不下去：{reason}",
        subject=instance.subject,
        element=str(getattr(error, "element", "") or ""),
        details=f"instance {instance.id}\n{''.join(traceback.format_exception(error))[-DETAILS:]}",
    )
