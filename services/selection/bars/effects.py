"""Effects `bar` and `lift_bar`: who may not apply, until when, and who may again."""

from datetime import date, datetime
from typing import Any

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person
from services.people.organisations import Organisation
from services.process import engine, registry

from .events import BarLifted, Barred
from .models import Bar
from .queries import bars_in_force


def bar(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any]:
    """Inputs `organisation` or `person` (numbers; neither: the pool's own organisation), `reason`, `paper_no`,
    `since` (a day; else today) and `until` (the last day; null: until it is lifted).

    Gives {until}. Raises Faulty where there is no such organisation or person, no reason, or the end lies before.
    """
    inputs, (organisation, person) = effect.inputs, _whom(uow, instance, effect)
    since, until = _day(inputs.get("since")) or local_day(uow.now), _day(inputs.get("until"))
    reason = str(inputs.get("reason") or "").strip()
    if not reason:
        raise Faulty("限制申报要写明 reason（事由）。")
    if until is not None and until < since:
        raise Faulty(f"限制申报的止日 {until} 早于起日 {since}。")
    row = Bar(
        organisation_id=organisation.id if organisation else None,
        person_id=person.id if person else None,
        procedure=registry.load(uow, instance.version_id).manifest.id,
        since=since,
        until=until,
        reason=reason,
        paper_no=str(inputs.get("paper_no") or "").strip(),
        instance_id=instance.id,
        recorded_at=uow.now,
    )
    uow.session.add(row)
    uow.session.flush()
    uow.record(
        Barred(
            subject=instance.subject,
            number=row.id,
            name=_name(organisation, person),
            since=since,
            until=until,
            reason=reason,
            paper_no=row.paper_no,
        )
    )
    return {"until": until}


def lift_bar(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any]:
    """Inputs as `bar`, without days. What this procedure said of them holds no more from today: gives {lifted: n}.

    What another procedure said stays: it is for that one to lift.
    """
    organisation, person = _whom(uow, instance, effect)
    reason, today = str(effect.inputs.get("reason") or "").strip(), local_day(uow.now)
    mine = registry.load(uow, instance.version_id).manifest.id
    holding = bars_in_force(
        uow,
        today,
        organisation_id=organisation.id if organisation else None,
        person_id=person.id if person else None,
    )
    rows = [row for row in holding if row.procedure == mine]
    for row in rows:
        row.lifted_on, row.lifted_reason = today, reason
        uow.record(BarLifted(subject=instance.subject, number=row.id, name=_name(organisation, person), reason=reason))
    return {"lifted": len(rows)}


def _whom(
    uow: UnitOfWork, instance: Instance, effect: engine.Effect
) -> tuple[Organisation, None] | tuple[None, Person]:
    told = effect.inputs.get("person")
    if told is not None:
        person = uow.session.get(Person, int(told))
        if person is None:
            raise Faulty(f"限制申报的人员“{told}”不存在。")
        return None, person
    number = effect.inputs.get("organisation")
    organisation = uow.session.get(Organisation, instance.organisation_id if number is None else int(number))
    if organisation is None:
        raise Faulty(f"限制申报的单位“{number}”不存在。")
    return organisation, None


def _name(organisation: Organisation | None, person: Person | None) -> str:
    return person.name if person else organisation.name if organisation else ""


def _day(value: Any) -> date | None:
    return local_day(value) if isinstance(value, datetime) else value if isinstance(value, date) else None
