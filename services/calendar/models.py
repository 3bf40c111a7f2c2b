"""Tables of the calendar: every day with its source, and the revisions that set them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment

ANNOUNCED = "announced"
PROVISIONAL = "provisional"


class CalendarRevision(Model):
    """One change of the calendar: the seed, or a notice a person imported. `digest` names the content of all days."""

    __tablename__ = "calendar_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    imported_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    actor_id: Mapped[int | None]
    paper: Mapped[str] = mapped_column(String(200), nullable=False)
    note: Mapped[str] = mapped_column(Text, nullable=False, default="")
    digest: Mapped[str] = mapped_column(String(64), nullable=False)


class CalendarDay(Model):
    """A day in Shanghai: is it worked, why, and on whose word. Days without a row are nobody's word at all."""

    __tablename__ = "calendar_day"
    __table_args__ = (CheckConstraint(f"status IN ('{ANNOUNCED}', '{PROVISIONAL}')", name="status"),)

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    is_working: Mapped[bool] = mapped_column(nullable=False)
    name: Mapped[str] = mapped_column(String(40), nullable=False)
    source: Mapped[str] = mapped_column(String(200), nullable=False)
    status: Mapped[str] = mapped_column(String(12), nullable=False)
    revision: Mapped[int] = mapped_column(ForeignKey("calendar_revision.id"), nullable=False)
