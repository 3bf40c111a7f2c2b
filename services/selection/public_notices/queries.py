"""Finding notices, their evidence and their timer. Notices are public, so nobody's rights are asked."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from services.casework.deadlines import Deadline
from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry

from .models import NoticeDay, NoticeLook, NoticePresence, PublicNotice
from .rules import Absence

CLOCK = "public_notice"


def notices(uow: UnitOfWork) -> list[PublicNotice]:
    """All notices, newest first."""
    return list(uow.session.scalars(select(PublicNotice).order_by(PublicNotice.id.desc())))


def notice_by_no(uow: UnitOfWork, no: str) -> PublicNotice:
    """A notice by its number. Raises NotFound."""
    notice = uow.session.scalar(select(PublicNotice).where(PublicNotice.no == no))
    if notice is None:
        raise NotFound("没有这份公示。")
    return notice


def running_of(uow: UnitOfWork, instance_id: int) -> list[PublicNotice]:
    """The notices of an instance whose clock runs, in the order in which they were posted."""
    mine = select(PublicNotice).where(PublicNotice.instance_id == instance_id, PublicNotice.closed_at.is_(None))
    return list(uow.session.scalars(mine.order_by(PublicNotice.id)))


def days_judged(uow: UnitOfWork, notice: PublicNotice) -> list[NoticeDay]:
    """The ledger so far, in order."""
    query = select(NoticeDay).where(NoticeDay.notice_id == notice.id)
    return list(uow.session.scalars(query.order_by(NoticeDay.day)))


def looks(uow: UnitOfWork, notice: PublicNotice) -> list[NoticeLook]:
    """Every look at a notice, in order."""
    query = select(NoticeLook).where(NoticeLook.notice_id == notice.id)
    return list(uow.session.scalars(query.order_by(NoticeLook.at, NoticeLook.id)))


def looks_by_day(uow: UnitOfWork, notice: PublicNotice) -> dict[date, tuple[int, int]]:
    """How many looks of each day (Shanghai) succeeded and failed."""
    found: dict[date, tuple[int, int]] = {}
    query = select(NoticeLook.at, NoticeLook.ok).where(NoticeLook.notice_id == notice.id)
    for at, ok in uow.session.execute(query):
        good, bad = found.get(local_day(at), (0, 0))
        found[local_day(at)] = (good + ok, bad + (not ok))
    return found


def presences(uow: UnitOfWork, notice: PublicNotice) -> list[NoticePresence]:
    """Every taking down and putting back, in order."""
    query = select(NoticePresence).where(NoticePresence.notice_id == notice.id)
    return list(uow.session.scalars(query.order_by(NoticePresence.id)))


def is_taken_down(uow: UnitOfWork, notice: PublicNotice) -> bool:
    """Whether the list is away at this moment."""
    turns = presences(uow, notice)
    return bool(turns) and not turns[-1].on_line


def absences(turns: Iterable[NoticePresence]) -> list[Absence]:
    """When a notice was away."""
    found: list[Absence] = []
    for turn in turns:
        if turn.on_line:
            found[-1] = (found[-1][0], turn.at)
        else:
            found.append((turn.at, None))
    return found


def timer_of(uow: UnitOfWork, notice: PublicNotice) -> Deadline | None:
    """The deadline whose element carries `clock_of=public_notice` in the diagram.

    Of several it is the one armed when the notice was posted: an instance may post a second list while one runs.
    """
    instance = uow.session.get_one(Instance, notice.instance_id)
    pool = registry.load(uow, instance.version_id).pool(instance.process)
    clocks = [e.id for e in pool.elements.values() if e.properties.get("clock_of") == CLOCK]
    query = select(Deadline).where(Deadline.instance_id == notice.instance_id, Deadline.element.in_(clocks))
    rows = list(uow.session.scalars(query.order_by(Deadline.due_at.desc())))
    return next((row for row in rows if row.armed_at == notice.posted_at), rows[0] if rows else None)
