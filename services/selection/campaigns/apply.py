"""Apply in a campaign: a case is opened while the campaign still takes applications."""

from services.casework.cases import Case, open_case
from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .models import Campaign
from .queries import open_for_application


class ApplicationClosed(Conflict):
    """The days of application are over, or the campaign is."""

    sentence = "这个批次的申报已经截止，不能再立案。"


def apply(uow: UnitOfWork, actor: Actor, campaign: Campaign, organisation_id: int, title: str) -> Case:
    """Open a case of an organisation. Raises ApplicationClosed, NotYourUnit, Invalid."""
    require_open(uow, campaign)
    return open_case(uow, actor, campaign.id, campaign.version_id, organisation_id, title)


def require_open(uow: UnitOfWork, campaign: Campaign) -> None:
    """Raises ApplicationClosed where nobody may apply any more."""
    if campaign.id not in {c.id for c in open_for_application(uow)}:
        raise ApplicationClosed
