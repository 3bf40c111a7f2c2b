"""Where each case of a campaign stands, read with three questions however many there are and no snapshot among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from services.casework.cases import Case
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation


@dataclass(frozen=True)
class Step:
    """A step that is open: its element in the diagram, its name, until when."""

    element: str
    name: str
    due_at: datetime | None


@dataclass(frozen=True)
class Place:
    """A case in a list of many. `outcome` is the name of how it ended, None while it runs; `steps` are those open."""

    case_id: int
    no: str
    title: str
    unit: str
    lead: str
    category: str
    organisation_id: int
    recommender_id: int
    recommender: str
    rank: int | None
    submitted_at: datetime | None
    outcome: str | None
    steps: tuple[Step, ...]

    @property
    def takes_a_place(self) -> bool:
        """Whether it counts towards a quota: what ended before it was handed in does not."""
        return self.outcome is None or self.submitted_at is not None


def places(uow: UnitOfWork, campaign_id: int, only: Iterable[int] | None = None) -> list[Place]:
    """The cases of a campaign in the order they were opened; `only`: no others than these."""
    wanted = None if only is None else set(only)
    steps = _steps(uow, campaign_id)
    found = []
    for row in uow.session.execute(_cases(campaign_id)):
        if wanted is None or row.id in wanted:
            ended = row.outcome_name or "已结束" if row.ended_at is not None else None
            found.append(
                Place(
                    row.id,
                    row.no,
                    row.title,
                    row.unit,
                    row.lead,
                    row.category,
                    row.organisation_id,
                    row.recommender_id,
                    row.name,
                    row.rank,
                    row.submitted_at,
                    ended,
                    tuple(steps.get(row.id, ())),
                )
            )
    return found


def _cases(campaign_id: int) -> Select[*tuple[Any, ...]]:
    told = (Instance.title, Instance.unit, Instance.lead, Instance.category, Organisation.name)
    own = (Case.id, Case.no, Case.organisation_id, Case.recommender_id, Case.rank, Case.submitted_at)
    first = select(func.min(Instance.id)).where(Instance.subject_kind == "case", Instance.campaign_id == campaign_id)
    return (
        select(*own, Case.ended_at, Case.outcome_name, *told)
        .join(Instance, (Instance.subject_id == Case.id) & Instance.id.in_(first.group_by(Instance.subject_id)))
        .join(Organisation, Organisation.id == Case.recommender_id)
        .where(Case.campaign_id == campaign_id)
        .order_by(Case.id)
    )


def _steps(uow: UnitOfWork, campaign_id: int) -> dict[int, list[Step]]:
    query = select(Task.subject_id, Task.element, Task.name, Task.due_at).where(
        Task.campaign_id == campaign_id, Task.subject_kind == "case", Task.closed_at.is_(None)
    )
    found: dict[int, list[Step]] = {}
    for case_id, element, name, due_at in uow.session.execute(query.order_by(Task.id)):
        found.setdefault(case_id, []).append(Step(element, name, due_at))
    return found
