"""Which campaigns began by themselves, and when the next do."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork

from ..campaigns import Campaign
from ..studios import YearlyRun
from .roll import SUBJECT, YearlyCampaign, yearly_campaigns


@dataclass(frozen=True)
class YearsOfCampaign:
    """A yearly pool about a campaign, what it has opened, the newest first; no next day while nobody runs it."""

    each: YearlyCampaign
    opened: list[Campaign]
    next_day: date | None


def campaigns_so_far(uow: UnitOfWork) -> list[YearsOfCampaign]:
    """Every yearly campaign of the procedures in force."""
    today = local_day(uow.now)
    return [
        YearsOfCampaign(each, _opened(uow, each), each.yearly.next_begin(today) if each.hosts else None)
        for each in yearly_campaigns(uow)
    ]


def _opened(uow: UnitOfWork, each: YearlyCampaign) -> list[Campaign]:
    query = (
        select(Campaign)
        .join(Instance, (Instance.subject_id == Campaign.id) & (Instance.subject_kind == "campaign"))
        .join(YearlyRun, YearlyRun.instance_id == Instance.id)
        .where(
            YearlyRun.procedure == each.version.procedure,
            YearlyRun.process == each.pool.id,
            YearlyRun.subject_kind == SUBJECT,
        )
        .order_by(Campaign.id.desc())
    )
    return list(uow.session.scalars(query))
