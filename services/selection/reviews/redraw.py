"""A draw is drawn again from what was kept of it: whoever doubts it, repeats it."""

from dataclasses import dataclass

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.record import audit

from .lots import ranked, seed_of
from .models import PanelDraw


@dataclass(frozen=True)
class Redrawn:
    """What came out again. told: the trail tells of this very seed; same: seed, order and people are as they were."""

    seed: str
    order: list[int]
    drawn: list[int]
    told: bool
    same: bool


def redraw(uow: UnitOfWork, row: PanelDraw) -> Redrawn | None:
    """The draw once more, from the parts of its seed; None for a draw of which too little was kept."""
    if row.made_of is None or row.loads is None or row.wanted is None:
        return None
    seed = seed_of(row.made_of)
    order = ranked(row.pool, seed, {person: load for person, load in row.loads})
    drawn = order[: row.wanted]
    told = any(_tells(entry, row) for entry in audit.history(uow, Subject(row.subject_kind, row.subject_id)))
    same = (seed, order, drawn) == (row.seed, row.ranked, row.drawn)
    return Redrawn(seed, order, drawn, told, same and told)


def draws_of(uow: UnitOfWork, instance: Instance) -> list[PanelDraw]:
    """Every draw for the subject of an instance, oldest first."""
    mine = (PanelDraw.subject_kind == instance.subject_kind, PanelDraw.subject_id == instance.subject_id)
    return list(uow.session.scalars(select(PanelDraw).where(*mine).order_by(PanelDraw.id)))


def _tells(entry: audit.Entry, row: PanelDraw) -> bool:
    """Whether an entry of the trail is about this draw, in all that the draw depends on."""
    same = ("seed", row.seed), ("made_of", row.made_of), ("pool_size", len(row.pool))
    return entry.kind == "PanelDrawn" and entry.at == row.at and all(entry.facts.get(k) == v for k, v in same)
