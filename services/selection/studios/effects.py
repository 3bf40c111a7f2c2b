"""Effects of the studio's pool: `register_studio`, `pay_grant`, `award_plaque`."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.process.rules.values import to_json

from .events import GrantPaid, PlaqueAwarded, StudioRegistered
from .models import Studio


def register_studio(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `decision_no`, `decided_on` (date) and whatever else the register shall remember. Gives the number."""
    studio = _studio(uow, instance)
    if studio.no is not None:
        raise Faulty(f"“{studio.name}”已经登记，登记号 {studio.no}。")
    inputs = effect.inputs
    studio.decision_no = str(inputs.get("decision_no") or "")
    studio.named_on = _day(inputs.get("decided_on")) or local_day(uow.now)
    studio.no = _next(uow, Studio.no, f"GZS{studio.named_on.year}-")
    studio.status = "named"
    studio.facts = {k: to_json(v) for k, v in inputs.items()}
    uow.record(
        StudioRegistered(
            subject=studio.subject, no=studio.no, name=studio.name, decision_no=studio.decision_no
        )
    )
    return None


def pay_grant(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Input `amount` in whole yuan. A grant is paid once."""
    studio = _studio(uow, instance)
    if studio.grant_paid_at is not None:
        raise Faulty(f"“{studio.name}”的资金已经拨付，不能重复拨付。")
    studio.grant_cny, studio.grant_paid_at = int(effect.inputs["amount"]), uow.now
    uow.record(GrantPaid(subject=studio.subject, amount_cny=studio.grant_cny, receiver=studio.unit))
    return None


def award_plaque(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Gives the plaque its number, once."""
    studio = _studio(uow, instance)
    if studio.plaque_no is not None:
        raise Faulty(f"“{studio.name}”已经颁发牌匾 {studio.plaque_no}。")
    year = (studio.named_on or local_day(uow.now)).year
    studio.plaque_no, studio.plaque_at = _next(uow, Studio.plaque_no, f"PB{year}-"), uow.now
    uow.record(PlaqueAwarded(subject=studio.subject, plaque_no=studio.plaque_no))
    return None


def _studio(uow: UnitOfWork, instance: Instance) -> Studio:
    if instance.subject_kind != "studio":
        raise Faulty("这项处理只能用在工作室的泳池里。")
    return uow.session.get_one(Studio, instance.subject_id)


def _next(uow: UnitOfWork, column: Any, prefix: str) -> str:
    """The next number behind a prefix; the unique column refuses a double."""
    last = uow.session.scalar(select(func.max(column)).where(column.startswith(prefix)))
    return f"{prefix}{(int(last.removeprefix(prefix)) if last else 0) + 1:04d}"


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return local_day(value)
    return value if isinstance(value, date) else None
