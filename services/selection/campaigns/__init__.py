"""Campaigns: one run of a procedure, with its windows and parameters."""

from .apply import ApplicationClosed, NotOurCampaign, apply, may_apply, require_open
from .begin import begin_campaign
from .events import CampaignOpened
from .known import known_campaign, known_parameters
from .models import Campaign
from .open import may_open, office_roles, open_campaign, pool_to_open
from .queries import campaign_by_id, campaigns, close_campaign, instance_of_campaign, open_for_application
from .readers import may_read_papers
from .targets import Counted, counted, known_targets

__all__ = [
    "ApplicationClosed",
    "Campaign",
    "CampaignOpened",
    "Counted",
    "NotOurCampaign",
    "apply",
    "begin_campaign",
    "campaign_by_id",
    "campaigns",
    "close_campaign",
    "counted",
    "instance_of_campaign",
    "known_campaign",
    "known_parameters",
    "known_targets",
    "may_apply",
    "may_open",
    "may_read_papers",
    "office_roles",
    "open_campaign",
    "open_for_application",
    "pool_to_open",
    "require_open",
]
