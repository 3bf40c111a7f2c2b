"""A named studio in the register, and what the register remembers of it across the years."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Studio(Model):
    """`no` is given once and never again; `plaque_no` is the newest plaque, `plaque_at` when the first one was hung.

    `facts` is what the naming message said and never changes; name, lead and members are those of today.
    `status`: naming, named, on_record, rectifying, suspended, revoked; each change of it is a row of StudioStatus.
    """

    __tablename__ = "studio"
    __table_args__ = (Index("ix_studio_procedure", "procedure", "status"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str | None] = mapped_column(unique=True)
    procedure: Mapped[str]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case.id"), unique=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
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
    members: Mapped[list[Any]] = mapped_column(Json)
    facts: Mapped[dict[str, Any]] = mapped_column(Json)

    @property
    def subject(self) -> Subject:
        """The audit's name for this studio."""
        return Subject("studio", self.id)


class StudioStatus(Model):
    """Since when a studio has which status, why, and by which paper. The newest row says the present one."""

    __tablename__ = "studio_status"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    status: Mapped[str]
    since: Mapped[datetime] = mapped_column(Moment)
    reason: Mapped[str]
    paper_no: Mapped[str]
    instance_id: Mapped[int | None]


class StudioReview(Model):
    """What the naming organ found of one year. `results` is null where nobody counted them; `facts` is the rest."""

    __tablename__ = "studio_review"
    __table_args__ = (UniqueConstraint("studio_id", "year", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"))
    year: Mapped[int]
    kind: Mapped[str]
    verdict: Mapped[str]
    results: Mapped[int | None]
    note: Mapped[str]
    organ: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(Moment)
    instance_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Json)


class StudioChange(Model):
    """One thing that changed with its old and new value. `what`: name, lead or members."""

    __tablename__ = "studio_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    what: Mapped[str]
    old: Mapped[Any] = mapped_column(Json, nullable=True)
    new: Mapped[Any] = mapped_column(Json, nullable=True)
    decided_at: Mapped[datetime] = mapped_column(Moment)
    paper_no: Mapped[str]
    instance_id: Mapped[int | None]


class StudioPlaque(Model):
    """A plaque: one row for each that was ever hung. `ending`: exchanged, returned, or void where it was lost."""

    __tablename__ = "plaque"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    no: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    awarded_at: Mapped[datetime] = mapped_column(Moment)
    returned_at: Mapped[datetime | None] = mapped_column(Moment)
    ending: Mapped[str | None]


class RegisterSeries(Model):
    """The last number given behind a prefix. Whoever allots the next one locks the row until the deed is done."""

    __tablename__ = "register_series"
    prefix: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class YearlyRun(Model):
    """A yearly pool was begun for a subject and a year: once, whichever version of the procedure was in force."""

    __tablename__ = "yearly_run"
    __table_args__ = (UniqueConstraint("procedure", "process", "subject_kind", "subject_id", "year"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[str]
    process: Mapped[str]
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    year: Mapped[int]
    instance_id: Mapped[int | None] = mapped_column(ForeignKey("instance.id"))
    begun_at: Mapped[datetime] = mapped_column(Moment)
