"""Plaques: hung once, exchanged after a change of name, given back after a revocation.

Effects `award_plaque`, `exchange_plaque`, `return_plaque`.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local_day, start_of_day
from services.foundation.errors import Faulty, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine

from .events import PlaqueAwarded, PlaqueExchanged, PlaqueReturned, PlaqueVoid
from .models import Studio, StudioPlaque
from .numbers import allot
from .subject import day_of, studio_of

EXCHANGED, RETURNED, VOID = "exchanged", "returned", "void"


def award_plaque(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The first plaque, with its number: {plaque_no}. Once.

    Input `awarded_on` (date): the day it was hung, from which years count, where that was before today. Raises Invalid
    where it was before the naming.
    """
    studio = studio_of(uow, instance)
    if studio.plaque_no is not None:
        raise Faulty(f"“{studio.name}”已经颁发牌匾 {studio.plaque_no}。")
    hung = _moment(uow, effect.inputs.get("awarded_on"))
    if studio.named_on is not None and local_day(hung) < studio.named_on:
        raise Invalid("挂牌日期不能早于命名日期。")
    number = _hang(uow, studio, (studio.named_on or local_day(uow.now)).year, hung)
    studio.plaque_at = hung
    uow.record(PlaqueAwarded(subject=studio.subject, plaque_no=number))
    return {"plaque_no": number}


def exchange_plaque(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The old plaque comes back, one with the present name is hung: {plaque_no, old_plaque_no}.

    A studio that never had a plaque gets its first.
    """
    studio, old = studio_of(uow, instance), hanging(uow, instance.subject_id)
    if old is not None:
        old.returned_at, old.ending = uow.now, EXCHANGED
    number = _hang(uow, studio, local_day(uow.now).year, uow.now)
    studio.plaque_at = studio.plaque_at or uow.now
    uow.record(
        PlaqueExchanged(subject=studio.subject, plaque_no=number, old_no=old.no if old else "", name=studio.name)
    )
    return {"plaque_no": number, "old_plaque_no": old.no if old else None}


def return_plaque(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The plaque is handed back; inputs `returned_on` (date), `void` (true: it cannot be had, and is declared void).

    Gives {plaque_no}, null where there is none to give back.
    """
    studio, plaque = studio_of(uow, instance), hanging(uow, instance.subject_id)
    if plaque is None:
        return {"plaque_no": None}
    plaque.returned_at = _moment(uow, effect.inputs.get("returned_on"))
    if effect.inputs.get("void") is True:
        plaque.ending = VOID
        uow.record(PlaqueVoid(subject=studio.subject, plaque_no=plaque.no))
    else:
        plaque.ending = RETURNED
        uow.record(PlaqueReturned(subject=studio.subject, plaque_no=plaque.no, on=local_day(plaque.returned_at)))
    return {"plaque_no": plaque.no}


def hanging(uow: UnitOfWork, studio_id: int) -> StudioPlaque | None:
    """The plaque that is with the studio now."""
    query = select(StudioPlaque).where(StudioPlaque.studio_id == studio_id, StudioPlaque.returned_at.is_(None))
    return uow.session.scalar(query.order_by(StudioPlaque.id.desc()).limit(1))


def _hang(uow: UnitOfWork, studio: Studio, year: int, at: datetime) -> str:
    number = allot(uow, f"PB{year}-")
    studio.plaque_no = number
    uow.session.add(StudioPlaque(studio_id=studio.id, no=number, name=studio.name, awarded_at=at))
    uow.session.flush()
    return number


def _moment(uow: UnitOfWork, value: Any) -> datetime:
    """The day that was written down; a day to come cannot have been."""
    day = day_of(value)
    return start_of_day(day) if day is not None and day < local_day(uow.now) else uow.now


def plaques_of(uow: UnitOfWork, studio_id: int) -> list[StudioPlaque]:
    """Every plaque the studio has had, oldest first."""
    query = select(StudioPlaque).where(StudioPlaque.studio_id == studio_id)
    return list(uow.session.scalars(query.order_by(StudioPlaque.id)))
