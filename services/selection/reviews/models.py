"""Experts: what they know, when they are away, from whom they keep away; and the record of each draw."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class PanelDraw(Model):
    """Enough to repeat a draw: who stood in the pool, how loaded, the seed and what it was made of, who was drawn.

    ranked:   the whole pool in the drawn order; whoever steps back is replaced by the next of it.
    loads:    [person id, panels of the campaign this person sat on then].
    left_out: [person id, why] of those who might have been drawn and were not.
    Rows written before this was kept have None there.
    """

    __tablename__ = "panel_draw"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    role: Mapped[str]
    seed: Mapped[str]
    pool: Mapped[list[int]] = mapped_column(Json)
    drawn: Mapped[list[int]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Moment)
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    wanted: Mapped[int | None]
    ranked: Mapped[list[int] | None] = mapped_column(Json)
    loads: Mapped[list[list[int]] | None] = mapped_column(Json)
    left_out: Mapped[list[list[int | str]] | None] = mapped_column(Json)
    made_of: Mapped[dict[str, str] | None] = mapped_column(Json)
    instead_of: Mapped[int | None]


class ExpertProfile(Model):
    """What an expert knows and when they are away, both days included. Who is an expert, the positions say."""

    __tablename__ = "expert_profile"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    fields: Mapped[list[str]] = mapped_column(Json)
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(Moment)


class ExpertConflict(Model):
    """An interest an expert has declared: an organisation with all below it, or a person by name."""

    __tablename__ = "expert_conflict"
    __table_args__ = (CheckConstraint("(organisation_id IS NULL) <> (name IS NULL)", name="of_one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str | None]
    reason: Mapped[str]
    declared_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    declared_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
