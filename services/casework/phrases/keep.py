"""常用意见: each person keeps their own, for one box of the form or for any. Nothing is ever filled in unasked."""

from sqlalchemy import func, or_, select

from services.foundation.errors import Invalid, NotFound, TooMany
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from .models import Phrase

TEXT_MAX = 500
KEPT_MAX = 60


def keep_phrase(uow: UnitOfWork, actor: Actor, text: str, box: str | None = None) -> Phrase:
    """Keep a phrase of one's own; one that is kept already is not kept twice. Raises Invalid, TooMany."""
    text = text.strip()
    if not 1 <= len(text) <= TEXT_MAX:
        raise Invalid("请填写常用意见。", fields={"text": f"常用意见应为 1 至 {TEXT_MAX} 个字。"})
    same = select(Phrase).where(Phrase.person_id == actor.id, Phrase.text == text, Phrase.box == (box or None))
    found = uow.session.scalars(same).first()
    if found is not None:
        return found
    if (uow.session.scalar(select(func.count()).where(Phrase.person_id == actor.id)) or 0) >= KEPT_MAX:
        raise TooMany(f"最多保存 {KEPT_MAX} 条常用意见，请先删除不用的。")
    row = Phrase(person_id=actor.id, box=box or None, text=text)
    uow.session.add(row)
    uow.session.flush()
    return row


def forget_phrase(uow: UnitOfWork, actor: Actor, phrase_id: int) -> None:
    """Delete one of one's own. Raises NotFound."""
    row = uow.session.get(Phrase, phrase_id)
    if row is None or row.person_id != actor.id:
        raise NotFound("没有这条常用意见。")
    uow.session.delete(row)


def phrases_of(uow: UnitOfWork, actor: Actor, box: str | None = None) -> list[Phrase]:
    """One's own phrases: with `box` those for it, before those for any; else all."""
    query = select(Phrase).where(Phrase.person_id == actor.id)
    if box is not None:
        query = query.where(or_(Phrase.box == box, Phrase.box.is_(None)))
    return list(uow.session.scalars(query.order_by(Phrase.box.is_(None), Phrase.id)))
