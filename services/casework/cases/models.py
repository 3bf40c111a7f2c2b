"""A case: who applies, from which organisation, in which campaign, and how it ended."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Case(Model):
    """One studio's application. What it is called stands on its instance, since the form may change it."""

    __tablename__ = "case"
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    recommender_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    applicant_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment)
    rank: Mapped[int | None]
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    outcome: Mapped[str | None]
    outcome_name: Mapped[str | None]

    @property
    def subject(self) -> Subject:
        """The audit's name for this case."""
        return Subject("case", self.id)
