"""What an administrator does about organisations: the verbs of the tree with the permission, and with the positions."""

from datetime import date, timedelta

from sqlalchemy import or_, select

from services.foundation.clock import local_day
from services.foundation.errors import Invalid
from services.foundation.storage.unit_of_work import UnitOfWork

from . import organisations
from .identity import ADMINISTRATOR, Actor, Position, end_position, require_role
from .organisations import Organisation


def add_organisation(uow: UnitOfWork, actor: Actor, parent_id: int | None, **texts: str) -> Organisation:
    """Put an organisation into the tree: code, name, level, short_name, kind. Refuses as `organisations.add`."""
    require_role(actor, ADMINISTRATOR)
    return organisations.add(uow, parent_id=parent_id, actor_id=actor.id, **texts)


def change_organisation(uow: UnitOfWork, actor: Actor, organisation_id: int, **texts: str) -> Organisation:
    """Write down another name, short name, level or kind."""
    require_role(actor, ADMINISTRATOR)
    return organisations.change(uow, organisation_id, actor_id=actor.id, **texts)


def move_organisation(uow: UnitOfWork, actor: Actor, organisation_id: int, parent_id: int | None) -> Organisation:
    """Bring it under another parent, with all below it."""
    require_role(actor, ADMINISTRATOR)
    return organisations.move(uow, organisation_id, parent_id, actor.id)


def close_organisation(
    uow: UnitOfWork, actor: Actor, organisation_id: int, last_day: date, reason: str
) -> Organisation:
    """Let it end with a day, today or later, or yesterday at the earliest; whoever sits there sits until then.

    What runs goes on; its tasks wait for whoever is appointed above, or moved.
    """
    require_role(actor, ADMINISTRATOR)
    if last_day < local_day(uow.now) - timedelta(days=1):
        raise Invalid(fields={"last_day": "最后一天不能早于昨天：之前办理的事项都有记录。"})
    row = organisations.close(uow, organisation_id, last_day, reason, actor.id)
    for seat in seats_at(uow, organisation_id, last_day):
        # Somebody who only began today cannot end yesterday.
        end_position(uow, actor, seat.id, max(last_day, seat.from_day))
    return row


def reopen_organisation(uow: UnitOfWork, actor: Actor, organisation_id: int) -> Organisation:
    """Let a closed one go on."""
    require_role(actor, ADMINISTRATOR)
    return organisations.reopen(uow, organisation_id, actor.id)


def seats_at(uow: UnitOfWork, organisation_id: int, beyond: date) -> list[Position]:
    """The positions at an organisation that go on beyond a day, oldest first."""
    goes_on = or_(Position.until_day.is_(None), Position.until_day > beyond)
    rows = select(Position).where(Position.organisation_id == organisation_id, goes_on).order_by(Position.id)
    return list(uow.session.scalars(rows))
