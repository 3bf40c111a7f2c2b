"""Lawful batch approval: one opinion for several cases at the same step, only where each could be decided alone.

Every case keeps its own checks, its own record and its own place in the trail. One that is lacking anything is told and
left as it is; it never rides along with the others.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from services.foundation.errors import Conflict, Invalid, Refusal
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..completions import Completing, complete
from ..instances import Instance
from ..tasks import Task, require_may_act, require_open, task_by_id
from ..tasks.verbs import BATCH, require_offered

TOGETHER_MAX = 50


class NotTogether(Conflict):
    """The tasks are of different steps, or too many."""


@dataclass(frozen=True)
class Outcome:
    """What became of one: `refusal` None means that it was decided."""

    task: Task
    refusal: Refusal | None = None


def tasks_together(uow: UnitOfWork, actor: Actor, task_ids: Sequence[int]) -> tuple[list[Task], list[Outcome]]:
    """Those that may be decided together, and each of the others with its reason. Raises NotTogether, Invalid."""
    wanted = [task_by_id(uow, n) for n in dict.fromkeys(task_ids)]
    if not wanted:
        raise Invalid("请先勾选要一起办理的事项。")
    if len(wanted) > TOGETHER_MAX:
        raise NotTogether(f"一次最多办理 {TOGETHER_MAX} 件。")
    instances = {task.id: uow.session.get_one(Instance, task.instance_id) for task in wanted}
    kinds = {(task.element, task.form_id, instances[task.id].version_id, instances[task.id].process) for task in wanted}
    if len(kinds) > 1:
        raise NotTogether("只能一起办理同一批次、同一环节的事项，请按环节筛选后再勾选。")
    fit, unfit = [], []
    for task in wanted:
        try:
            require_may_act(actor, task, instances[task.id].applicant_id)
            require_open(uow, task)
            require_offered(task, BATCH)
            if task.asked:
                raise Conflict("已请他人提意见，尚未答复。")
            fit.append(task)
        except Refusal as refusal:
            unfit.append(Outcome(task, refusal))
    return fit, unfit


def decide_together(
    work: Callable[[], AbstractContextManager[UnitOfWork]],
    who: Callable[[UnitOfWork], Actor],
    task_ids: Sequence[int],
    answers: Mapping[str, Any],
    seen: Mapping[int, int],
    request_key: str,
) -> list[Outcome]:
    """Decide each in a transaction of its own, with the content version the person saw. Raises NotTogether, Invalid."""
    with work() as uow:
        fit, outcomes = tasks_together(uow, who(uow), task_ids)
    for task in fit:
        try:
            with work() as uow:
                key = f"{request_key}:{task.id}"
                complete(uow, who(uow), task.id, Completing(dict(answers), seen=seen.get(task.id, 0), request_key=key))
            outcomes.append(Outcome(task))
        except (Invalid, Conflict) as refusal:
            outcomes.append(Outcome(task, refusal))
    return outcomes
