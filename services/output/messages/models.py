"""Messages to people, the ways they went, and what each person chose."""

from datetime import datetime, time

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment

UNREAD = text("read_at IS NULL")
IN_APP, MAIL = "in_app", "mail"
WAITING, HELD, SENT, FAILED = "waiting", "held", "sent", "failed"
ON_ITS_WAY = text("next_at IS NOT NULL")


class Message(Model):
    """A sentence to one person about one subject, with the page it leads to.

    `headline` is fit for the subject of a mail: it names the step, never a person or a studio. `key` says what the
    message is the only one of: the same word about the same thing reaches a person once.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_person", "person_id", "id"),
        Index("ix_message_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_message_subject", "subject_kind", "subject_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_kind: Mapped[str | None]
    subject_id: Mapped[int | None]
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    kind: Mapped[str]
    headline: Mapped[str]
    sentence: Mapped[str]
    path: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def subject(self) -> Subject | None:
        """What it is about, if about anything of the house."""
        return None if self.subject_kind is None else Subject(self.subject_kind, self.subject_id or 0)


class Delivery(Model):
    """A message on one of its ways: waiting, held (until the quiet hours are over, or for the day's digest), sent,
    failed with the reason.

    next_at: when a worker may take it up; None when it is over. `letter` is the Message-ID under which it goes out,
    given once and kept for every try, so that whoever receives it twice can tell.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        Index("ix_delivery_next", "next_at", "id", sqlite_where=ON_ITS_WAY, postgresql_where=ON_ITS_WAY),
        Index("ix_delivery_letter", "letter"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"), index=True)
    channel: Mapped[str]
    status: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    digest: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(Moment)
    letter: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(Moment)


class MessageChoice(Model):
    """What a person chose beside the messages in the house itself, which everybody gets."""

    __tablename__ = "message_choice"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    address: Mapped[str | None] = mapped_column(String(254))
    mail: Mapped[bool] = mapped_column(default=True)
    digest: Mapped[bool] = mapped_column(default=False)
    quiet_from: Mapped[time]
    quiet_to: Mapped[time]
    changed_at: Mapped[datetime] = mapped_column(Moment)
