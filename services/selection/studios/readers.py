"""Who reads a studio's own file. The register itself is open to everybody."""

from collections.abc import Iterable

from services.casework.cases.queries import NO_OFFICE, READS_ALL
from services.casework.tasks import my_principals, open_tasks_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor
from services.people.organisations import Organisation, ancestors

from .models import Studio
from .queries import instances_of

LEAD = "lead"


def may_read_studio(uow: UnitOfWork, actor: Actor | None, studio: Studio) -> bool:
    """Leads of its unit, offices of its unit and above it, whoever has a task about it now, and who reads all."""
    if actor is None:
        return False
    if reads_all(actor) or actor.holds(LEAD, studio.organisation_id):
        return True
    if {o.id for o in ancestors(uow, studio.organisation_id)} & _offices(actor):
        return True
    mine = set(my_principals(actor))
    running = [i.id for i in instances_of(uow, studio) if i.finished_at is None]
    return any(mine & set(task.principals) for task in open_tasks_of(uow, running))


def reads_all(actor: Actor) -> bool:
    """Auditors and administrators."""
    return any(seat.role in READS_ALL for seat in actor.positions)


def paths_of_offices(uow: UnitOfWork, actor: Actor | None) -> list[str] | None:
    """The branches of the tree whose studios' standing a person sees in a list; None is the whole tree."""
    if actor is None:
        return []
    if reads_all(actor):
        return None
    units = (uow.session.get(Organisation, number) for number in sorted(_offices(actor)))
    return [unit.path for unit in units if unit is not None]


def under(uow: UnitOfWork, studios: Iterable[Studio], paths: list[str] | None) -> set[int]:
    """Which of these studios stand on one of the branches: their ids."""
    rows = list(studios)
    if paths is None:
        return {studio.id for studio in rows}
    ways = {number: uow.session.get_one(Organisation, number).path for number in {s.organisation_id for s in rows}}
    return {s.id for s in rows if any(ways[s.organisation_id].startswith(path) for path in paths)}


def _offices(actor: Actor) -> set[int]:
    return {seat.organisation_id for seat in actor.positions if seat.role not in NO_OFFICE}
