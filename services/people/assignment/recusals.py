"""Standing back from a subject (D-08): whoever has an interest neither reads nor decides it, whatever their offices."""

from sqlalchemy import ColumnElement, select

from services.foundation.errors import NotAllowed
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from ..identity import Actor
from .models import StoodBack

RECUSED, DECLINED, LAPSED = "recused", "declined", "lapsed"
KNOWN = "stood_back"


class StandsBack(NotAllowed):
    """The actor is recused from the subject."""

    sentence = "您已就此件声明回避，不能再查看或办理。"


def stand_back(uow: UnitOfWork, person_id: int, subject: Subject, why: str, reason: str = "") -> None:
    """Somebody stands back from a subject. A second time it is the graver of the two that counts: recusal stays."""
    row = _row(uow, person_id, subject)
    if row is None:
        row = StoodBack(person_id=person_id, subject_kind=subject.kind, subject_id=subject.id)
        uow.session.add(row)
    elif row.why == RECUSED:
        return
    row.why, row.reason, row.at = why, reason, uow.now
    uow.session.flush()
    uow.session.info.pop(KNOWN, None)


def stood_back(uow: UnitOfWork, person_id: int, subject: Subject) -> StoodBack | None:
    """How a person stood back from a subject; None: did not. One question for all subjects a page lists."""
    known = uow.session.info.setdefault(KNOWN, {})
    if person_id not in known:
        rows = uow.session.scalars(select(StoodBack).where(StoodBack.person_id == person_id))
        known[person_id] = {Subject(row.subject_kind, row.subject_id): row for row in rows}
    found: StoodBack | None = known[person_id].get(subject)
    return found


def standing_back_from(uow: UnitOfWork, subject: Subject) -> dict[int, StoodBack]:
    """Everybody who stood back from a subject, by person id."""
    return {row.person_id: row for row in uow.session.scalars(select(StoodBack).where(*_of(subject)))}


def require_not_recused(uow: UnitOfWork, actor: Actor, subject: Subject) -> None:
    """Refuse with StandsBack a deed of somebody who is recused, whatever office it is done in."""
    row = _row(uow, actor.id, subject)
    if row is not None and row.why == RECUSED:
        raise StandsBack


def _row(uow: UnitOfWork, person_id: int, subject: Subject) -> StoodBack | None:
    return uow.session.scalar(select(StoodBack).where(StoodBack.person_id == person_id, *_of(subject)))


def _of(subject: Subject) -> tuple[ColumnElement[bool], ...]:
    return StoodBack.subject_kind == subject.kind, StoodBack.subject_id == subject.id
