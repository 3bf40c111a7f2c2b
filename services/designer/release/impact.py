"""What runs on earlier versions now: campaigns, cases and studios, by the step in which they stand."""

from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.registry import ProcedureVersion

KINDS = {"campaign": "批次", "case": "案卷", "studio": "创新工作室", "organisation": "单位事项"}
WAITING = "等候日期或消息"


@dataclass(frozen=True)
class Running:
    """How many of a kind stand in a step of a version. One that has two open steps is counted in both."""

    version: ProcedureVersion
    kind: str
    step: str
    count: int


@dataclass(frozen=True)
class Impact:
    """All that runs, by step; `whole`: (kind, how many) without counting anything twice."""

    rows: list[Running]
    whole: list[tuple[str, int]]


def impact_of(uow: UnitOfWork, procedure: str) -> Impact:
    """What runs of a procedure, whichever version it runs on."""
    version = ProcedureVersion
    mine = (version.procedure == procedure, Instance.finished_at.is_(None))
    whole = uow.session.execute(
        select(Instance.subject_kind, func.count(Instance.id))
        .join(version, version.id == Instance.version_id)
        .where(*mine)
        .group_by(Instance.subject_kind)
        .order_by(Instance.subject_kind)
    )
    counted = func.count(distinct(Instance.id))
    stands = uow.session.execute(
        select(version, Instance.subject_kind, Task.name, counted)
        .select_from(Instance)
        .join(version, version.id == Instance.version_id)
        .outerjoin(Task, (Task.instance_id == Instance.id) & Task.closed_at.is_(None))
        .where(*mine)
        .group_by(version.id, Instance.subject_kind, Task.name)
        .order_by(version.number.desc(), Instance.subject_kind, counted.desc())
    )
    rows = [Running(v, KINDS.get(kind, kind), step or WAITING, count) for v, kind, step, count in stands]
    return Impact(rows, [(KINDS.get(kind, kind), count) for kind, count in whole])
