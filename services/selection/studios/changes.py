"""Another name, another lead, other members: old and new are kept, the number in the register stays.

Effect `change_studio`.
"""

from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.errors import Faulty
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine
from services.process.rules.values import to_json

from .events import StudioChanged
from .models import Studio, StudioChange
from .standing import REVOKED, AlreadyRevoked
from .subject import studio_of, text_of

CHANGE_WORDS = {"name": "名称", "lead": "领衔人", "members": "成员"}


def change_studio(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Inputs `name`, `lead` (texts), `members` (a list), each null where it stays; `paper_no`.

    Gives {renamed, changed: [what]}. Raises AlreadyRevoked.
    """
    studio, inputs = studio_of(uow, instance), effect.inputs
    if studio.status == REVOKED:
        raise AlreadyRevoked
    changed = []
    for what in CHANGE_WORDS:
        new = _new_value(what, inputs.get(what))
        if new is None or new == getattr(studio, what):
            continue
        _keep(uow, studio, instance, what, new, text_of(inputs.get("paper_no")))
        changed.append(what)
    return {"renamed": "name" in changed, "changed": changed}


def changes_of(uow: UnitOfWork, studio_id: int) -> list[StudioChange]:
    """What has changed, the newest first."""
    query = select(StudioChange).where(StudioChange.studio_id == studio_id)
    return list(uow.session.scalars(query.order_by(StudioChange.id.desc())))


def _new_value(what: str, value: Any) -> Any:
    if value is None:
        return None
    if what != "members":
        return text_of(value) or None
    if not isinstance(value, list):
        raise Faulty("变更成员要给出成员列表。")
    return to_json(value)


def _keep(uow: UnitOfWork, studio: Studio, instance: Instance, what: str, new: Any, paper_no: str) -> None:
    old = getattr(studio, what)
    setattr(studio, what, new)
    uow.session.add(
        StudioChange(
            studio_id=studio.id,
            what=what,
            old=old,
            new=new,
            decided_at=uow.now,
            paper_no=paper_no,
            instance_id=instance.id,
        )
    )
    uow.session.flush()
    uow.record(
        StudioChanged(
            subject=studio.subject,
            what=what,
            old=_words(old),
            new=_words(new),
            paper_no=paper_no,
        )
    )


def _words(value: Any) -> str:
    """A value for people; a list of members by their names."""
    if not isinstance(value, list):
        return str(value)
    names = [str(row.get("name", "")) if isinstance(row, dict) else str(row) for row in value]
    return "、".join(n for n in names if n) or "无"
