"""Effects of the block: `accept_objection`, `dismiss_objection`, `settle_objection`."""

from typing import Any

from sqlalchemy import select

from services.casework.completions import Completion
from services.casework.instances import Instance
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import actor
from services.process import engine

from .events import CaseReleased, ObjectionAccepted, ObjectionDismissed, ObjectionSettled
from .known import suspended
from .models import Objection
from .office import Recused, is_recused, require_nameless


def accept_objection(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Input `objection` (its number). It will be looked into. Refuses with Recused."""
    row, who = _at_work(uow, instance, effect, "filed")
    row.status, row.acknowledged_at = "accepted", uow.now
    uow.record(ObjectionAccepted(subject=row.subject, actor_id=who, no=row.no))
    return None


def dismiss_objection(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `objection`, `finding` (why). It will not be looked into. Refuses with Recused, Invalid."""
    row, who = _at_work(uow, instance, effect, "filed")
    row.acknowledged_at = uow.now
    settle(uow, row, "dismissed", str(effect.inputs.get("finding") or ""))
    uow.record(ObjectionDismissed(subject=row.subject, actor_id=who, no=row.no))
    return None


def settle_objection(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `objection`, `upheld` (true or false), `finding`. Refuses with Recused, Invalid."""
    row, who = _at_work(uow, instance, effect, "accepted")
    upheld = effect.inputs.get("upheld")
    if not isinstance(upheld, bool):
        raise Faulty(f"异议 {row.no} 是否成立没有写明。")
    settle(uow, row, "upheld" if upheld else "not_upheld", str(effect.inputs.get("finding") or ""))
    uow.record(ObjectionSettled(subject=row.subject, actor_id=who, no=row.no, upheld=upheld))
    return None


def settle(uow: UnitOfWork, row: Objection, status: str, finding: str | None) -> None:
    """The end of an objection; its case is released with the last that was open. The case's chain comes first."""
    if finding is not None:
        require_nameless(uow, row, finding)
    row.status, row.finding, row.settled_at = status, finding, uow.now
    uow.session.flush()
    if not suspended(uow, row.case_id):
        uow.record(CaseReleased(subject=row.case_subject, upheld=status == "upheld"))


def _at_work(uow: UnitOfWork, instance: Instance, effect: engine.Effect, stands: str) -> tuple[Objection, int | None]:
    """The objection and who is at work on it. Raises Faulty where the diagram means none that stands there."""
    no = str(effect.inputs.get("objection") or "")
    mine = (Objection.no == no, Objection.campaign_id == instance.campaign_id)
    row = uow.session.scalar(select(Objection).where(*mine))
    if row is None:
        raise Faulty(f"本批次没有异议“{no}”。")
    if row.status != stands:
        raise Faulty(f"异议 {no} 现在不能这样办理。")
    who = _who(uow, instance)
    if who is not None and is_recused(uow, actor(uow, who), row):
        raise Recused
    return row, who


def _who(uow: UnitOfWork, instance: Instance) -> int | None:
    """Who set this step in motion: the evidence of the completion is written before the instance moves."""
    just_now = (Completion.instance_id == instance.id, Completion.at == uow.now)
    query = select(Completion.actor_id).where(*just_now).order_by(Completion.id.desc()).limit(1)
    return uow.session.scalar(query)
