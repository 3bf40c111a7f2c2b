"""Finding deeds in the whole trail: by subject, day, kind, person and words; newest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select

from services.foundation.clock import end_of_day, start_of_day
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .chain import Entry
from .models import AuditChain, AuditEntry

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is empty does not narrow. Days are both included."""

    subject: Subject | None = None
    subject_kind: str = ""
    since: date | None = None
    until: date | None = None
    kinds: Collection[str] = ()
    actors: Collection[int] | None = None
    words: str = ""


def search(
    uow: UnitOfWork, wanted: Wanted, *more: ColumnElement[bool], page: int = 1, size: int = PAGE
) -> tuple[list[Entry], bool]:
    """A page of deeds, newest first, and whether there are older ones. `more`: conditions on AuditEntry."""
    question = select(AuditEntry).where(*_conditions(wanted), *more)
    question = question.order_by(
        AuditEntry.at.desc(), AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.seq.desc()
    )
    rows = list(uow.session.scalars(question.offset((max(page, 1) - 1) * size).limit(size + 1)))
    told = [
        Entry(Subject(r.subject_kind, r.subject_id), r.seq, r.at, r.actor_id, r.kind, r.sentence, r.facts, r.hash)
        for r in rows[:size]
    ]
    return told, len(rows) > size


def kinds_told(uow: UnitOfWork) -> list[str]:
    """Every kind of deed the trail holds."""
    return list(uow.session.scalars(select(AuditEntry.kind).distinct().order_by(AuditEntry.kind)))


def how_long(uow: UnitOfWork) -> tuple[int, int]:
    """How many chains there are, and how many entries in all."""
    chains, entries = uow.session.execute(select(func.count(), func.coalesce(func.sum(AuditChain.seq), 0))).one()
    return int(chains), int(entries)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.subject is not None:
        found += [AuditEntry.subject_kind == wanted.subject.kind, AuditEntry.subject_id == wanted.subject.id]
    if wanted.subject_kind:
        found.append(AuditEntry.subject_kind == wanted.subject_kind)
    if wanted.since is not None:
        found.append(AuditEntry.at >= start_of_day(wanted.since))
    if wanted.until is not None:
        found.append(AuditEntry.at < end_of_day(wanted.until))
    if wanted.kinds:
        found.append(AuditEntry.kind.in_(list(wanted.kinds)))
    if wanted.actors is not None:
        found.append(AuditEntry.actor_id.in_(list(wanted.actors)))
    if wanted.words.strip():
        words = wanted.words.strip()[:100]
        for sign in "!%_":
            words = words.replace(sign, f"!{sign}")
        found.append(AuditEntry.sentence.like(f"%{words}%", escape="!"))
    return found
