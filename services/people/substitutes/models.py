"""The table of substitutions: a row each, with who, for whom, in which position, why, and who arranged it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Substitution(Model):
    """`substitute_id` acts for `person_id` from one day to another, both included.

    organisation_id, role: the one position it is about; both None: every office the person holds.
    ended_at: when it was ended before its time.
    """

    __tablename__ = "substitution"
    __table_args__ = (
        CheckConstraint("until_day >= from_day", name="ends_after_it_begins"),
        CheckConstraint("person_id <> substitute_id", name="of_two_people"),
        CheckConstraint("(organisation_id IS NULL) = (role IS NULL)", name="whole_position"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    substitute_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    role: Mapped[str | None]
    from_day: Mapped[date]
    until_day: Mapped[date]
    reason: Mapped[str]
    arranged_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    arranged_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def basis(self) -> str:
        """What the trail gives as the ground: the days and the reason."""
        return f"{self.from_day.isoformat()} 至 {self.until_day.isoformat()} 代理，{self.reason.rstrip('。')}"
