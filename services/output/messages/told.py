"""What was told about a subject: to how many, on which ways, and why not. No address and no reader is named."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import FAILED, HELD, IN_APP, MAIL, SENT, WAITING, Delivery, Message

MOST = 100


@dataclass
class Told:
    """One word as it went out: its headline, how many people it is for, how many have read it, and their mails.

    failed, held: how many, by reason.
    """

    kind: str
    headline: str
    at: datetime
    people: int = 0
    read: int = 0
    mails_sent: int = 0
    mails_waiting: int = 0
    mails_held: Counter[str] = field(default_factory=Counter)
    mails_failed: Counter[str] = field(default_factory=Counter)


def told_about(uow: UnitOfWork, subject: Subject, most: int = MOST) -> list[Told]:
    """The words told about a subject, newest first."""
    about = (Message.subject_kind == subject.kind) & (Message.subject_id == subject.id)
    counted = (
        select(
            Message.task_id, Message.kind, Message.headline, Message.made_at, Delivery.channel, Delivery.status,
            Delivery.why, func.count(), func.count(Message.read_at), func.max(Message.id).label("newest"),
        )
        .join(Delivery, Delivery.message_id == Message.id)
        .where(about)
        .group_by(Message.task_id, Message.kind, Message.headline, Message.made_at, Delivery.channel, Delivery.status,
                  Delivery.why)
        .order_by(Message.made_at.desc(), func.max(Message.id).desc())
    )  # fmt: skip
    found: dict[tuple[object, ...], Told] = {}
    for task_id, kind, headline, at, channel, status, why, count, read, _ in uow.session.execute(counted):
        told = found.setdefault((task_id, kind, headline, at), Told(kind, headline, at))
        if channel == IN_APP:
            told.people, told.read = told.people + count, told.read + read
        elif channel == MAIL:
            _mails(told, status, why, count)
    return list(found.values())[:most]


def _mails(told: Told, status: str, why: str, count: int) -> None:
    if status == SENT:
        told.mails_sent += count
    elif status == WAITING:
        told.mails_waiting += count
    elif status == HELD:
        told.mails_held[why] += count
    elif status == FAILED:
        told.mails_failed[why] += count
