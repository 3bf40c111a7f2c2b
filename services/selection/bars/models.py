"""The rows of bars. One is never changed but for its lifting: what was said of somebody stays to be read."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Bar(Model):
    """Of one organisation or one person: from `since` to `until`, both days inside; `until` null: until it is lifted.

    `procedure` said so, in the pool `instance_id`. From the day `lifted_on` it holds no more.
    """

    __tablename__ = "bar"
    __table_args__ = (CheckConstraint("(organisation_id IS NULL) <> (person_id IS NULL)", name="of_one"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    procedure: Mapped[str]
    since: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str]
    paper_no: Mapped[str]
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    lifted_on: Mapped[date | None]
    lifted_reason: Mapped[str | None]
