"""Withdraw a paper: one person of the issuing organ asks with a reason, another one decides."""

from sqlalchemy import select

from services.foundation.errors import Conflict, Invalid, NotAllowed, NotFound
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .events import PaperWithdrawalAsked, PaperWithdrawalDeclined, PaperWithdrawn
from .models import IssuedPaper, PaperWithdrawal
from .queries import WITHDRAWN, paper_by_id
from .readers import keeps, require_may_read

SHORTEST_REASON = 5
CONFIRMED, DECLINED = "confirmed", "declined"


class NotYourPaper(NotAllowed):
    """Only the organ that issued a paper withdraws it."""

    sentence = "只有出具单位的经办人或审定人可以办理撤销。"


class SecondPerson(NotAllowed):
    """Whoever asks does not decide."""

    sentence = "撤销须由另一人确认，申请人不能确认自己的申请。"


class AlreadyAsked(Conflict):
    """A request waits, or was confirmed."""

    sentence = "这份文书已有撤销申请或已经撤销，请刷新。"


class AlreadyDecided(Conflict):
    """Somebody was faster."""

    sentence = "这份撤销申请已有人处理，请刷新。"


def ask_withdrawal(uow: UnitOfWork, actor: Actor, paper_id: int, reason: str) -> PaperWithdrawal:
    """Ask for a paper to be withdrawn. Raises NotFound, NotYourPaper, Invalid, AlreadyAsked."""
    paper = _kept_by(uow, actor, paper_id)
    why = reason.strip()
    if len(why) < SHORTEST_REASON:
        raise Invalid(fields={"reason": f"请写明撤销的理由（不少于{SHORTEST_REASON}个字）。"})
    # Serialises two requests for one paper; the index refuses what slips through.
    uow.session.execute(select(IssuedPaper.id).where(IssuedPaper.id == paper_id).with_for_update())
    if paper_by_id(uow, paper_id).state == WITHDRAWN or request_about(uow, paper_id) is not None:
        raise AlreadyAsked
    request = PaperWithdrawal(paper_id=paper_id, reason=why, asked_by=actor.id, asked_at=uow.now)
    uow.session.add(request)
    uow.session.flush()
    uow.record(
        PaperWithdrawalAsked(
            subject=paper.subject,
            actor_id=actor.id,
            request_id=request.id,
            paper_id=paper.id,
            title=paper.title,
            no=paper.no,
            reason=why,
            actor_name=actor.name,
        )
    )
    return request


def withdraw_paper(uow: UnitOfWork, actor: Actor, request_id: int) -> None:
    """Confirm a request: the paper no longer holds. Raises NotFound, NotYourPaper, SecondPerson, AlreadyDecided."""
    request, paper = _decided(uow, actor, request_id, CONFIRMED)
    uow.record(
        PaperWithdrawn(
            subject=paper.subject,
            actor_id=actor.id,
            request_id=request.id,
            paper_id=paper.id,
            title=paper.title,
            no=paper.no,
            reason=request.reason,
            actor_name=actor.name,
        )
    )


def decline_withdrawal(uow: UnitOfWork, actor: Actor, request_id: int) -> None:
    """Decline a request: the paper holds as before. Raises as `withdraw_paper` does."""
    request, paper = _decided(uow, actor, request_id, DECLINED)
    uow.record(
        PaperWithdrawalDeclined(
            subject=paper.subject,
            actor_id=actor.id,
            request_id=request.id,
            paper_id=paper.id,
            title=paper.title,
            no=paper.no,
            actor_name=actor.name,
        )
    )


def request_about(uow: UnitOfWork, paper_id: int) -> PaperWithdrawal | None:
    """The request that waits for a second person, or None."""
    waiting = (PaperWithdrawal.paper_id == paper_id, PaperWithdrawal.decision.is_(None))
    return uow.session.scalar(select(PaperWithdrawal).where(*waiting))


def _decided(uow: UnitOfWork, actor: Actor, request_id: int, decision: str) -> tuple[PaperWithdrawal, IssuedPaper]:
    query = select(PaperWithdrawal).where(PaperWithdrawal.id == request_id).with_for_update()
    request = uow.session.scalar(query.execution_options(populate_existing=True))
    if request is None:
        raise NotFound("没有这份撤销申请。")
    paper = _kept_by(uow, actor, request.paper_id)
    if request.decision is not None:
        raise AlreadyDecided
    if request.asked_by == actor.id:
        raise SecondPerson
    request.decision, request.decided_by, request.decided_at = decision, actor.id, uow.now
    uow.session.flush()
    return request, paper


def _kept_by(uow: UnitOfWork, actor: Actor, paper_id: int) -> IssuedPaper:
    paper = paper_by_id(uow, paper_id).paper
    require_may_read(uow, actor, paper)
    if not keeps(uow, actor, paper):
        raise NotYourPaper
    return paper
