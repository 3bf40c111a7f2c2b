"""Reading evidence."""

from typing import Any

from sqlalchemy import ColumnElement, func, select

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .models import Completion, TakenBack


def completions_of(uow: UnitOfWork, subject: Subject) -> list[Completion]:
    """Everything that was handed in about a subject and stands, oldest first: not what was taken back."""
    mine = (Completion.subject_kind == subject.kind, Completion.subject_id == subject.id, stands())
    return list(uow.session.scalars(select(Completion).where(*mine).order_by(Completion.id)))


def stands() -> ColumnElement[bool]:
    """The condition that a completion was not taken back."""
    return Completion.id.not_in(select(TakenBack.completion_id))


def digests_of(uow: UnitOfWork, subject: Subject) -> list[list[Any]]:
    """[number, digest] of everything that was handed in about a subject, oldest first, without its contents."""
    mine = (Completion.subject_kind == subject.kind, Completion.subject_id == subject.id)
    rows = uow.session.execute(select(Completion.id, Completion.digest).where(*mine).order_by(Completion.id))
    return [[number, digest] for number, digest in rows]


def opinions_of(uow: UnitOfWork, subject: Subject) -> list[Completion]:
    """The opinions in the boxes of the form, oldest first."""
    return [c for c in completions_of(uow, subject) if c.opinion_box]


def latest_answers(uow: UnitOfWork, subject: Subject, form_id: str) -> dict[str, Any] | None:
    """What a form said when it was last handed in, or None when it never was."""
    rows = [c for c in completions_of(uow, subject) if c.form_id == form_id]
    return rows[-1].values if rows else None


def recent_of(uow: UnitOfWork, actor: Actor, limit: int = 50, before: int | None = None) -> list[Completion]:
    """What a person has dealt with (已办), newest first, from below number `before`."""
    query = select(Completion).where(Completion.actor_id == actor.id).order_by(Completion.id.desc()).limit(limit)
    return list(uow.session.scalars(query if before is None else query.where(Completion.id < before)))


def dealt_with_count(uow: UnitOfWork, actor: Actor, cap: int) -> int:
    """How much a person has dealt with, counted up to the cap and one more."""
    found = select(Completion.id).where(Completion.actor_id == actor.id).limit(cap + 1)
    return uow.session.scalar(select(func.count()).select_from(found.subquery())) or 0
