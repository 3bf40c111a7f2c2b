"""Are the papers what was issued? Every row and every stored print is held against what the trail says of it."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.record.audit import Broken
from services.record.audit.models import AuditEntry

from .issue import digest_of
from .models import IssuedPaper, NumberSeries, PaperWithdrawal, PrintedPaper

Told = dict[int, tuple[AuditEntry, dict[str, Any]]]
KEYS = select(IssuedPaper.id, IssuedPaper.subject_kind, IssuedPaper.subject_id).order_by(IssuedPaper.id)


def broken_papers(uow: UnitOfWork, subject: Subject | None = None) -> list[Broken]:
    """Rows of papers, prints, withdrawals and series that are not what was written; of one subject, or of all."""
    with uow.session.no_autoflush:
        issued, found = _readable(uow, subject)
        found += [*_papers(uow, issued, subject, {b.row for b in found}), *_prints(uow, issued, subject)]
        found += _withdrawals(uow, issued, subject)
        return found if subject else [*found, *_series(uow, issued)]


def _readable(uow: UnitOfWork, subject: Subject | None) -> tuple[list[IssuedPaper], list[Broken]]:
    """The papers, and those of which a column holds what no program of ours would have written there."""
    issued, broken = [], []
    for number, kind, about in uow.session.execute(_about(KEYS, subject)).all():
        try:
            issued.append(uow.session.scalars(select(IssuedPaper).where(IssuedPaper.id == number)).one())
        except (ValueError, TypeError, LookupError):
            broken.append(_broken("issued_paper", number, Subject(str(kind), about), "文书内容无法读出，被改动过"))
    return issued, broken


def _papers(
    uow: UnitOfWork, issued: list[IssuedPaper], subject: Subject | None, unreadable: set[str]
) -> Iterator[Broken]:
    told, there = _told(uow, "PaperIssued", "paper_id", subject), {str(p.id) for p in issued} | unreadable
    for paper in issued:
        if paper.id not in told:
            yield _broken("issued_paper", paper.id, paper.subject, "审计记录里没有出具过这份文书")
        elif _digest(paper) != told[paper.id][1].get("digest") or paper.digest != told[paper.id][1].get("digest"):
            yield _broken("issued_paper", paper.id, paper.subject, "文书内容与出具时的摘要不符，被改动过")
    for number, (entry, _) in told.items():
        if str(number) not in there:
            yield _broken("issued_paper", number, _of(entry), "审计记录里出具过的文书不在了")


def _prints(uow: UnitOfWork, issued: list[IssuedPaper], subject: Subject | None) -> Iterator[Broken]:
    told, subjects = _told(uow, "PaperPrinted", "paper_id", subject), {p.id: p.subject for p in issued}
    seen = set()
    # One after the other: the prints of ten years do not fit into memory together.
    for number in uow.session.scalars(select(PrintedPaper.paper_id).order_by(PrintedPaper.paper_id)).all():
        if number not in subjects:
            continue
        seen.add(number)
        row = uow.session.execute(
            select(PrintedPaper.pdf, PrintedPaper.digest).where(PrintedPaper.paper_id == number)
        ).one()
        if number not in told:
            yield _broken("printed_paper", number, subjects[number], "审计记录里没有排印过这份文书")
        elif {_sha256(row.pdf), row.digest} != {told[number][1].get("pdf_digest")}:
            yield _broken("printed_paper", number, subjects[number], "存档的 PDF 与排印时的摘要不符，被改动过")
    for number, (entry, _) in told.items():
        if number not in seen:
            yield _broken("printed_paper", number, _of(entry), "审计记录里排印过的 PDF 不在了")


def _withdrawals(uow: UnitOfWork, issued: list[IssuedPaper], subject: Subject | None) -> Iterator[Broken]:
    subjects = {p.id: p.subject for p in issued}
    asked = _told(uow, "PaperWithdrawalAsked", "request_id", subject)
    ended = {
        "confirmed": _told(uow, "PaperWithdrawn", "request_id", subject),
        "declined": _told(uow, "PaperWithdrawalDeclined", "request_id", subject),
    }
    rows = {row.id: row for row in uow.session.scalars(select(PaperWithdrawal)) if row.paper_id in subjects}
    for row in rows.values():
        said = asked.get(row.id)
        fits = said is not None and (said[1]["paper_id"], said[1]["reason"], said[0].actor_id) == (
            row.paper_id,
            row.reason,
            row.asked_by,
        )
        deciders = {d: told[row.id][0].actor_id for d, told in ended.items() if row.id in told}
        if not fits or deciders != ({row.decision: row.decided_by} if row.decision else {}):
            yield _broken("paper_withdrawal", row.id, subjects[row.paper_id], "撤销申请与审计记录不符，被改动过")
    for number, (entry, _) in asked.items():
        if number not in rows:
            yield _broken("paper_withdrawal", number, _of(entry), "审计记录里的撤销申请不在了")


def _series(uow: UnitOfWork, issued: list[IssuedPaper]) -> Iterator[Broken]:
    used: dict[tuple[str, str, int], list[int]] = {}
    for paper in issued:
        if paper.sign is not None and paper.year is not None and paper.number is not None:
            used.setdefault((paper.organ, paper.sign, paper.year), []).append(paper.number)
    lasts = {(s.organ, s.sign, s.year): s.last for s in uow.session.scalars(select(NumberSeries))}
    for key in sorted(used.keys() | lasts.keys()):
        numbers, last = sorted(used.get(key, [])), lasts.get(key)
        if last is None or numbers != list(range(1, last + 1)):
            name = f"{key[1]}〔{key[2]}〕"
            yield Broken("number_series", f"{key[0]} {name}", "administration:0", None, f"{name}的文号不连续或有重号")


def _told(uow: UnitOfWork, kind: str, key: str, subject: Subject | None) -> Told:
    """What the trail says, by the number of the row it speaks of."""
    query = select(AuditEntry).where(AuditEntry.kind == kind)
    if subject is not None:
        query = query.where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
    return {int(e.facts[key]): (e, e.facts) for e in uow.session.scalars(query) if isinstance(e.facts, dict)}


def _about(query: Any, subject: Subject | None) -> Any:
    if subject is None:
        return query
    return query.where(IssuedPaper.subject_kind == subject.kind, IssuedPaper.subject_id == subject.id)


def _digest(paper: IssuedPaper) -> str:
    try:
        return digest_of(paper)
    except (TypeError, ValueError, AttributeError):
        return ""


def _sha256(pdf: Any) -> str:
    return hashlib.sha256(pdf if isinstance(pdf, bytes) else str(pdf).encode()).hexdigest()


def _of(entry: AuditEntry) -> Subject:
    return Subject(entry.subject_kind, entry.subject_id)


def _broken(table: str, number: int, subject: Subject, reason: str) -> Broken:
    return Broken(table, str(number), str(subject), None, reason)
