"""Effect `rank_case`: the case counts as submitted, with the rank its recommender gave it."""

from typing import Any

from services.casework.cases import Case
from services.casework.instances import Instance
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine

from ..quotas import peers_of
from .events import CaseSubmitted


def rank_case(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Input `rank` (whole number or null). Two cases of one unit never share a rank.

    Where a unit sends two and the first went without a rank, the second's rank settles it: the first takes the other.
    """
    case = uow.session.get_one(Case, instance.subject_id)
    rank = effect.inputs.get("rank")
    rank = int(rank) if rank is not None else None
    others = [other for other, _ in peers_of(uow, case)]
    if rank is not None and any(o.rank == rank for o in others):
        raise Faulty(f"本单位已有案卷排序第 {rank}。")
    if rank in (1, 2):
        for other in others:
            if other.submitted_at is not None and other.rank is None:
                other.rank = 3 - rank
                uow.record(CaseSubmitted(subject=other.subject, rank=other.rank, previous=None))
    previous, case.rank = case.rank, rank
    case.submitted_at = uow.now
    uow.record(CaseSubmitted(subject=case.subject, rank=rank, previous=previous))
    return None
