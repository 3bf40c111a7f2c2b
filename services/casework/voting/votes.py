"""会签, 或签, 票签 are multi-instance steps: how many were asked, have spoken, and how, read from the rows.

Who speaks twice, because two levels are theirs, is counted twice: nothing is passed over. How the voices divide is told
when all that were asked have spoken or the diagram has ended the round: until then nobody's opinion leads another's.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from services.foundation.storage.unit_of_work import UnitOfWork
from services.process.registry import Procedure

from ..completions import Completion, stands
from ..completions.labels import verdict_label
from ..instances import Instance
from ..tasks import Task

ABSTAIN = "abstain"


@dataclass(frozen=True)
class Votes:
    """One round of one step. asked: how many voices there are; given: how many spoke; told: verdict's word -> number,
    empty while the round runs; abstained: how many of these gave no voice; quorum: how many must speak, None: not said.
    """

    element: str
    name: str
    asked: int
    given: int
    told: Mapping[str, int]
    abstained: int
    quorum: int | None
    open: bool

    @property
    def has_quorum(self) -> bool:
        """Whether enough have spoken; abstaining is speaking."""
        return self.quorum is None or self.given >= self.quorum


def votes_of(uow: UnitOfWork, instance: Instance, procedure: Procedure) -> list[Votes]:
    """The newest round of each step of an instance at which several speak, in the order they began."""
    query = select(Task).where(Task.instance_id == instance.id).order_by(Task.id)
    rounds: dict[str, list[Task]] = {}
    for task in uow.session.scalars(query):
        if "loopCounter" not in task.locals or not (task.opinion_box or "quorum" in task.properties):
            continue  # experts that score unseen by each other are no vote
        known = rounds.setdefault(task.element, [])
        if known and _begins_anew(known, task):
            known.clear()
        known.append(task)
    if not rounds:
        return []
    ids = [task.id for tasks in rounds.values() for task in tasks]
    said = {
        row.task_id: row for row in uow.session.scalars(select(Completion).where(Completion.task_id.in_(ids), stands()))
    }
    return [_votes(procedure, tasks, said) for tasks in rounds.values() if len(tasks) > 1]


def _begins_anew(known: list[Task], task: Task) -> bool:
    """The same place in the row twice: the step was entered once more. One taken back and opened again is not."""
    same = [t for t in known if t.locals.get("loopCounter") == task.locals.get("loopCounter")]
    return any(t.closed_by is not None for t in same)


def _votes(procedure: Procedure, tasks: list[Task], said: Mapping[int, Completion]) -> Votes:
    given = [said[task.id] for task in tasks if task.id in said]
    running = any(task.closed_at is None for task in tasks)
    told = Counter(verdict_label(procedure, row) for row in given if row.verdict) if not running else Counter()
    return Votes(
        element=tasks[0].element,
        name=tasks[0].name,
        asked=len({str(task.locals.get("loopCounter")) for task in tasks}),
        given=len(given),
        told=dict(told),
        abstained=0 if running else sum(row.verdict == ABSTAIN for row in given),
        quorum=_number(tasks),
        open=running,
    )


def _number(tasks: Iterable[Task]) -> int | None:
    """Property `quorum` of the step."""
    for task in tasks:
        try:
            return int(task.properties["quorum"])
        except (KeyError, TypeError, ValueError):
            continue
    return None
