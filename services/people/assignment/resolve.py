"""From what the diagram says (`county_union:approver`, `@12:office`, a person's id) to principals. Never a pass."""

import re
from dataclasses import dataclass, field

from services.foundation.storage.unit_of_work import UnitOfWork

from ..identity import Person
from ..organisations import Organisation, nearest_with_level
from .principals import of_person, of_role, people_behind

OWN, RECOMMENDER = "own", "recommender"
AT_ORGANISATION = re.compile(r"@(\d{1,18}):([a-z][a-z0-9_]*)")
AT_LEVEL = re.compile(r"([a-z][a-z0-9_]*):([a-z][a-z0-9_]*)")
PERSON = re.compile(r"\d{1,18}")


@dataclass(frozen=True)
class Assigned:
    """Whom a task is for, how many active people that is today, and what could not be resolved, in sentences.

    only: the one person it is, where it is one.

    No principals, or no holders: the task waits and the caller opens an incident.
    """

    principals: tuple[str, ...] = ()
    holders: int = 0
    problems: tuple[str, ...] = ()
    only: int | None = field(default=None, compare=False)


def resolve(
    uow: UnitOfWork,
    candidate_groups: str | None,
    assignee: str | None,
    own_organisation_id: int | None,
    recommender_level: str | None,
) -> Assigned:
    """Resolve a task's assignment on the tree, from the subject's own organisation upward.

    candidate_groups: `level:role` or `@<organisation id>:<role>`, several separated by commas. Level `own` is the own
    organisation, `recommender` the nearest of `recommender_level`, any other the nearest of that level, own included.
    assignee: a person's id. It decides alone: whoever was named in person is not replaced by a group unasked.
    """
    if assignee is not None and assignee.strip():
        return _to_person(uow, assignee.strip())
    principals: dict[str, None] = {}
    problems: list[str] = []
    for group in (candidate_groups or "").split(","):
        if not group.strip():
            continue
        try:
            principals[_to_role(uow, group.strip(), own_organisation_id, recommender_level)] = None
        except _Unresolved as gap:
            problems.append(str(gap))
    people = people_behind(uow, principals)
    holders = len(people)
    if not principals and not problems:
        problems.append("任务没有写明由谁办理。")
    if principals and not holders:
        problems.append("应办理此任务的岗位目前无人任职。")
    return Assigned(tuple(principals), holders, tuple(problems), people[0].id if holders == 1 else None)


class _Unresolved(Exception):
    """One group leads nowhere; the text says why."""


def _to_person(uow: UnitOfWork, assignee: str) -> Assigned:
    person = uow.session.get(Person, int(assignee)) if PERSON.fullmatch(assignee) else None
    if person is None:
        return Assigned(problems=(f"指定的办理人“{assignee}”不存在。",))
    if not person.active:
        return Assigned(problems=(f"指定的办理人{person.name}已停用。",))
    return Assigned((of_person(person.id),), 1, only=person.id)


def _to_role(uow: UnitOfWork, group: str, own_organisation_id: int | None, recommender_level: str | None) -> str:
    if direct := AT_ORGANISATION.fullmatch(group):
        organisation_id = int(direct[1])
        if uow.session.get(Organisation, organisation_id) is None:
            raise _Unresolved(f"“{group}”所指的单位不存在。")
        return of_role(organisation_id, direct[2])
    parts = AT_LEVEL.fullmatch(group)
    if parts is None:
        raise _Unresolved(f"“{group}”不是“层级:角色”的写法。")
    if own_organisation_id is None:
        raise _Unresolved(f"没有所属单位，无法确定“{group}”。")
    level, role = parts.groups()
    if level == OWN:
        return of_role(own_organisation_id, role)
    wanted = recommender_level if level == RECOMMENDER else level
    where = nearest_with_level(uow, own_organisation_id, wanted) if wanted else None
    if where is None:
        raise _Unresolved(f"从所属单位向上没有“{wanted or level}”一级的单位，无法确定“{group}”。")
    return of_role(where.id, role)
