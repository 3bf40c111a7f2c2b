"""A running notice whose diagram has become another: its page explains the end by what that says now."""

from datetime import date, datetime
from typing import Any

from services.casework.instances import Instance, world_for
from services.foundation.clock import last_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine, registry

from .models import PublicNotice
from .queries import running_of, timer_of

EFFECT = "open_public_notice"
TOLD = ("least_days", "planned_end")


def follow_version(uow: UnitOfWork, instance: Instance) -> None:
    """Read the least number of working days and the planned end again, where the notice's own clock stands."""
    for notice in running_of(uow, instance.id):
        said = _said(uow, instance, notice)
        if "least_days" in said:
            notice.least_days = int(said["least_days"]) if said["least_days"] is not None else None
        if "planned_end" in said:
            notice.planned_end = _day(said["planned_end"])
    uow.session.flush()


def _said(uow: UnitOfWork, instance: Instance, notice: PublicNotice) -> dict[str, Any]:
    clock, procedure = timer_of(uow, notice), registry.load(uow, instance.version_id)
    pool = procedure.pool(instance.process)
    if clock is None or clock.element not in pool.elements:
        return {}
    beside = pool.elements[clock.element].parent
    posts = [e for e in pool.elements.values() if e.extensions.effect == EFFECT and e.parent == beside]
    world = world_for(uow, instance, procedure)
    return {
        target: engine.look_from(pool, instance.snapshot, clock.engine_task, source, uow.now, world)
        for post in posts
        for source, target in post.extensions.inputs
        if target in TOLD
    }


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return last_day(value)
    return value if isinstance(value, date) else None
