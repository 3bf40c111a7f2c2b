"""Effects `open_public_notice` and `close_public_notice` of the diagram."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from services import calendar
from services.casework.instances import Instance
from services.foundation.clock import last_day, local_day
from services.foundation.errors import Faulty
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.process import engine, registry
from services.record import audit

from ..campaigns import campaign_by_id
from .clock import counts_first_day, days_counted
from .events import PublicNoticeClosed, PublicNoticeOpened
from .models import PublicNotice

# The public list shows these columns and no other personal data (D-17, PROCEDURES appendix B1).
COLUMNS = ("title", "unit", "lead", "category", "recommender")


def open_public_notice(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Input `list`: contexts of the studios, of which only the public columns are kept. An empty list is a fault."""
    rows = effect.inputs.get("list") or []
    if not rows:
        raise Faulty("拟公示的名单是空的。")
    if instance.campaign_id is None:
        raise Faulty("公示要属于一个批次。")
    campaign = campaign_by_id(uow, instance.campaign_id)
    names = registry.load(uow, instance.version_id).manifest.categories
    items = [{column: _shown(row.get(column), names) for column in COLUMNS} for row in rows]
    seal = audit.latest_seal(uow)
    notice = PublicNotice(
        no=_next_no(uow, campaign.year),
        campaign_id=campaign.id,
        instance_id=instance.id,
        title=f"关于“{campaign.title}”拟命名名单的公示",
        organ=uow.session.get_one(Organisation, campaign.organisation_id).name,
        items=items,
        cases=[int(row["case"]) if row.get("case") is not None else None for row in rows],
        digest=hashlib.sha256(canonical(items)).hexdigest(),
        seal_digest=seal.hash if seal else None,
        posted_at=uow.now,
    )
    uow.session.add(notice)
    uow.record(PublicNoticeOpened(subject=instance.subject, no=notice.no, count=len(items), digest=notice.digest))
    return None


def close_public_notice(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The clock has run. A notice cannot close on a day the State Council has not announced yet (DESIGN 6)."""
    query = select(PublicNotice).where(PublicNotice.instance_id == instance.id, PublicNotice.closed_at.is_(None))
    notice = uow.session.scalars(query.order_by(PublicNotice.id.desc())).first()
    if notice is None:
        raise Faulty("没有正在进行的公示可以结束。")
    days = calendar.load(uow)
    first, last = local_day(notice.posted_at), last_day(uow.now)
    days.require_announced(first, last)
    notice.closed_at, counts_first = uow.now, counts_first_day(uow, notice)
    uow.record(
        PublicNoticeClosed(
            subject=instance.subject,
            no=notice.no,
            working_days=days_counted(days, first, last, counts_first),
            counts_first=counts_first,
        )
    )
    return None


def _shown(value: Any, names: Mapping[str, str]) -> str:
    """As the public reads it: a category by its name."""
    return "" if value is None else names.get(str(value), str(value))


def _next_no(uow: UnitOfWork, year: int) -> str:
    count = uow.session.scalar(
        select(func.count()).select_from(PublicNotice).where(PublicNotice.no.startswith(f"GS{year}-"))
    )
    return f"GS{year}-{(count or 0) + 1:03d}"
