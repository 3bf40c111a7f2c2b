"""What a walk shows: its clock, who has what to do, who could begin something, and where it stands on the diagram."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.tasks import Task
from services.foundation.clock import local
from services.foundation.storage.unit_of_work import UnitOfWork, Wiring
from services.people.assignment import people_behind
from services.people.identity import Person, actor
from services.selection.campaigns import pool_to_open
from services.selection.studios import Studio

from ..rehearse import next_moment
from ..rehearse.timeline import timeline
from .models import WalkStep
from .walking import opened, procedure_in


@dataclass(frozen=True)
class TaskSeen:
    """An open step: whom it waits for as (login, name), of which case (the story's name for it), until when."""

    id: int
    element: str
    name: str
    case: str
    title: str
    people: list[tuple[str, str]]
    due: datetime | None
    form_id: str | None


@dataclass(frozen=True)
class Look:
    """How a walk stands. `lines`: the timeline as json; `cases`: the story's names with how each ended."""

    clock: datetime
    next: datetime | None
    tasks: list[TaskSeen]
    campaign_open: bool
    begins_campaigns: bool
    officers: list[tuple[str, str]]
    applicants: list[tuple[str, str]]
    cases: dict[str, tuple[str, str | None]]
    lines: list[dict[str, str]]


@contextmanager
def on_stage(step: WalkStep, wiring: Wiring) -> Iterator[tuple[UnitOfWork, Look]]:
    """Look at the scratch house; the unit of work in it only reads."""
    with opened(step, wiring) as (house, _, player):
        coming = next_moment(house)
        with house.reading() as uow:
            yield uow, _look(uow, step, player.played.cases, coming)


def _look(uow: UnitOfWork, step: WalkStep, cases: dict[str, int], coming: datetime | None) -> Look:
    names = {number: name for name, number in cases.items()}
    procedure = procedure_in(uow, step)
    opens, applies = pool_to_open(procedure), procedure.pools_about("case")
    tasks = uow.session.scalars(select(Task).where(Task.closed_at.is_(None)).order_by(Task.due_at, Task.id))
    rows = uow.session.scalars(select(Case).where(Case.id.in_(names)))
    return Look(
        clock=local(uow.now),
        next=local(coming) if coming else None,
        tasks=[_seen(uow, task, names) for task in tasks],
        campaign_open=step.played.get("campaign") is not None,
        begins_campaigns=opens is not None,
        officers=_starters(uow, opens.properties.get("starters", "") if opens else ""),
        applicants=_starters(uow, " ".join(p.properties.get("starters", "") for p in applies)),
        cases={names[c.id]: (c.no, c.outcome_name) for c in rows},
        lines=[line.as_json() for line in timeline(uow)],
    )


def _seen(uow: UnitOfWork, task: Task, names: dict[int, str]) -> TaskSeen:
    people = [(p.login, p.name) for p in people_behind(uow, task.principals)]
    return TaskSeen(
        task.id, task.element, task.name, _case(uow, task, names), task.title, people,
        local(task.due_at) if task.due_at else None, task.form_id,
    )  # fmt: skip


def _case(uow: UnitOfWork, task: Task, names: dict[int, str]) -> str:
    if task.subject_kind == "case":
        return names.get(task.subject_id, "")
    studio = uow.session.get(Studio, task.subject_id) if task.subject_kind == "studio" else None
    return names.get(studio.case_id or 0, "") if studio is not None else ""


def _starters(uow: UnitOfWork, starters: str) -> list[tuple[str, str]]:
    """People of the cast who hold one of these `level:role`, by name; the verb itself has the last word."""
    roles: set[Any] = {group.rpartition(":")[2] for group in starters.split()}
    people = uow.session.scalars(select(Person).where(Person.active).order_by(Person.id))
    return [(p.login, p.name) for p in people if any(seat.role in roles for seat in actor(uow, p.id).positions)]
