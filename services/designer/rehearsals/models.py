"""Rows of rehearsals: one for the whole, one for each of its stories."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class RehearsalRun(Model):
    """A rehearsal of a draft as it stood at a revision, or of a version. `digest`: of the package that is played.

    start_day: the day on which the stories' clock begins, None for their own beginnings.
    """

    __tablename__ = "rehearsal"
    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[str] = mapped_column(index=True)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_draft.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("procedure_version.id"))
    title: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64), index=True)
    start_day: Mapped[date | None] = mapped_column(Date)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(Moment)


class StoryRun(Model):
    """A story of a rehearsal; `done_at` None while it waits or plays.

    failures: sentences; timeline: lines as `procedure rehearse --json` has them; outcome: how it ended.
    """

    __tablename__ = "rehearsal_story"
    rehearsal_id: Mapped[int] = mapped_column(ForeignKey("rehearsal.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    title: Mapped[str]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    failures: Mapped[Any] = mapped_column(Json)
    timeline: Mapped[Any] = mapped_column(Json)
    outcome: Mapped[Any] = mapped_column(Json)
