"""A campaign's own dates and parameters; they begin as the procedure's and may differ from year to year."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.errors import Faulty
from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment
from services.process.registry import Edge, read_edge


class Campaign(Model):
    """A batch. `windows` is {name: {title, start, end}}: ISO days, both inside, or moments (`2021-11-10 18:00`)."""

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
        first, last = self.edges(name)
        return first.day, last.day

    def edges(self, name: str) -> tuple[Edge, Edge]:
        """Where a phase begins and ends, with the hours if it has any."""
        return _edge(self.windows[name]["start"]), _edge(self.windows[name]["end"])


def _edge(text: str) -> Edge:
    found = read_edge(text)
    if found is None:
        raise Faulty(f"批次的阶段日期“{text}”读不懂。")
    return found
