"""The verb: a deadline that has not passed is extended once.

Properties of a user task: `extendable` (working days) and `extended_by` (who may: words `level:role`, as `starters`).
"""

from datetime import datetime

from services.foundation.clock import last_day
from services.foundation.errors import Conflict, Invalid
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act, of_person, own_case
from services.people.identity import Actor
from services.process import engine, registry
from services.process.rules.values import from_json

from ..completions.complete import lock_task
from ..deeds import principals_of_starters
from ..instances import Instance, advance
from ..tasks import Task, require_open
from ..tasks.queries import NotYours
from .events import DeadlineExtended
from .models import Extension
from .queries import extension_of

GROUNDS_MAX = 500


class CannotExtend(Conflict):
    """The task's deadline is the law's, there is none, or it has passed."""

    sentence = "这个环节的期限不能延长。"


class AlreadyExtended(Conflict):
    """Once is enough."""

    sentence = "这个环节的期限已经延长过一次，不能再延长。"


class NotTheGrantor(NotYours):
    """Somebody else grants extensions of this task."""

    sentence = "这个环节的期限不由您延长。"


def extend_deadline(uow: UnitOfWork, actor: Actor, task_id: int, grounds: str) -> Extension:
    """Put off a task's deadline by the working days its element allows.

    Raises NotTheGrantor, TaskAlreadyClosed, CannotExtend (also once it has passed), AlreadyExtended, Invalid.
    """
    instance, task = lock_task(uow, task_id)
    if not _is_grantor(uow, actor, instance, task):
        raise NotTheGrantor
    require_open(uow, task)
    if extension_of(uow, task.id) is not None:
        raise AlreadyExtended
    days, old_due = days_allowed(task), task.due_at
    if days is None or old_due is None:
        raise CannotExtend
    if old_due <= uow.now:
        raise CannotExtend("期限已过，不能再延长。")
    grounds = grounds.strip()
    if not 2 <= len(grounds) <= GROUNDS_MAX:
        raise Invalid("请写明延长的理由。", fields={"grounds": f"理由应为 2 至 {GROUNDS_MAX} 个字。"})
    advance(uow, instance, engine.Extend(task.engine_task, days), actor.id)
    return _keep(uow, actor, task, days, old_due, grounds)


def may_extend(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task) -> int | None:
    """By how many working days this person may extend an open task now; None where it is not theirs or not possible."""
    days = days_allowed(task)
    if days is None or task.closed_at is not None or task.due_at is None or task.due_at <= uow.now:
        return None
    if not _is_grantor(uow, actor, instance, task) or extension_of(uow, task.id) is not None:
        return None
    return days


def days_allowed(task: Task) -> int | None:
    """Property `extendable` of a task; none where the deadline is the law's own (`statutory`)."""
    if str(task.properties.get("statutory", "")).lower() == "true":
        return None
    value = from_json(task.properties.get("extendable"))
    try:
        days = int(value)
    except (TypeError, ValueError):
        return None
    return days if days > 0 else None


def _is_grantor(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task) -> bool:
    """Whom `extended_by` names; nobody by office on the own case (D-08)."""
    level = registry.load(uow, instance.version_id).manifest.recommender_level
    words = from_json(task.properties.get("extended_by"))
    who = principals_of_starters(uow, words, instance.organisation_id, instance.applicant_id, level)
    return may_act(actor, who) and (of_person(actor.id) in who or not own_case(actor, instance.applicant_id, who))


def _keep(uow: UnitOfWork, actor: Actor, task: Task, days: int, old_due: datetime, grounds: str) -> Extension:
    new_due = task.due_at
    assert new_due is not None, "an extended task is still due"
    row = Extension(
        task_id=task.id,
        working_days=days,
        old_due=old_due,
        new_due=new_due,
        grounds=grounds,
        extended_by=actor.id,
        extended_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record(
        DeadlineExtended(
            subject=Subject(task.subject_kind, task.subject_id),
            actor_id=actor.id,
            task=task.name,
            actor_name=actor.name,
            old_day=last_day(old_due).isoformat(),
            new_day=last_day(new_due).isoformat(),
            working_days=days,
            grounds=grounds,
        )
    )
    return row
