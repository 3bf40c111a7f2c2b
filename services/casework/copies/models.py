"""Who was sent a copy of a step, and when they read it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Copy(Model):
    """One person was sent a copy; `read_at` is the receipt."""

    __tablename__ = "copy"
    __table_args__ = (UniqueConstraint("task_id", "person_id"), Index("ix_copy_person", "person_id", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str]
    sent_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    sent_by_name: Mapped[str]
    note: Mapped[str]
    sent_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
