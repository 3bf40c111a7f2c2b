"""Effect `draw_panel`: n people of a role, drawn by lot, nobody of the applicant's own recommending house (D-08)."""

import hashlib
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import pool
from services.people.identity import Person
from services.people.organisations import ancestors, nearest_with_level, organisation
from services.process import engine, registry
from services.record import audit

from .events import PanelDrawn
from .models import PanelDraw


def draw(people: list[int], count: int, seed: str) -> list[int]:
    """The `count` people whose SHA-256 of seed and number comes first: the same seed draws the same panel."""
    lots = sorted(people, key=lambda person: hashlib.sha256(f"{seed}:{person}".encode()).hexdigest())
    return lots[:count]


def draw_panel(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any]:
    """Inputs `count` and `role`; returns {panel: [person ids], seed}. Too few people is a fault, not a smaller panel.

    Input `instead_of` (a person id): whoever that is steps back, and nobody who was drawn for this subject before is
    drawn again. The seed is the head of the subject's audit chain: nobody could know it before the last deed, anyone
    can check it.
    """
    role, count = str(effect.inputs["role"]), int(effect.inputs["count"])
    level = registry.load(uow, instance.version_id).manifest.recommender_level
    house = nearest_with_level(uow, instance.organisation_id, level) or organisation(uow, instance.organisation_id)
    gone = effect.inputs.get("instead_of")
    out = {instance.applicant_id} | (_drawn_before(uow, instance, role) if gone is not None else set())
    city = ancestors(uow, instance.organisation_id)[-1]  # one house may serve several; each draws from its own people
    people = [p.id for p in pool(uow, role, house.path, city.path) if p.id not in out]
    if len(people) < count:
        raise Faulty(f"可抽取的人选只有 {len(people)} 名，不足 {count} 名（已回避申报单位人员），请先补充人选库。")
    seed = audit.history(uow, instance.subject)[-1].hash
    drawn = draw(people, count, seed)
    row = PanelDraw(
        subject_kind=instance.subject_kind,
        subject_id=instance.subject_id,
        role=role,
        seed=seed,
        pool=sorted(people),
        drawn=drawn,
        at=uow.now,
    )
    uow.session.add(row)
    names = [uow.session.get_one(Person, p).name for p in drawn]
    for_whom = uow.session.get_one(Person, int(gone)).name if gone is not None else ""
    uow.record(
        PanelDrawn(
            subject=instance.subject, role=role, names=names, pool_size=len(people), seed=seed, instead_of=for_whom
        )
    )
    return {"panel": drawn, "seed": seed}


def _drawn_before(uow: UnitOfWork, instance: Instance, role: str) -> set[int | None]:
    """Everybody whom a draw for this subject has named."""
    mine = (PanelDraw.subject_kind == instance.subject_kind, PanelDraw.subject_id == instance.subject_id)
    rows = uow.session.scalars(select(PanelDraw.drawn).where(*mine, PanelDraw.role == role))
    return {person for drawn in rows for person in drawn}
