"""Verbs of the campaign's office: take a notice down for a while, and put it back."""

from services.casework.instances import lock_instance
from services.foundation.errors import Conflict, Invalid, NotAllowed
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from ..campaigns import campaign_by_id, office_roles
from .events import NoticeRestored, NoticeTakenDown
from .ledger import judge
from .looking import look_soon
from .models import NoticePresence, PublicNotice
from .queries import is_taken_down, notice_by_no

LONGEST_REASON = 300


class NotItsOffice(NotAllowed):
    """Only the office that posted a notice takes it down."""

    sentence = "只有发布公示的主办单位经办人员可以管理这份公示。"


class NoticeIsOver(Conflict):
    """A notice whose period is over stays as it was."""

    sentence = "公示已经期满，不能再撤下或恢复。"


class AlreadySo(Conflict):
    """Somebody was faster."""


def may_manage(uow: UnitOfWork, actor: Actor, notice: PublicNotice) -> bool:
    """Whether somebody holds, at the organ that posted it, a role that may open such campaigns."""
    campaign = campaign_by_id(uow, notice.campaign_id)
    return any(actor.holds(role, notice.organisation_id) for role in office_roles(uow, campaign))


def take_down(uow: UnitOfWork, actor: Actor, no: str, reason: str) -> PublicNotice:
    """The list is away from now on; if today is worked it does not count, and the clock is computed again."""
    return _turn(uow, actor, no, reason, on_line=False)


def restore(uow: UnitOfWork, actor: Actor, no: str, reason: str) -> PublicNotice:
    """The list is back; it is looked at at once."""
    notice = _turn(uow, actor, no, reason, on_line=True)
    look_soon(uow, notice, extra=True)
    return notice


def _turn(uow: UnitOfWork, actor: Actor, no: str, reason: str, on_line: bool) -> PublicNotice:
    """Check, change, record. Raises NotItsOffice, NoticeIsOver, AlreadySo, Invalid."""
    notice, reason = notice_by_no(uow, no), reason.strip()
    if not may_manage(uow, actor, notice):
        raise NotItsOffice
    instance = lock_instance(uow, notice.instance_id)
    uow.session.refresh(notice)
    if notice.closed_at is not None:
        raise NoticeIsOver
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid(fields={"reason": f"请写明理由，不超过 {LONGEST_REASON} 字。"})
    if is_taken_down(uow, notice) is not on_line:
        raise AlreadySo("公示已经在线。" if on_line else "公示已经撤下。")
    uow.session.add(NoticePresence(notice_id=notice.id, at=uow.now, on_line=on_line, actor_id=actor.id, reason=reason))
    uow.session.flush()
    event = NoticeRestored if on_line else NoticeTakenDown
    uow.record(event(subject=instance.subject, actor_id=actor.id, no=notice.no, reason=reason))
    judge(uow, instance, notice)
    return notice
