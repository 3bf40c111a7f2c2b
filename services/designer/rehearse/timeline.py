"""What happened in a rehearsal, told from the rows that the verbs left behind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.completions import Completion
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.clock import local
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import registry
from services.process.engine import Pool
from services.record import audit
from services.selection.campaigns import campaigns
from services.selection.studios import register

HAPPENED_BY_ITSELF = {
    "InstanceStarted", "InstanceFinished", "DeadlineReached", "InstanceMoved", "ClocksMoved", "NoticeDayLost",
    "NoticeTakenDown", "NoticeRestored",
}  # fmt: skip
IN_THE_REGISTER = {
    "StudioRegistered", "ReviewRecorded", "StandingChanged", "StudioChanged", "StudioRevoked", "PlaqueExchanged",
    "PlaqueReturned", "PlaqueVoid",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the timeline; `at` in Shanghai. Element and clause are empty where no node is meant."""

    at: datetime
    pool: str
    element: str
    name: str
    clause: str
    actor: str
    event: str

    def as_json(self) -> dict[str, str]:
        """As the contract has it."""
        return {
            "at": self.at.isoformat(),
            "pool": self.pool,
            "element": self.element,
            "name": self.name,
            "clause": self.clause,
            "actor": self.actor,
            "event": self.event,
        }


def timeline(uow: UnitOfWork) -> list[Line]:
    """Every task opened and completed and every move by clock or message, in order of time."""
    lines: list[tuple[datetime, int, Line]] = []
    told: set[str] = set()
    for instance in uow.session.scalars(select(Instance).order_by(Instance.id)):
        pool = registry.load(uow, instance.version_id).pool(instance.process)
        lines += _tasks(uow, instance, pool)
        if str(instance.subject) not in told:  # several pools may have run about one studio
            lines += _moves(uow, instance, pool)
        told.add(str(instance.subject))
    return [line for _, _, line in sorted(lines, key=lambda row: row[:2])]


def _tasks(uow: UnitOfWork, instance: Instance, pool: Pool) -> list[tuple[datetime, int, Line]]:
    found = []
    done = {c.task_id: c for c in uow.session.scalars(select(Completion).where(Completion.instance_id == instance.id))}
    for task in uow.session.scalars(select(Task).where(Task.instance_id == instance.id)):
        clause = str(task.properties.get("clause") or "")
        base = (pool.name, task.element, task.name, clause)
        element = pool.elements.get(task.element)  # a list's opinion stands in its cases, but was given elsewhere
        if element is not None and element.kind == "userTask":  # what is done beside the inbox never waited in it
            found.append((task.opened_at, 2, Line(local(task.opened_at), *base, "", f"待办：{task.name}")))
        completion = done.get(task.id)
        if completion is not None:
            text = f"{completion.organisation_name}{completion.actor_name}办理“{task.name}”"
            found.append((completion.at, 1, Line(local(completion.at), *base, completion.actor_name, text)))
    return found


def _moves(uow: UnitOfWork, instance: Instance, pool: Pool) -> list[tuple[datetime, int, Line]]:
    found = []
    for entry in audit.history(uow, instance.subject):
        if entry.kind in HAPPENED_BY_ITSELF | IN_THE_REGISTER:
            where = str(entry.facts.get("pool") or pool.name)
            line = Line(local(entry.at), where, str(entry.facts.get("element", "")), "", "", "", entry.sentence)
            found.append((entry.at, 0, line))
    return found


def outcome_of(uow: UnitOfWork) -> dict[str, Any]:
    """How it ended: campaigns, cases, studios."""
    return {
        "campaigns": [{"title": c.title, "outcome": c.outcome_name} for c in campaigns(uow)],
        "cases": [
            {"no": c.no, "outcome": c.outcome_name, "rank": c.rank}
            for c in uow.session.scalars(select(Case).order_by(Case.id))
        ],
        "studios": [
            {
                "no": s.no,
                "name": s.name,
                "category": s.category,
                "grant_cny": s.grant_cny,
                "plaque_no": s.plaque_no,
                "status": s.status,
            }
            for s in register(uow)
        ],
    }
