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
