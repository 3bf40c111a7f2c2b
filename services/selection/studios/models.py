"""A named studio in the register."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Studio(Model):
    """`no` and `plaque_no` are given once each and never again; `facts` is what the naming message said."""

    __tablename__ = "studio"
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str | None] = mapped_column(unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), unique=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    category: Mapped[str]
    unit: Mapped[str]
    lead: Mapped[str]
    naming_organ: Mapped[str]
    decision_no: Mapped[str | None]
    named_on: Mapped[date | None]
    status: Mapped[str]
    grant_cny: Mapped[int | None]
    grant_paid_at: Mapped[datetime | None] = mapped_column(Moment)
    plaque_no: Mapped[str | None] = mapped_column(unique=True)
    plaque_at: Mapped[datetime | None] = mapped_column(Moment)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)

    @property
    def subject(self) -> Subject:
        """The audit's name for this studio."""
        return Subject("studio", self.id)
