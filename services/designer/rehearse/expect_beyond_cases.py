"""What a story expects of organisations and of the campaigns that began by themselves. Every mismatch is a sentence."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.clock import local_day
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Person
from services.people.organisations import with_code
from services.process import registry
from services.selection.bars import bars_in_force
from services.selection.campaigns import campaigns
from services.selection.organisation_pools import instances_about


def organisations(uow: UnitOfWork, wanted: dict[str, Any]) -> Iterator[str]:
    """{<code>: <name or id of the end event of the newest pool about it; null: it runs or there is none>}."""
    for code, outcome in wanted.items():
        about = with_code(uow, code)
        ended = instances_about(uow, about)[:1] if about else []
        found = _end_of(uow, ended[0]) if ended else (None, None)
        if outcome not in found:
            yield f"单位“{code}”的事项应以“{outcome}”结束，实际为“{found[0] or '尚未结束'}”。"


def bars(uow: UnitOfWork, wanted: dict[str, Any]) -> Iterator[str]:
    """{<code of an organisation, or login>: <last day of the bar that holds now; true: without end; null: none>}."""
    today = local_day(uow.now)
    for name, until in wanted.items():
        body, person = with_code(uow, name), uow.session.scalar(select(Person).where(Person.login == name))
        rows = bars_in_force(
            uow, today, organisation_id=body.id if body else None, person_id=person.id if person else None
        )
        found = None if not rows else rows[-1].until or True
        if found != (date.fromisoformat(until) if isinstance(until, str) else until):
            yield f"“{name}”的限制申报应到“{until}”为止，实际为“{found}”。"


def campaigns_ended(uow: UnitOfWork, wanted: dict[str, Any]) -> Iterator[str]:
    """{<title>: <end event's name; null while it runs>}, of campaigns however they began."""
    found = {c.title: c.outcome_name for c in campaigns(uow)}
    for title, outcome in wanted.items():
        if title not in found:
            yield f"应有批次“{title}”，实际没有。"
        elif found[title] != outcome:
            yield f"批次“{title}”应以“{outcome}”结束，实际为“{found[title] or '尚未结束'}”。"


def _end_of(uow: UnitOfWork, instance: Instance) -> tuple[str | None, str | None]:
    """Name and id of the end event an instance came to."""
    if instance.finished_at is None or instance.ended_at is None:
        return None, None
    pool = registry.load(uow, instance.version_id).pool(instance.process)
    return pool.elements[instance.ended_at].name, instance.ended_at
