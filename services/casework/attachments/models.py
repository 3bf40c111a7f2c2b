"""An attachment of a case, and its bytes where the database keeps them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Attachment(Model):
    """A file that somebody added to a form. It belongs to a subject; from `handed_in_at` on it is evidence and stays.

    The bytes are found by their digest (store.py); the same file added twice is kept once.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_subject", "subject_kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    form_id: Mapped[str]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    seconds: Mapped[int | None]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(Moment)
    handed_in_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def subject(self) -> Subject:
        """What it belongs to."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def answer(self) -> dict[str, object]:
        """What an answer holds of it. `seconds` is null for whatever does not play."""
        return {
            "id": self.id,
            "name": self.name,
            "media_type": self.media_type,
            "size": self.size,
            "seconds": self.seconds,
            "digest": self.digest,
        }


class AttachmentPiece(Model):
    """A megabyte of an attachment, where the house keeps attachments in its database."""

    __tablename__ = "attachment_piece"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Upload(Model):
    """A file that is arriving in pieces for a question of an open task; `received` bytes of `size` are here.

    `mark` is how the browser knows the file again after a reload. `last_size` and `last_digest` are those of the newest
    piece, so that a browser can see whether it is about to continue the same file. `attachment_id`: what it became.
    """

    __tablename__ = "upload"
    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    path: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    mark: Mapped[str] = mapped_column(String(200))
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    pieces: Mapped[int] = mapped_column(default=0)
    last_digest: Mapped[str] = mapped_column(String(64), default="")
    last_size: Mapped[int] = mapped_column(default=0)
    attachment_id: Mapped[int | None]
    touched_at: Mapped[datetime] = mapped_column(Moment, index=True)
