"""Effects of naming: `register_studio`, `pay_grant`."""

from typing import Any

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.process.rules.values import to_json

from .events import GrantPaid, StudioRegistered
from .numbers import allot
from .standing import NAMED, enter
from .subject import day_of, studio_of, text_of


def register_studio(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `decision_no`, `decided_on` (date), `members` and whatever else the register shall remember.

    `naming_organ`: who names, where one procedure names at several levels; else the organ of procedure.yaml.
    Gives the studio its number: {no, named_on}.
    """
    studio = studio_of(uow, instance)
    if studio.no is not None:
        raise Faulty(f"“{studio.name}”已经登记，登记号 {studio.no}。")
    inputs = effect.inputs
    studio.decision_no = text_of(inputs.get("decision_no"))
    studio.named_on = day_of(inputs.get("decided_on")) or local_day(uow.now)
    studio.naming_organ = text_of(inputs.get("naming_organ")) or studio.naming_organ
    studio.no = allot(uow, f"GZS{studio.named_on.year}-")
    studio.facts = {k: to_json(v) for k, v in inputs.items()}
    members = inputs.get("members")
    studio.members = to_json(members) if isinstance(members, list) else []
    enter(uow, studio, NAMED, instance.id, "命名", studio.decision_no)
    uow.record(StudioRegistered(subject=studio.subject, no=studio.no, name=studio.name, decision_no=studio.decision_no))
    return {"no": studio.no, "named_on": studio.named_on}


def pay_grant(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Input `amount` in whole yuan. A grant is paid once."""
    studio = studio_of(uow, instance)
    if studio.grant_paid_at is not None:
        raise Faulty(f"“{studio.name}”的资金已经拨付，不能重复拨付。")
    studio.grant_cny, studio.grant_paid_at = int(effect.inputs["amount"]), uow.now
    uow.record(GrantPaid(subject=studio.subject, amount_cny=studio.grant_cny, receiver=studio.unit))
    return None
