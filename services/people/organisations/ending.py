"""Verbs about an organisation's own data and its end. Nothing is deleted: what it did goes on referring to it."""

from datetime import date

from services.foundation.errors import Conflict, Invalid
from services.foundation.storage.unit_of_work import UnitOfWork

from .changes import LONGEST, too_long
from .events import OrganisationClosed, OrganisationRenamed, OrganisationReopened
from .models import Organisation
from .tree import children, organisation


class StillHasUnits(Conflict):
    """Others stand below it."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"下面还有单位：{'、'.join(names[:5])}。请先调整它们的上级单位，或先撤销它们。")


def change(uow: UnitOfWork, organisation_id: int, *, actor_id: int | None = None, **wanted: str) -> Organisation:
    """Write down another name, short_name, level or kind. Refuses with Invalid what is empty or too long."""
    row = organisation(uow, organisation_id)
    wanted = {key: text.strip() for key, text in wanted.items()}
    if "short_name" in wanted:
        wanted["short_name"] = wanted["short_name"] or wanted.get("name", row.name)[: LONGEST["short_name"]]
    wrong = {key: "请填写。" for key, text in wanted.items() if not text and key != "kind"}
    wrong |= too_long(wanted)
    if wrong:
        raise Invalid(fields=wrong)
    changes = {key: [getattr(row, key), text] for key, text in wanted.items() if getattr(row, key) != text}
    if not changes:
        return row
    for key, (_, text) in changes.items():
        setattr(row, key, text)
    uow.session.flush()
    uow.record(OrganisationRenamed(organisation_id=row.id, name=row.name, changes=changes, actor_id=actor_id))
    return row


def close(
    uow: UnitOfWork, organisation_id: int, last_day: date, reason: str, actor_id: int | None = None
) -> Organisation:
    """Let an organisation end with a day, its last. Refuses while others below it go on beyond that day."""
    row = organisation(uow, organisation_id)
    if row.closed_on is not None:
        raise Conflict("这个单位已经撤销。")
    if not reason.strip():
        raise Invalid(fields={"reason": "请写明依据或者原因。"})
    below = [each.name for each in children(uow, row.id) if each.closed_on is None or each.closed_on > last_day]
    if below:
        raise StillHasUnits(below)
    row.closed_on = last_day
    uow.session.flush()
    uow.record(
        OrganisationClosed(
            organisation_id=row.id, name=row.name, closed_on=last_day, reason=reason.strip(), actor_id=actor_id
        )
    )
    return row


def reopen(uow: UnitOfWork, organisation_id: int, actor_id: int | None = None) -> Organisation:
    """Let a closed organisation go on; who sat there has to be appointed again."""
    row = organisation(uow, organisation_id)
    if row.closed_on is None:
        raise Conflict("这个单位没有撤销。")
    above = organisation(uow, row.parent_id) if row.parent_id is not None else None
    if above is not None and above.closed_on is not None:
        raise Conflict(f"上级单位“{above.name}”已经撤销，请先恢复它，或者先调整上级单位。")
    row.closed_on = None
    uow.session.flush()
    uow.record(OrganisationReopened(organisation_id=row.id, name=row.name, actor_id=actor_id))
    return row
