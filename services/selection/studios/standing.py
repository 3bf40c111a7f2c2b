"""How a studio stands: named, on record, rectifying, suspended, revoked; each change is a row with its reason.

Effects `put_on_record`, `clear_record`, `begin_rectification`, `suspend_studio`, `resume_studio`, `revoke_studio`.
All take `reason`/`grounds` and `paper_no`/`decision_no` as texts, and give {status}.
"""

from datetime import date
from typing import Any

from sqlalchemy import select

from services.casework.instances import Instance
from services.foundation.errors import Conflict
from services.foundation.storage.unit_of_work import UnitOfWork
from services.process import engine

from .events import StandingChanged, StudioRevoked
from .models import Studio, StudioStatus
from .proceedings import end_other_proceedings
from .subject import day_of, studio_of, text_of

NAMING, NAMED, ON_RECORD = "naming", "named", "on_record"
RECTIFYING, SUSPENDED, REVOKED = "rectifying", "suspended", "revoked"
IN_GOOD_STANDING = (NAMED, ON_RECORD)

STATUS_WORDS = {
    NAMING: "命名办理中",
    NAMED: "已命名",
    ON_RECORD: "备案",
    RECTIFYING: "整改中",
    SUSPENDED: "撤销程序中",
    REVOKED: "已撤销",
}


class AlreadyRevoked(Conflict):
    """Another proceeding was faster."""

    sentence = "这个工作室的称号已经撤销，不能再办理。"


def enter(uow: UnitOfWork, studio: Studio, status: str, instance_id: int | None, reason: str, paper_no: str) -> None:
    """The studio has another status from now on. Raises AlreadyRevoked: from there no way leads back."""
    if studio.status == REVOKED:
        raise AlreadyRevoked
    studio.status = status
    row = StudioStatus(
        studio_id=studio.id, status=status, since=uow.now, reason=reason, paper_no=paper_no, instance_id=instance_id
    )
    uow.session.add(row)
    uow.session.flush()


def put_on_record(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """备案: the studio fell short this year; inputs `reason`, `paper_no`."""
    return _change(uow, instance, effect, ON_RECORD)


def clear_record(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """Back to named, from on record or rectifying; a studio that is named stays so without a word."""
    return _change(uow, instance, effect, NAMED)


def begin_rectification(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """整改: inputs `reason`, `paper_no`, `until` (the last day). Gives {status, until}."""
    until = day_of(effect.inputs.get("until"))
    return {**_change(uow, instance, effect, RECTIFYING, until), "until": until}


def suspend_studio(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The unit was told that the title may be revoked: no review is rolled and nothing else begins until then."""
    return _change(uow, instance, effect, SUSPENDED)


def resume_studio(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """The title is kept: on record where the studio was so before, else named."""
    before = select(StudioStatus.status).where(
        StudioStatus.studio_id == instance.subject_id, StudioStatus.status.in_(IN_GOOD_STANDING)
    )
    last = uow.session.scalar(before.order_by(StudioStatus.id.desc()).limit(1))
    return _change(uow, instance, effect, last or NAMED)


def revoke_studio(uow: UnitOfWork, instance: Instance, effect: engine.Effect) -> dict[str, Any] | None:
    """撤销称号: inputs `grounds`, `decision_no`. Whatever else runs about the studio comes to its end."""
    studio = studio_of(uow, instance)
    grounds, paper = text_of(effect.inputs.get("grounds")), text_of(effect.inputs.get("decision_no"))
    enter(uow, studio, REVOKED, instance.id, grounds, paper)
    end_other_proceedings(uow, instance)
    uow.record(
        StudioRevoked(subject=studio.subject, name=studio.name, no=studio.no or "", grounds=grounds, decision_no=paper)
    )
    return {"status": REVOKED}


def statuses_of(uow: UnitOfWork, studio_id: int) -> list[StudioStatus]:
    """Every status the studio has had, oldest first."""
    return list(
        uow.session.scalars(select(StudioStatus).where(StudioStatus.studio_id == studio_id).order_by(StudioStatus.id))
    )


def _change(
    uow: UnitOfWork, instance: Instance, effect: engine.Effect, status: str, until: date | None = None
) -> dict[str, Any]:
    studio = studio_of(uow, instance)
    if studio.status == status:
        return {"status": status}
    reason, paper = text_of(effect.inputs.get("reason")), text_of(effect.inputs.get("paper_no"))
    enter(uow, studio, status, instance.id, reason, paper)
    words = STATUS_WORDS[status]
    uow.record(
        StandingChanged(subject=studio.subject, status=status, words=words, reason=reason, paper_no=paper, until=until)
    )
    return {"status": status}
