"""Who stands above a task: the same role one organisation higher, else the office of the campaign."""

from sqlalchemy import select

from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import of_role, people_behind
from services.people.identity import Person
from services.people.organisations import ancestors
from services.process import registry

from ..instances import Instance
from ..tasks import Task


def office_of(uow: UnitOfWork, campaign_id: int | None) -> list[str]:
    """Principals of the campaign's office: the roles that the campaign's pool names as its starters, where it was
    opened. Empty where there is no campaign.
    """
    if campaign_id is None:
        return []
    query = select(Instance).where(Instance.subject_kind == "campaign", Instance.subject_id == campaign_id)
    running = uow.session.scalars(query.order_by(Instance.id)).first()
    if running is None:
        return []
    pool = registry.load(uow, running.version_id).pool(running.process)
    words = [word.split(":", 1)[1] for word in pool.properties.get("starters", "").split() if ":" in word]
    return [of_role(running.organisation_id, role) for role in dict.fromkeys(words)]


def superiors(uow: UnitOfWork, task: Task) -> list[Person]:
    """Whom the last rung of the ladder tells: holders of the task's role at the next higher organisation where anyone
    holds it, else the campaign's office; never those who have the task themselves.
    """
    holding = {person.id for person in people_behind(uow, task.principals)}
    above = [person for principal in task.principals for person in _one_higher(uow, principal, holding)]
    found = above or _others(uow, office_of(uow, task.campaign_id), holding)
    return list({person.id: person for person in found}.values())


def _one_higher(uow: UnitOfWork, principal: str, holding: set[int]) -> list[Person]:
    kind, _, rest = principal.partition(":")
    if kind != "q":
        return []  # a person named in person has no role to look for
    number, _, role = rest.partition(":")
    for place in ancestors(uow, int(number))[1:]:
        if people := _others(uow, [of_role(place.id, role)], holding):
            return people
    return []


def _others(uow: UnitOfWork, principals: list[str], holding: set[int]) -> list[Person]:
    return [person for person in people_behind(uow, principals) if person.id not in holding]
