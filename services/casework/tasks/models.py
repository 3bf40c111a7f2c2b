"""Task rows carry the few words an inbox shows, so that no case is loaded to list them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment

# Only what is still to be told is indexed: a million closed tasks cost the sweep nothing.
WORD_DUE = text("remind_at IS NOT NULL")
SAID = -1


class Task(Model):
    """A person's step that is, or was, open.

    office:    the principals it opened for, where it was handed to a person since.
    readers:   who may read its case besides: those who were asked, and those who were sent a copy.
    asked:     how many people it asked for advice have not answered.
    remind_at: when a word about it is next to be told to people; None: nothing is.
    rung:      from which rung of its ladder that word comes; SAID on a closed task: the applicant hears what was said.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_instance", "instance_id", "closed_at"),
        Index("ix_task_remind", "remind_at", "id", sqlite_where=WORD_DUE, postgresql_where=WORD_DUE),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    engine_task: Mapped[int]
    element: Mapped[str]
    name: Mapped[str]
    lane: Mapped[str]
    form_id: Mapped[str | None]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    title: Mapped[str]
    unit: Mapped[str]
    category: Mapped[str]
    principals: Mapped[list[str]] = mapped_column(Json)
    properties: Mapped[dict[str, Any]] = mapped_column(Json)
    locals: Mapped[dict[str, Any]] = mapped_column(Json)
    due_at: Mapped[datetime | None] = mapped_column(Moment)
    provisional: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None]
    remind_at: Mapped[datetime | None] = mapped_column(Moment)
    rung: Mapped[int] = mapped_column(default=0)
    office: Mapped[list[str] | None] = mapped_column(Json)
    readers: Mapped[list[str] | None] = mapped_column(Json)
    asked: Mapped[int] = mapped_column(default=0)

    @property
    def subject(self) -> Subject:
        """What its instance is about."""
        return Subject(self.subject_kind, self.subject_id)

    @property
    def desk(self) -> list[str]:
        """The principals it opened for, whoever has it in hand by now."""
        return self.office or self.principals

    @property
    def opinion_box(self) -> str | None:
        """The box of the official form that this task fills, if it does."""
        return self.properties.get("opinion_box") or None


class InboxEntry(Model):
    """One row per open task and principal (a person, or a queue of an organisation's role)."""

    __tablename__ = "inbox_entry"
    __table_args__ = {"sqlite_with_rowid": False}
    principal: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
