"""A running pool, and what it listens for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Instance(Model):
    """A pool that runs for its subject. `organisation_id` is the subject's own organisation.

    trail: elements passed, in the order of the first time. passed: element -> that moment (ISO 8601, UTC); what was
    passed before moments were kept has none.
    before: how it stood before the last completion, while that may be taken back (see before.py); not loaded unasked.
    """

    __tablename__ = "instance"
    __table_args__ = (Index("ix_instance_subject", "subject_kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    process: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    applicant_id: Mapped[int | None]
    title: Mapped[str]
    category: Mapped[str]
    lead: Mapped[str]
    unit: Mapped[str]
    snapshot: Mapped[dict[str, Any]] = mapped_column(Json)
    trail: Mapped[list[str]] = mapped_column(Json)
    passed: Mapped[dict[str, str]] = mapped_column(Json)
    before: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)
    revision: Mapped[int] = mapped_column()
    content_version: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[str | None]

    # Two writers who both read the same revision: the second finds no row to change.
    __mapper_args__ = {"version_id_col": revision}

    @property
    def subject(self) -> Subject:
        """What the instance is about."""
        return Subject(self.subject_kind, self.subject_id)


class Listen(Model):
    """A message that an instance waits for, with its correlation key: how a delivery finds its addressee."""

    __tablename__ = "listen"
    __table_args__ = (Index("ix_listen_message", "name", "key"),)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
