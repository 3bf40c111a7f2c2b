"""Effects `open_public_notice` and `close_public_notice` of the diagram."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services import calendar
from services.casework.instances import Instance
from services.foundation.clock import last_day, local_day
from services.foundation.errors import Faulty
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.process import engine, registry
from services.record import audit

from ..campaigns import Campaign, campaign_by_id
from .events import PublicNoticeClosed, PublicNoticeOpened
from .ledger import counts_first_day, judge_days
from .lookers import COLUMNS
from .looking import look_soon
from .models import COUNTED, OFF_LINE, PublicNotice
from .numbers import next_no
from .queries import days_judged, running_of, timer_of


def open_public_notice(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any]:
    """Input `list`: contexts of the studios, of which only the public columns are kept. An empty list is a fault.

    Where another than the campaign's own organ posts it: `organisation`, its number; and `title`, else the campaign's.
    For the page to explain its end: `least_days`, the working days at least, and `planned_end`, a day or a moment.
    `contact`: who takes objections and how, in words. Returns {no, digest}.
    """
    rows = effect.inputs.get("list") or []
    if not rows:
        raise Faulty("拟公示的名单是空的。")
    if instance.campaign_id is None:
        raise Faulty("公示要属于一个批次。")
    campaign = campaign_by_id(uow, instance.campaign_id)
    names = registry.load(uow, instance.version_id).manifest.categories
    items = [{column: _shown(row.get(column), names) for column in COLUMNS} for row in rows]
    organ = _organ(uow, effect.inputs.get("organisation"), campaign)
    seal, trail = audit.latest_seal(uow), audit.history(uow, instance.subject)
    notice = PublicNotice(
        no=next_no(uow, campaign.year),
        campaign_id=campaign.id,
        instance_id=instance.id,
        organisation_id=organ.id,
        title=str(effect.inputs.get("title") or f"关于“{campaign.title}”拟命名名单的公示"),
        organ=organ.name,
        items=items,
        cases=[int(row["case"]) if row.get("case") is not None else None for row in rows],
        digest=hashlib.sha256(canonical(items)).hexdigest(),
        seal_digest=seal.hash if seal else None,
        head_digest=trail[-1].hash if trail else None,
        least_days=_whole(effect.inputs.get("least_days")),
        planned_end=_day(effect.inputs.get("planned_end")),
        contact=str(effect.inputs.get("contact") or "").strip(),
        posted_at=uow.now,
    )
    uow.session.add(notice)
    uow.session.flush()
    uow.record(PublicNoticeOpened(subject=instance.subject, no=notice.no, count=len(items), digest=notice.digest))
    look_soon(uow, notice)
    return {"no": notice.no, "digest": notice.digest}


def close_public_notice(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The clock has run. Input `notice`: the number, where several run; else it is the one posted first.

    A notice cannot close on a day the State Council has not announced yet (DESIGN 6), nor before `least_days` counted.
    """
    notice = _to_close(uow, instance, effect.inputs.get("notice"))
    if judge_days(uow, notice):  # the clock has to move on instead; see `judge_running`
        raise Faulty(f"公示 {notice.no} 还有未计入的日子，不能结束。")
    days, timer = calendar.load(uow), timer_of(uow, notice)
    first = local_day(notice.posted_at)
    # A house that slept closes late; the period ended when its clock said so.
    ended = timer.due_at if timer is not None and timer.due_at <= uow.now else uow.now
    last = max(first, last_day(ended))
    days.require_announced(first, last)
    ledger = [row for row in days_judged(uow, notice) if row.day <= last]
    counted = sum(row.status == COUNTED for row in ledger)
    if notice.least_days is not None and counted < notice.least_days:
        raise Faulty(f"公示 {notice.no} 只计满 {counted} 个工作日，不足 {notice.least_days} 个，不能结束。")
    notice.closed_at, notice.last_day = uow.now, last
    uow.record(
        PublicNoticeClosed(
            subject=instance.subject,
            no=notice.no,
            working_days=counted,
            counts_first=counts_first_day(uow, notice),
            last_day=last.isoformat(),
            days_off_line=sum(row.status == OFF_LINE for row in ledger),
        )
    )
    return None


def _organ(uow: UnitOfWork, told: Any, campaign: Campaign) -> Organisation:
    if told is None:
        return uow.session.get_one(Organisation, campaign.organisation_id)
    number = _whole(told)
    organ = uow.session.get(Organisation, number) if number is not None else None
    if organ is None:
        raise Faulty(f"发布公示的单位“{told}”不存在。")
    return organ


def _to_close(uow: UnitOfWork, instance: Instance, no: Any) -> PublicNotice:
    running = [notice for notice in running_of(uow, instance.id) if no is None or notice.no == no]
    if not running:
        raise Faulty("没有正在进行的公示可以结束。")
    return running[0]


def _shown(value: Any, names: Mapping[str, str]) -> str:
    """As the public reads it: a category by its name."""
    return "" if value is None else names.get(str(value), str(value))


def _whole(value: Any) -> int | None:
    return int(value) if isinstance(value, (int, Decimal)) and not isinstance(value, bool) else None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return last_day(value)
    return value if isinstance(value, date) else None
