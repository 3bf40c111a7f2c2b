"""A person's own messages: the list, how many are unread, reading them; and the test mail to oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update

from services.foundation.errors import Invalid, NotFound, TooMany
from services.foundation.storage.unit_of_work import UnitOfWork
from services.people.identity import Actor

from . import wording
from .choices import choice_of
from .models import MAIL, Delivery, Message
from .tell import Word, mail_now, tell

PAGE = 50
COUNT_CAP = 99
BETWEEN_TEST_MAILS = timedelta(minutes=2)


@dataclass(frozen=True)
class Mine:
    """A page of my messages, newest first, each with its mail if there is one; `after` leads on, None at the end."""

    rows: Sequence[tuple[Message, Delivery | None]]
    after: int | None


def my_messages(uow: UnitOfWork, actor: Actor, after: int | None = None, limit: int = PAGE) -> Mine:
    """My messages from just behind number `after`, newest first."""
    query = select(Message).where(Message.person_id == actor.id).order_by(Message.id.desc()).limit(limit + 1)
    found = list(uow.session.scalars(query if after is None else query.where(Message.id < after)))
    page = found[:limit]
    ways = select(Delivery).where(Delivery.message_id.in_([m.id for m in page]), Delivery.channel == MAIL)
    mails = {way.message_id: way for way in uow.session.scalars(ways)}
    return Mine([(m, mails.get(m.id)) for m in page], page[-1].id if len(found) > limit else None)


def unread_count(uow: UnitOfWork, person_id: int) -> int:
    """How many messages a person has not read, counted up to COUNT_CAP and one more."""
    unread = select(Message.id).where(Message.person_id == person_id, Message.read_at.is_(None)).limit(COUNT_CAP + 1)
    return uow.session.scalar(select(func.count()).select_from(unread.subquery())) or 0


def read(uow: UnitOfWork, actor: Actor, message_id: int) -> Message:
    """Mark one of my messages as read. Raises NotFound, also for somebody else's."""
    message = uow.session.get(Message, message_id)
    if message is None or message.person_id != actor.id:
        raise NotFound("没有这条消息。")
    message.read_at = message.read_at or uow.now
    return message


def read_all(uow: UnitOfWork, actor: Actor, up_to: int) -> int:
    """Mark as read what I was shown: my messages up to number `up_to`. Returns how many were unread."""
    mine = (Message.person_id == actor.id) & Message.read_at.is_(None) & (Message.id <= up_to)
    return cast("CursorResult[Any]", uow.session.execute(update(Message).where(mine).values(read_at=uow.now))).rowcount


def send_test(uow: UnitOfWork, actor: Actor) -> Message:
    """A mail to myself, at once, quiet hours or not. Raises Invalid without an address, TooMany too soon."""
    choice = choice_of(uow, actor.id)
    if not choice.address or not choice.mail:
        raise Invalid("请先填写邮箱、选择接收邮件并保存。", fields={"address": "还没有填写邮箱。"})
    last = last_test(uow, actor)
    if last is not None and uow.now - last[0].made_at < BETWEEN_TEST_MAILS:
        raise TooMany("刚刚已发送过测试邮件，请两分钟后再试。")
    headline, sentence = wording.trial()
    key = f"test:{int(uow.now.timestamp())}"
    (message,) = tell(uow, [actor.id], Word(key, "test", headline, sentence, "/messages/settings"))
    mail_now(uow, message)
    return message


def last_test(uow: UnitOfWork, actor: Actor) -> tuple[Message, Delivery] | None:
    """My last test mail and what became of it."""
    query = (
        select(Message, Delivery)
        .join(Delivery, Delivery.message_id == Message.id)
        .where(Message.person_id == actor.id, Message.kind == "test", Delivery.channel == MAIL)
        .order_by(Message.id.desc())
    )
    row = uow.session.execute(query.limit(1)).first()
    return None if row is None else (row[0], row[1])
