"""The ledger: each day is judged once from the evidence, and a day that is lost moves the clock at once."""

from datetime import date

from services import calendar
from services.calendar.work_calendar import ONE_DAY
from services.casework.instances import Instance, recompute_clocks
from services.foundation.clock import last_day, local, local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from ..campaigns import campaign_by_id
from .events import NoticeDayLost
from .models import OFF_LINE, NoticeDay, PublicNotice
from .queries import absences, days_judged, looks_by_day, presences, running_of, timer_of
from .rules import Absence, judged, taken_down_on


def judge_running(uow: UnitOfWork, instance: Instance) -> None:
    """Judge every running notice of a locked instance. Asked before its timers fire or are computed again."""
    for notice in running_of(uow, instance.id):
        judge(uow, instance, notice)


def judge(uow: UnitOfWork, instance: Instance, notice: PublicNotice) -> None:
    """Bring a notice's ledger up to this moment; the instance is locked.

    A lost day computes the clock again, and a clock that moved on may have passed over further days meanwhile.
    """
    while lost := judge_days(uow, notice):
        for row in lost:
            uow.record(
                NoticeDayLost(subject=instance.subject, no=notice.no, day=row.day.isoformat(), why=reason_of(row))
            )
        days = "、".join(f"{row.day.month}月{row.day.day}日" for row in lost)
        recompute_clocks(uow, instance, f"公示 {notice.no} 的{days}不计入公示期")


def counts_first_day(uow: UnitOfWork, notice: PublicNotice) -> bool:
    """Whether the day of posting counts: the campaign's parameter `count_first_day` (PROCEDURES 0.3)."""
    return campaign_by_id(uow, notice.campaign_id).parameters.get("count_first_day") is True


def reason_of(row: NoticeDay) -> str:
    """Why a day was lost, without the words about the calendar before it."""
    return row.why.rpartition("不计入：")[2]


def judge_days(uow: UnitOfWork, notice: PublicNotice) -> list[NoticeDay]:
    """Judge each day up to today or the clock's end, without moving any clock. Returns the days newly lost."""
    days, rows = calendar.load(uow), {row.day: row for row in days_judged(uow, notice)}
    away, seen = absences(presences(uow, notice)), looks_by_day(uow, notice)
    waits_first = not counts_first_day(uow, notice)
    lost = []
    day = first = local_day(notice.posted_at)
    while day <= _until(uow, notice):
        row, waits = rows.get(day), waits_first and day == first
        was, absence = row.status if row else None, taken_down_on(day, away)
        ok, failed = seen.get(day, (0, 0))
        works = days.is_working_day(day)
        # A lost day stays lost: people were told so, and a look that was under way then comes too late.
        again = OFF_LINE if was == OFF_LINE and works and not waits else None
        status = again or judged(
            is_working=works, waits=waits, taken_down=absence is not None, over=day < local_day(uow.now), looks_ok=ok
        )
        if status is not None:
            row = row or _begun(uow, notice, day)
            row.looks_ok, row.looks_failed = ok, failed
            if was != status or row.is_working != works or row.source != days.source(day):
                row.is_working, row.source, row.status, row.judged_at = works, days.source(day), status, uow.now
                row.why = _why(days.reason(day), status, waits, absence)
            if status == OFF_LINE != was:
                lost.append(row)
        day += ONE_DAY
    uow.session.flush()
    return lost


def _begun(uow: UnitOfWork, notice: PublicNotice, day: date) -> NoticeDay:
    row = NoticeDay(notice_id=notice.id, day=day, is_working=False, source="", status="")
    uow.session.add(row)
    return row


def _until(uow: UnitOfWork, notice: PublicNotice) -> date:
    timer = timer_of(uow, notice)
    today = local_day(uow.now)
    return today if timer is None else min(today, last_day(timer.due_at))


def _why(reason: str, status: str, waits: bool, absence: Absence | None) -> str:
    if status != OFF_LINE:
        return f"{reason}，发布当日不计入" if waits else reason
    if absence is None:
        return f"{reason}，不计入：当日没有一次成功看到公示页面的记录"
    since = local(absence[0])
    return f"{reason}，不计入：公示于{since.month}月{since.day}日 {since:%H:%M} 撤下"
