"""Apply in a campaign: a case is opened while the campaign still takes applications."""

from services.casework.cases import Case, open_case
from services.foundation.errors import Conflict, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import organisation

from .models import Campaign
from .queries import open_for_application


class ApplicationClosed(Conflict):
    """The days of application are over, or the campaign is."""

    sentence = "这个批次的申报已经截止，不能再立案。"


class NotOurCampaign(NotAllowed):
    """A unit applies where its own way up leads, not in another city's campaign."""

    sentence = "这个批次由其他工会系统主办，本单位不能申报。"


def may_apply(uow: UnitOfWork, campaign: Campaign, organisation_id: int) -> bool:
    """Whether a unit belongs to the tree of the organisation that runs the campaign."""
    unit, office = (organisation(uow, number) for number in (organisation_id, campaign.organisation_id))
    return unit.way[0] == office.way[0]


def apply(uow: UnitOfWork, actor: Actor, campaign: Campaign, organisation_id: int, title: str) -> Case:
    """Open a case of an organisation. Raises ApplicationClosed, NotOurCampaign, NotYourUnit, Invalid."""
    require_open(uow, campaign)
    if not may_apply(uow, campaign, organisation_id):
        raise NotOurCampaign
    return open_case(uow, actor, campaign.id, campaign.version_id, organisation_id, title)


def require_open(uow: UnitOfWork, campaign: Campaign) -> None:
    """Raises ApplicationClosed where nobody may apply any more."""
    if campaign.id not in {c.id for c in open_for_application(uow)}:
        raise ApplicationClosed
