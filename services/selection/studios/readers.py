"""Who reads a studio's own file. The register itself is open to everybody."""

from services.casework.cases.queries import NO_OFFICE, READS_ALL
from services.casework.tasks import my_principals, open_tasks_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import ancestors

from .models import Studio
from .queries import instances_of

LEAD = "lead"


def may_read_studio(uow: UnitOfWork, actor: Actor | None, studio: Studio) -> bool:
    """Leads of its unit, offices of its unit and above it, whoever has a task about it now, and who reads all."""
    if actor is None:
        return False
    if any(seat.role in READS_ALL for seat in actor.positions) or actor.holds(LEAD, studio.organisation_id):
        return True
    above = {o.id for o in ancestors(uow, studio.organisation_id)}
    if above & {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}:
        return True
    mine = set(my_principals(actor))
    running = [i.id for i in instances_of(uow, studio) if i.finished_at is None]
    return any(mine & set(task.principals) for task in open_tasks_of(uow, running))
