"""Finding issued papers, and whether they still hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, defer

from services.foundation.errors import NotFound
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import IssuedPaper, PaperWithdrawal, PrintedPaper

CURRENT, SUPERSEDED, WITHDRAWN = "current", "superseded", "withdrawn"


@dataclass(frozen=True)
class Standing:
    """A paper and whether it holds: `current`, `superseded` (by `successor`) or `withdrawn`; `since` when it ended.

    `printed_at` and `pdf_digest` are None until its print is made.
    """

    paper: IssuedPaper
    state: str
    since: datetime | None
    successor: IssuedPaper | None
    printed_at: datetime | None
    pdf_digest: str | None


def paper_by_id(uow: UnitOfWork, paper_id: int) -> Standing:
    """A paper by its number in the database. Raises NotFound."""
    found = standings(uow, [IssuedPaper.id == paper_id])
    if not found:
        raise NotFound("没有这份文书。")
    return found[0]


def paper_by_code(uow: UnitOfWork, code: str) -> Standing | None:
    """The paper that carries a code, or None; asks the same questions whether there is one or not."""
    return next(iter(standings(uow, [IssuedPaper.code == code])), None)


def papers_about(uow: UnitOfWork, subjects: Iterable[Subject]) -> list[Standing]:
    """The papers about some subjects, newest first."""
    found: list[Standing] = []
    for subject in subjects:
        about = [IssuedPaper.subject_kind == subject.kind, IssuedPaper.subject_id == subject.id]
        found += standings(uow, about)
    return sorted(found, key=lambda one: -one.paper.id)


def pdf_of(uow: UnitOfWork, paper_id: int) -> bytes:
    """The stored print. Raises NotFound while it is not made yet."""
    pdf = uow.session.scalar(select(PrintedPaper.pdf).where(PrintedPaper.paper_id == paper_id))
    if pdf is None:
        raise NotFound("这份文书正在排印，请稍后再来下载。")
    return pdf


def standings(uow: UnitOfWork, conditions: Sequence[ColumnElement[bool]]) -> list[Standing]:
    """Papers that meet the conditions, newest first, in one question; their contents are not read."""
    later = aliased(IssuedPaper)
    light = [defer(IssuedPaper.content), defer(later.content)]
    rows = uow.session.execute(
        select(IssuedPaper, later, PaperWithdrawal.decided_at, PrintedPaper.printed_at, PrintedPaper.digest)
        .outerjoin(later, later.supersedes == IssuedPaper.id)
        .outerjoin(
            PaperWithdrawal,
            (PaperWithdrawal.paper_id == IssuedPaper.id) & (PaperWithdrawal.decision == "confirmed"),
        )
        .outerjoin(PrintedPaper, PrintedPaper.paper_id == IssuedPaper.id)
        .where(*conditions)
        .order_by(IssuedPaper.id.desc())
        .options(*light)
    )
    return [_standing(*row) for row in rows]


def _standing(
    paper: IssuedPaper,
    successor: IssuedPaper | None,
    withdrawn_at: datetime | None,
    printed_at: datetime | None,
    pdf_digest: str | None,
) -> Standing:
    if withdrawn_at is not None:
        return Standing(paper, WITHDRAWN, withdrawn_at, None, printed_at, pdf_digest)
    if successor is not None:
        return Standing(paper, SUPERSEDED, successor.issued_at, successor, printed_at, pdf_digest)
    return Standing(paper, CURRENT, None, None, printed_at, pdf_digest)
