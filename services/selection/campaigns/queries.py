"""Finding campaigns, and closing one when its pool ends."""

from sqlalchemy import select

from services.casework.instances import Instance, InstanceFinished
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import Campaign


def campaign_by_id(uow: UnitOfWork, campaign_id: int) -> Campaign:
    """A campaign. Raises NotFound."""
    campaign = uow.session.get(Campaign, campaign_id)
    if campaign is None:
        raise NotFound("没有这个批次。")
    return campaign


def campaigns(uow: UnitOfWork) -> list[Campaign]:
    """All campaigns, newest first."""
    return list(uow.session.scalars(select(Campaign).order_by(Campaign.id.desc())))


def open_for_application(uow: UnitOfWork) -> list[Campaign]:
    """Campaigns in which a new case may still be opened: running, and no phase named `application` is over.

    A campaign that began by itself, to look at a year, takes no applications.
    """
    running = [c for c in campaigns(uow) if c.ended_at is None and c.opened_by is not None]
    return [c for c in running if "application" not in c.windows or uow.now < c.edges("application")[1].as_end()]


def instance_of_campaign(uow: UnitOfWork, campaign: Campaign) -> Instance:
    """The running (or finished) pool of a campaign. Raises NotFound."""
    query = select(Instance).where(Instance.subject_kind == "campaign", Instance.subject_id == campaign.id)
    instance = uow.session.scalars(query.order_by(Instance.id)).first()
    if instance is None:
        raise NotFound("这个批次没有流程记录。")
    return instance


def close_campaign(uow: UnitOfWork, event: InstanceFinished) -> None:
    """Keep when and how the batch ended."""
    if event.subject.kind == "campaign":
        campaign = uow.session.get_one(Campaign, event.subject.id)
        campaign.ended_at, campaign.outcome_name = uow.now, event.name
