"""A message starts a pool about an organisation, within the campaign of whoever sent it."""

from decimal import Decimal
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance, start
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.organisations import Organisation
from services.process import engine

from .queries import SUBJECT, subject_of


def begin_organisation(
    uow: UnitOfWork, sender: Instance, pool: engine.Pool, message: str, payload: dict[str, Any]
) -> None:
    """Payload `organisation`: its number; without it, the sender's own. Raises Faulty where there is none.

    One instance of a pool for each organisation and campaign (outside campaigns: one at a time): a message that comes
    a second time finds it and changes nothing.
    """
    organisation = _locked(uow, payload.get("organisation"), sender)
    if uow.session.scalar(_begun(sender, pool, organisation)) is not None:
        return
    start(
        uow,
        sender.version_id,
        pool.id,
        subject_of(organisation),
        organisation_id=organisation.id,
        title=organisation.name,
        campaign_id=sender.campaign_id,
        message=message,
        payload=payload,
    )


def _locked(uow: UnitOfWork, told: Any, sender: Instance) -> Organisation:
    """Its row, locked, so that of two messages that come at once the second finds what the first began."""
    number = sender.organisation_id if told is None else told
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)) or number != int(number):
        raise Faulty(f"消息里的单位编号 organisation 不能是“{told}”。")
    found = uow.session.get(Organisation, int(number), with_for_update=True, populate_existing=True)
    if found is None:
        raise Faulty(f"消息里的单位“{told}”不存在。")
    return found


def _begun(sender: Instance, pool: engine.Pool, organisation: Organisation) -> Any:
    mine = (
        Instance.subject_kind == SUBJECT,
        Instance.subject_id == organisation.id,
        Instance.process == pool.id,
        Instance.campaign_id == sender.campaign_id,
    )
    found = select(Instance.id).where(*mine).limit(1)
    return found if sender.campaign_id is not None else found.where(Instance.finished_at.is_(None))
