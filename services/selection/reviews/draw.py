"""Effect `draw_panel`: n people of a role, drawn by lot, the least loaded first, nobody who has to keep away (D-08)."""

from collections import Counter
from typing import Any

from sqlalchemy import select

from services.casework.cases import Case
from services.casework.instances import Instance
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.assignment import RECUSED, StoodBack, stand_back
from services.people.identity import Person
from services.process import engine
from services.record import audit

from ..campaigns import Campaign
from .events import PanelDrawn, PanelShort, too_few
from .lots import list_digest, ranked, seed_of
from .models import PanelDraw
from .recusal import Candidates, candidates


def draw_panel(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any]:
    """Inputs `count` and `role`; returns {panel: [person ids], seed, short}. Too few people never is a smaller panel.

    `instead_of` (a person id): whoever that is stands back (`why`: recused, declined or lapsed; `reason`), and the next
    in the drawn order comes. `names`: the lead and the members; `fields`: what the panel has to know; `without`:
    further ids. With `tell` true, too few people give an empty panel and the sentence `short`; else that is a fault.
    """
    asked = effect.inputs
    role, count = str(asked["role"]), int(asked["count"])
    gone = int(asked["instead_of"]) if asked.get("instead_of") is not None else None
    why = str(asked.get("why") or RECUSED)
    _queue_up(uow, instance)
    if gone is not None:
        stand_back(uow, gone, instance.subject, why, str(asked.get("reason") or ""))
    names = {str(n) for n in (*(asked.get("names") or ()), instance.lead) if n}
    found = candidates(uow, instance, role, names, {str(f) for f in asked.get("fields") or ()})
    before = _earlier(uow, instance, role) if gone is not None else []
    out = {int(p) for p in asked.get("without") or ()} | {p for row in before for p in row.drawn}
    row = _lot(uow, instance, role, count, [p for p in found.people if p not in out], before)
    for_whom = uow.session.get_one(Person, gone).name if gone is not None else ""
    told: dict[str, Any] = {"subject": instance.subject, "role": role, "instead_of": for_whom, "why": why}
    if len(row.pool) < count:
        return _too_few(uow, row, found, told, tell=asked.get("tell") is True)
    row.left_out, row.instead_of = [list(each) for each in found.left_out], gone
    uow.session.add(row)
    drawn = [uow.session.get_one(Person, p).name for p in row.drawn]
    told |= {"pool_size": len(row.pool), "left_out": len(found.left_out), "made_of": row.made_of}
    uow.record(PanelDrawn(**told, names=drawn, seed=row.seed))
    return {"panel": row.drawn, "seed": row.seed, "short": None}


def _queue_up(uow: UnitOfWork, instance: Instance) -> None:
    """Two draws of one campaign come one after the other, so that the second knows the loads of the first."""
    campaign = select(Campaign.id).where(Campaign.id == instance.campaign_id)
    uow.session.execute(campaign.with_for_update()).all()


def _lot(
    uow: UnitOfWork, instance: Instance, role: str, count: int, people: list[int], before: list[PanelDraw]
) -> PanelDraw:
    """A draw that is not yet kept. While the last order has names left it goes on; else there is a new seed."""
    last = before[-1] if before and before[-1].ranked is not None and before[-1].made_of is not None else None
    rest = [p for p in people if last is not None and p in (last.ranked or ())]
    if last is not None and len(rest) >= count:
        people, made_of = rest, dict(last.made_of or {})
        loads = {person: n for person, n in last.loads or () if person in rest}
    else:
        made_of = _seed_parts(uow, instance)
        loads = {person: n for person, n in loads_of(uow, instance.campaign_id).items() if person in people}
    seed = seed_of(made_of)
    order = ranked(people, seed, loads)
    return PanelDraw(
        subject_kind=instance.subject_kind,
        subject_id=instance.subject_id,
        campaign_id=instance.campaign_id,
        role=role,
        seed=seed,
        made_of=made_of,
        pool=sorted(people),
        loads=[list(pair) for pair in sorted(loads.items())],
        ranked=order,
        wanted=count,
        drawn=order[:count],
        at=uow.now,
    )


def _seed_parts(uow: UnitOfWork, instance: Instance) -> dict[str, str]:
    """What nobody can choose: the campaign's list, the last seal over all chains, the last deed about the subject."""
    numbers = uow.session.scalars(select(Case.no).where(Case.campaign_id == instance.campaign_id).order_by(Case.id))
    sealed = audit.latest_seal(uow)
    return {
        "list": list_digest(numbers),
        "seal": sealed.hash if sealed else "",
        "deed": audit.history(uow, instance.subject)[-1].hash,
    }


def _too_few(
    uow: UnitOfWork, row: PanelDraw, found: Candidates, told: dict[str, Any], *, tell: bool
) -> dict[str, Any]:
    short = too_few(len(row.pool), row.wanted or 0, len(found.left_out))
    if not tell:
        raise Faulty(short)
    uow.record(PanelShort(**told, wanted=row.wanted or 0, found=len(row.pool), left_out=len(found.left_out)))
    return {"panel": [], "seed": "", "short": short}


def _earlier(uow: UnitOfWork, instance: Instance, role: str) -> list[PanelDraw]:
    """The draws for this subject, oldest first."""
    mine = (PanelDraw.subject_kind == instance.subject_kind, PanelDraw.subject_id == instance.subject_id)
    return list(uow.session.scalars(select(PanelDraw).where(*mine, PanelDraw.role == role).order_by(PanelDraw.id)))


def loads_of(uow: UnitOfWork, campaign_id: int | None) -> Counter[int]:
    """How many subjects of a campaign each person is on the panel of; who stood back carries nothing for that."""
    rows = uow.session.scalars(select(PanelDraw).where(PanelDraw.campaign_id == campaign_id))
    back = {(r.person_id, r.subject_kind, r.subject_id) for r in uow.session.scalars(select(StoodBack))}
    seats = {(p, row.subject_kind, row.subject_id) for row in rows for p in row.drawn}
    return Counter(person for person, *_ in seats - back)
