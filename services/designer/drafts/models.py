"""Drafts: packages being worked on. Contents are kept once each by SHA-256, as long as a revision has them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Draft(Model):
    """A procedure being drawn. `procedure`: the folder's name. `revision`: counts every save.

    base_version_id: the version it was opened from, None for one that began empty or came as a file.
    writer_id, writer_until: who holds the pen, and until when unless it is used again.
    """

    __tablename__ = "procedure_draft"
    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[str]
    title: Mapped[str]
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_version.id"))
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(Moment)
    revision: Mapped[int]
    writer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    writer_until: Mapped[datetime | None] = mapped_column(Moment)
    dropped_at: Mapped[datetime | None] = mapped_column(Moment)


class DraftContent(Model):
    """The bytes of a file of one draft, as they were in some revision."""

    __tablename__ = "procedure_draft_content"
    draft_id: Mapped[int] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DraftFile(Model):
    """Which file stands where now, and the revision in which it last changed."""

    __tablename__ = "procedure_draft_file"
    draft_id: Mapped[int] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    revision: Mapped[int]


class DraftRevision(Model):
    """The whole draft after a change: `files` is path -> digest.

    path: the file that a burst of saves is about, None for a change that stands alone.
    began_at, at: the first and the last save of the burst.
    """

    __tablename__ = "procedure_draft_revision"
    draft_id: Mapped[int] = mapped_column(ForeignKey("procedure_draft.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    began_at: Mapped[datetime] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    path: Mapped[str | None]
    summary: Mapped[str]
    files: Mapped[Any] = mapped_column(Json)
