"""Many cases or campaigns in a list: a line each, gathered with a fixed number of questions to the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.deadlines import Deadline
from services.casework.instances import Instance
from services.casework.tasks import Task, open_tasks_of
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry
from services.selection.campaigns import Campaign

from .words import Remaining, awaited_choice, remaining, standing

Row = TypeVar("Row", Task, Deadline)


@dataclass(frozen=True)
class ListRow:
    """What a list says of one case or campaign. `remaining`: the time left of its most urgent open task.

    Where no task is open but somebody may still do something, it is the time left to do that.
    """

    instance: Instance
    campaign: Campaign | None
    case: Case | None
    category: str
    status: str
    remaining: Remaining | None


def rows_of_cases(uow: UnitOfWork, cases: Sequence[Case]) -> list[ListRow]:
    """A line for each case, in the given order; a case without a process record is left out."""
    instances = _instances(uow, "case", [c.id for c in cases])
    return _rows(uow, [instances[c.id] for c in cases if c.id in instances], {c.id: c for c in cases})


def rows_of_campaigns(uow: UnitOfWork, campaigns: Sequence[Campaign]) -> list[ListRow]:
    """A line for each campaign, in the given order."""
    instances = _instances(uow, "campaign", [c.id for c in campaigns])
    return _rows(uow, [instances[c.id] for c in campaigns if c.id in instances], {})


def _instances(uow: UnitOfWork, kind: str, ids: list[int]) -> dict[int, Instance]:
    """Subject id -> its first pool."""
    query = select(Instance).where(Instance.subject_kind == kind, Instance.subject_id.in_(ids))
    rows = uow.session.scalars(query.order_by(Instance.id.desc()))
    return {row.subject_id: row for row in rows}


def _rows(uow: UnitOfWork, instances: list[Instance], cases: dict[int, Case]) -> list[ListRow]:
    ids = [i.id for i in instances]
    tasks, timers = _by_instance(open_tasks_of(uow, ids)), _by_instance(_timers(uow, ids))
    wanted = {i.campaign_id for i in instances if i.campaign_id}
    campaigns = {c.id: c for c in uow.session.scalars(select(Campaign).where(Campaign.id.in_(wanted)))}
    procedures = {v: registry.load(uow, v) for v in {i.version_id for i in instances}}
    found = []
    for instance in instances:
        case, campaign = cases.get(instance.subject_id), campaigns.get(instance.campaign_id or 0)
        procedure, open_tasks = procedures[instance.version_id], tasks.get(instance.id, [])
        outcome = (case.outcome_name if case else campaign.outcome_name if campaign else None) or "已结束"
        coming = timers.get(instance.id, [])
        names = [t.name for t in open_tasks], [t.name for t in coming]
        due = [t.due_at for t in open_tasks if t.due_at]
        if not open_tasks and coming and awaited_choice(instance, procedure):
            due = [coming[0].due_at]
        found.append(
            ListRow(
                instance,
                campaign,
                case,
                procedure.manifest.categories.get(instance.category, instance.category),
                standing(instance, procedure, *names, outcome),
                remaining(uow, min(due, default=None)),
            )
        )
    return found


def _timers(uow: UnitOfWork, ids: list[int]) -> list[Deadline]:
    return list(uow.session.scalars(select(Deadline).where(Deadline.instance_id.in_(ids)).order_by(Deadline.due_at)))


def _by_instance(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.instance_id, []).append(row)
    return found
