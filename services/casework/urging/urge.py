"""Urge: check that it is theirs to urge and that nobody has urged on this working day, then write it down."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from sqlalchemy import func, select

from services import calendar
from services.foundation.clock import SHANGHAI, local_day, start_of_day
from services.foundation.errors import NotAllowed, TooMany
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import may_act, of_person
from services.people.identity import Actor
from services.people.organisations import ancestors

from ..cases.queries import NO_OFFICE
from ..instances import Instance, lock_instance
from ..tasks import Task, open_task, task_by_id
from .above import office_of
from .events import TaskUrged
from .models import Urge

WEEKDAYS = "一二三四五六日"


class NotYoursToUrge(NotAllowed):
    """The actor is neither the applicant, nor the campaign's office, nor above whoever has the task."""

    sentence = "只有申报人、批次主办单位和上级单位可以催办这个环节。"


class UrgedToday(TooMany):
    """Once in a working day is enough."""


@dataclass(frozen=True)
class MayUrge:
    """What a page shows beside an open task: who urged last and when; from `again_at` on it may be urged again."""

    again_at: datetime | None = None
    last_by: str = ""
    last_at: datetime | None = None


def urge(uow: UnitOfWork, actor: Actor, task_id: int) -> Urge:
    """Somebody urges an open task: those who have it get a message, and the case's history says so.

    Raises NotFound, TaskAlreadyClosed, NotYoursToUrge, UrgedToday.
    """
    instance = lock_instance(uow, task_by_id(uow, task_id).instance_id)
    task = open_task(uow, task_id)
    if not may_urge(uow, actor, instance, task):
        raise NotYoursToUrge
    earlier = _last(uow, [task.id]).get(task.id)
    if earlier is not None and (again := _again(uow, earlier)) > uow.now:
        raise UrgedToday(f"“{task.name}”本工作日已由{earlier.actor_name}催办，{_told(again)}以后可以再次催办。")
    row = Urge(task_id=task.id, day=_day_of(uow), actor_id=actor.id, actor_name=actor.name, at=uow.now)
    uow.session.add(row)
    uow.session.flush()
    uow.record(
        TaskUrged(
            subject=instance.subject,
            actor_id=actor.id,
            task_id=task.id,
            urge_id=row.id,
            task=task.name,
            actor_name=actor.name,
        )
    )
    return row


def may_urge(uow: UnitOfWork, actor: Actor, instance: Instance, task: Task) -> bool:
    """The applicant, the campaign's office, and offices above whoever has the task; nobody urges themselves."""
    return _standing(uow, actor, instance)(task)


def urging_of(uow: UnitOfWork, actor: Actor, instance: Instance, tasks: Iterable[Task]) -> dict[int, MayUrge]:
    """For each open task that this person may urge: whether at once, or from when on."""
    may = _standing(uow, actor, instance)
    theirs = [task for task in tasks if task.closed_at is None and may(task)]
    last = _last(uow, [task.id for task in theirs])
    return {task.id: _shown(uow, last.get(task.id)) for task in theirs}


def urges_of(uow: UnitOfWork, task_ids: Iterable[int]) -> list[Urge]:
    """Every urging of these tasks, oldest first."""
    return list(uow.session.scalars(select(Urge).where(Urge.task_id.in_(list(task_ids))).order_by(Urge.id)))


def _standing(uow: UnitOfWork, actor: Actor, instance: Instance) -> Callable[[Task], bool]:
    """The rule for all tasks of an instance: what it asks of the tree is asked once."""
    offices = {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}

    @cache
    def all_matter() -> bool:
        return actor.id == instance.applicant_id or may_act(actor, office_of(uow, instance.campaign_id))

    @cache
    def above(organisation_id: int) -> frozenset[int]:
        return frozenset(place.id for place in ancestors(uow, organisation_id)[1:])

    def stands_above(principal: str) -> bool:
        kind, _, rest = principal.partition(":")
        if kind == "q":
            return not offices.isdisjoint(above(int(rest.partition(":")[0])))
        # The applicant's own unit stands above the applicant, and above nobody else who was named in person.
        named = instance.applicant_id is not None and principal == of_person(instance.applicant_id)
        return named and not offices.isdisjoint(above(instance.organisation_id) | {instance.organisation_id})

    def may(task: Task) -> bool:
        return not may_act(actor, task.principals) and (all_matter() or any(map(stands_above, task.principals)))

    return may


def _last(uow: UnitOfWork, task_ids: list[int]) -> dict[int, Urge]:
    if not task_ids:
        return {}
    newest = select(func.max(Urge.id)).where(Urge.task_id.in_(task_ids)).group_by(Urge.task_id)
    return {row.task_id: row for row in uow.session.scalars(select(Urge).where(Urge.id.in_(newest)))}


def _shown(uow: UnitOfWork, last: Urge | None) -> MayUrge:
    if last is None:
        return MayUrge()
    again = _again(uow, last)
    return MayUrge(again if again > uow.now else None, last.actor_name, last.at)


def _again(uow: UnitOfWork, last: Urge) -> datetime:
    return start_of_day(calendar.load(uow).add_working_days(last.day, 1))


def _day_of(uow: UnitOfWork) -> date:
    days, today = calendar.load(uow), local_day(uow.now)
    return today if days.is_working_day(today) else days.add_working_days(today, -1)


def _told(moment: datetime) -> str:
    day = moment.astimezone(SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日(周{WEEKDAYS[day.weekday()]})"
