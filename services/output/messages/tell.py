"""Write a message down: in the house at once, and as a mail on its way for whoever wants one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from services.foundation.clock import local
from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .choices import choices_of
from .models import HELD, IN_APP, MAIL, SENT, WAITING, Delivery, Message, MessageChoice
from .quiet import mail_at


@dataclass(frozen=True)
class Word:
    """What is to be told: about what, in which words, leading where. `key` tells it from every other word."""

    key: str
    kind: str
    headline: str
    sentence: str
    path: str
    subject: Subject | None = None
    task_id: int | None = None


def tell(uow: UnitOfWork, people: Iterable[int], word: Word) -> list[Message]:
    """Tell a word to each of these people (ids), in the transaction of what it tells."""
    told = [_message(uow, person_id, word) for person_id in dict.fromkeys(people)]
    if not told:
        return []
    uow.session.add_all(told)
    uow.session.flush()
    choices = choices_of(uow, [message.person_id for message in told])
    for message in told:
        uow.session.add(_in_app(uow, message))
        choice = choices.get(message.person_id)
        if choice is not None and choice.mail and choice.address:
            uow.session.add(_mail(uow, message, choice))
    return told


def mail_now(uow: UnitOfWork, message: Message) -> None:
    """Put a message on its way by mail whatever the hour: its reader has just asked for it."""
    uow.session.add(_way(uow, message, MAIL, WAITING, next_at=uow.now))


def _message(uow: UnitOfWork, person_id: int, word: Word) -> Message:
    return Message(
        key=f"{word.key}:{person_id}",
        person_id=person_id,
        subject_kind=word.subject.kind if word.subject else None,
        subject_id=word.subject.id if word.subject else None,
        task_id=word.task_id,
        kind=word.kind,
        headline=word.headline,
        sentence=word.sentence,
        path=word.path,
        made_at=uow.now,
    )


def _in_app(uow: UnitOfWork, message: Message) -> Delivery:
    return _way(uow, message, IN_APP, SENT)


def _mail(uow: UnitOfWork, message: Message, choice: MessageChoice) -> Delivery:
    when = mail_at(uow.now, choice.quiet_from, choice.quiet_to, choice.digest)
    if when <= uow.now and not choice.digest:
        return _way(uow, message, MAIL, WAITING, next_at=when)
    return _way(uow, message, MAIL, HELD, why_held(when, choice.digest), when, choice.digest)


def why_held(until: datetime, digest: bool) -> str:
    """The reason that stands beside a mail that waits for its hour."""
    hour: time = local(until).time()
    return f"并入每日摘要，{hour:%H:%M} 发送" if digest else f"免打扰时段，{hour:%H:%M} 后发送"


def _way(
    uow: UnitOfWork,
    message: Message,
    channel: str,
    status: str,
    why: str = "",
    next_at: datetime | None = None,
    digest: bool = False,
) -> Delivery:
    return Delivery(
        message_id=message.id,
        channel=channel,
        status=status,
        why=why,
        digest=digest,
        attempts=0,
        next_at=next_at,
        at=uow.now,
    )
