"""The table the sweep asks its one indexed question."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Deadline(Model):
    """A timer of an instance: when it is due, since when it runs, and by which calendar that was computed.

    `next_at` is when a sweep may fire it: at first the due moment, then the end of a pause after a failure.
    """

    __tablename__ = "deadline"
    __table_args__ = (Index("ix_deadline_next", "next_at", "instance_id"),)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    engine_task: Mapped[int] = mapped_column(primary_key=True)
    element: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    due_at: Mapped[datetime] = mapped_column(Moment)
    next_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    armed_at: Mapped[datetime] = mapped_column(Moment)
    calendar_revision: Mapped[int]
    counts_working_days: Mapped[bool]
    provisional: Mapped[bool]
