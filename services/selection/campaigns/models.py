"""A campaign's own dates and parameters; they begin as the procedure's and may differ from year to year."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Campaign(Model):
    """A batch. `windows` is {name: {title, start, end}} with ISO days, both days inside, the last until 24:00."""

    __tablename__ = "campaign"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    procedure: Mapped[str]
    title: Mapped[str]
    year: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    windows: Mapped[dict[str, Any]] = mapped_column(Json)
    parameters: Mapped[dict[str, Any]] = mapped_column(Json)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    opened_by: Mapped[int | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome_name: Mapped[str | None]

    @property
    def subject(self) -> Subject:
        """The audit's name for this campaign."""
        return Subject("campaign", self.id)

    def window(self, name: str) -> tuple[date, date]:
        """First and last day of a phase."""
        row = self.windows[name]
        return date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
