"""How far a panel is: who sits on it, who answered, who handed in, and when all are in, what they gave."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case, sight_of
from services.casework.cases.sight import runs_review
from services.casework.completions import Completion, completions_of
from services.casework.instances import Instance
from services.casework.tasks import Task
from services.foundation.errors import NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import DECLINED, LAPSED, RECUSED, standing_back_from, stood_back
from services.people.identity import Actor, Person
from services.process import engine
from services.record import audit

from .events import ReviewClosed
from .models import PanelDraw
from .redraw import draws_of

BACK = {RECUSED: "已回避", DECLINED: "已谢绝", LAPSED: "逾期未答复"}


@dataclass(frozen=True)
class Seat:
    """One who was drawn. `task`: the step that waits for them; `score`: their points, once the reader may see them."""

    person: Person
    state: str
    task: Task | None = None
    back: bool = False
    reason: str = ""
    score: Decimal | None = None


@dataclass(frozen=True)
class Panel:
    """All who were drawn for a case, the steps the office owes, and the mean once all are in."""

    draws: list[PanelDraw] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    missing: list[Task] = field(default_factory=list)
    average: str | None = None
    closed_at: datetime | None = None


def require_may_see_panel(uow: UnitOfWork, actor: Actor, instance: Instance) -> None:
    """The office that runs the review, and those who read everything; nobody recused. Raises NotFound."""
    back = stood_back(uow, actor.id, instance.subject)
    if (back is not None and back.why == RECUSED) or not runs_review(uow, actor, instance):
        raise NotFound


def may_see_panel(uow: UnitOfWork, actor: Actor, instance: Instance) -> bool:
    """Whether `require_may_see_panel` lets them."""
    try:
        require_may_see_panel(uow, actor, instance)
    except NotFound:
        return False
    return True


def panel_of(uow: UnitOfWork, actor: Actor, instance: Instance) -> Panel:
    """The panel of a case, as a person who may see it sees it now."""
    draws = draws_of(uow, instance)
    if not draws and not _short(uow, instance):
        return Panel()
    drawn = dict.fromkeys(person for row in draws for person in row.drawn)
    rows = sight_of(uow, actor, instance).readable(completions_of(uow, instance.subject))
    seats = [_seat(uow, instance, uow.session.get_one(Person, person), rows) for person in drawn]
    closed = [e for e in audit.history(uow, instance.subject) if e.kind == ReviewClosed.__name__]
    last = closed[-1] if closed and not any(seat.task for seat in seats) else None
    missing = _short(uow, instance)
    return Panel(draws, seats, missing, last.facts["average"], last.at) if last else Panel(draws, seats, missing)


def panels_of_campaign(uow: UnitOfWork, actor: Actor, campaign_id: int) -> list[tuple[Case, Instance, Panel]]:
    """Every case of a campaign with a panel, or with an office that owes it one, in the order of their numbers."""
    cases = (Case.campaign_id == campaign_id, Instance.subject_kind == "case")
    pairs = select(Case, Instance).join(Instance, Instance.subject_id == Case.id).where(*cases).order_by(Case.id)
    seen = [(c, i) for c, i in uow.session.execute(pairs).all() if may_see_panel(uow, actor, i)]
    found = [(case, instance, panel_of(uow, actor, instance)) for case, instance in seen]
    return [row for row in found if row[2].draws or row[2].missing]


def close_review(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> None:
    """Effect: all are in. Inputs `scores` [{score, …}] and `average`; the trail keeps the points without names."""
    points = sorted(str(row["score"]) for row in effect.inputs["scores"])
    uow.record(ReviewClosed(subject=instance.subject, points=points, average=str(effect.inputs["average"])))


def _short(uow: UnitOfWork, instance: Instance) -> list[Task]:
    """The office's own steps of the review: blind, and not for one person."""
    return [t for t in _open(uow, instance) if t.properties.get("blind") and not t.principals[0].startswith("p:")]


def _open(uow: UnitOfWork, instance: Instance) -> list[Task]:
    mine = (Task.instance_id == instance.id, Task.closed_at.is_(None))
    return [t for t in uow.session.scalars(select(Task).where(*mine).order_by(Task.id)) if t.principals]


def _seat(uow: UnitOfWork, instance: Instance, person: Person, rows: list[Completion]) -> Seat:
    back = standing_back_from(uow, instance.subject).get(person.id)
    if back is not None:
        return Seat(person, BACK[back.why], back=True, reason=back.reason)
    waiting = [t for t in _open(uow, instance) if f"p:{person.id}" in t.principals]
    if waiting:
        return Seat(person, f"等待“{waiting[0].name}”", waiting[0])
    said: list[dict[str, Any]] = [r.values for r in rows if r.actor_id == person.id and "scores" in r.values]
    if not said:
        return Seat(person, "已交评分表")
    points = sum((Decimal(str(p)) for p in said[-1]["scores"].values() if p is not None), Decimal())
    return Seat(person, "已交评分表", score=points)

