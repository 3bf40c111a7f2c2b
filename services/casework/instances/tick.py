"""Time passes: instances with a due timer are stepped, each in its own transaction."""

import traceback

from sqlalchemy.exc import DBAPIError

from services.foundation.errors import Faulty, Refusal
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.process import engine
from services.record import jobs

from ..deadlines import due_instances, of_instance
from .advance import advance
from .events import DeadlineReached
from .models import Instance
from .world import lock_instance

LATE_IS = 60  # seconds
FAILED = "deadline_failed"
DETAILS = 8000  # characters of a traceback worth keeping


def tick(uow: UnitOfWork, instance_id: int) -> bool:
    """Fire what is due in one instance. Safe to call twice: the second finds nothing due."""
    instance = lock_instance(uow, instance_id)
    due = [d for d in of_instance(uow, instance.id) if d.due_at <= uow.now]
    if not due:
        return False
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


def tick_all_due(house: House) -> int:
    """Fire every due timer of every instance; one that fails becomes an incident and stops no other."""
    fired, after = 0, 0
    while True:
        with house.reading() as uow:
            batch = due_instances(uow, after=after)
        if not batch:
            return fired
        for instance_id in batch:
            fired += _tick_alone(house, instance_id)
        after = batch[-1]


def _tick_alone(house: House, instance_id: int) -> bool:
    try:
        with house.work() as uow:
            return tick(uow, instance_id)
    except DBAPIError:
        raise  # the database, not the diagram: the next sweep tries again
    except Exception as error:
        with house.work() as uow:
            _note_failure(uow, uow.session.get_one(Instance, instance_id), error)
        return False


def _note_failure(uow: UnitOfWork, instance: Instance, error: Exception) -> None:
    """One incident until somebody settles it: the deadline is tried again at every sweep."""
    known = [i for i in jobs.open_incidents(uow) if i.kind == FAILED and i.subject_id == instance.subject_id]
    if any(i.subject_kind == instance.subject_kind for i in known):
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
