"""Looks as jobs: each looks, writes down what was seen, judges the days that are over, and plans the next look."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services import calendar
from services.casework.instances import Instance, lock_instance
from services.foundation.clock import local, local_day, start_of_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.record import jobs
from services.record.jobs import InTwoSteps

from .ledger import judge
from .lookers import Looker, Seen, StoredList
from .models import NoticeLook, PublicNotice
from .queries import is_taken_down
from .rules import last_look_is_over, next_look, time_to_look

LOOK = "look_at_notice"
NOT_SEEN = "notice_not_seen"


def look_soon(uow: UnitOfWork, notice: PublicNotice, *, extra: bool = False) -> None:
    """Look as soon as a worker is free: at posting, and (`extra`, beside the planned looks) when it is back."""
    jobs.enqueue(uow, LOOK, {"notice": notice.id, "extra": extra})


def see(uow: UnitOfWork, payload: dict[str, Any]) -> Seen | None:
    """The slow half, on a unit of work that only reads. None where there is nothing to be seen now."""
    notice = uow.session.get_one(PublicNotice, payload["notice"])
    if notice.closed_at is not None or is_taken_down(uow, notice) or not time_to_look(uow.now):
        return None
    looker: Looker = uow.wiring.looker or StoredList()
    return looker.look(uow, notice)


def note(uow: UnitOfWork, payload: dict[str, Any], seen: Seen | None) -> None:
    """Write down what was seen at this moment, and judge. The look that was planned plans the next one."""
    notice = uow.session.get_one(PublicNotice, payload["notice"])
    instance = lock_instance(uow, notice.instance_id)
    uow.session.refresh(notice)
    if notice.closed_at is not None:
        return
    if seen is not None:
        row = NoticeLook(
            notice_id=notice.id, at=uow.now, ok=seen.ok, means=seen.means, seen=seen.what, digest=seen.digest
        )
        uow.session.add(row)
        uow.session.flush()
    judge(uow, instance, notice)
    if seen is not None and not seen.ok:
        _warn_before_the_day_is_lost(uow, instance, notice, seen)
    if not payload.get("extra"):
        at = next_look(uow.now, seen is None or seen.ok)
        key = f"{LOOK}:{notice.id}:{at.isoformat()}"
        jobs.enqueue(uow, LOOK, {"notice": notice.id}, due_at=at, key=key)


LOOKING = InTwoSteps(prepare=see, finish=note)


def _warn_before_the_day_is_lost(uow: UnitOfWork, instance: Instance, notice: PublicNotice, seen: Seen) -> None:
    today = local_day(uow.now)
    if not last_look_is_over(uow.now) or not calendar.load(uow).is_working_day(today):
        return
    begins = start_of_day(today)
    ok_today = select(NoticeLook.id).where(
        NoticeLook.notice_id == notice.id,
        NoticeLook.ok,
        NoticeLook.at >= begins,
        NoticeLook.at < begins + timedelta(days=1),
    )
    if uow.session.scalar(ok_today.limit(1)) is None and not jobs.is_open(uow, NOT_SEEN, instance.subject):
        sentence = (
            f"公示 {notice.no} 今天（{local(uow.now):%H:%M} 为止）没有一次成功看到：{seen.what}。"
            "24:00 前仍看不到，今天就不计入公示期，期满日可能顺延。"
        )
        jobs.open_incident(uow, NOT_SEEN, sentence, subject=instance.subject, details=seen.means)
