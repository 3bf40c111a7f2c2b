"""Who reads a campaign's own papers: to applicants and experts a proposed list is secret until its public notice."""

from services.casework.cases.queries import NO_OFFICE, READS_ALL
from services.casework.tasks import my_principals, open_tasks_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import ancestors

from .models import Campaign
from .queries import instance_of_campaign


def may_read_papers(uow: UnitOfWork, actor: Actor, campaign: Campaign) -> bool:
    """Its office and those above it, whoever has a task of it now, and those who read everything."""
    if any(seat.role in READS_ALL for seat in actor.positions):
        return True
    above = {o.id for o in ancestors(uow, campaign.organisation_id)}
    if above & {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}:
        return True
    waiting = open_tasks_of(uow, [instance_of_campaign(uow, campaign).id])
    return any(set(my_principals(actor)) & set(task.principals) for task in waiting)
