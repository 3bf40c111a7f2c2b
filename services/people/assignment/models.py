"""Who stands back from what: a person who was asked to judge a subject and does not."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class StoodBack(Model):
    """One person, one subject. why: `recused` (has an interest), `declined` (no time), `lapsed` (gave no answer)."""

    __tablename__ = "stood_back"
    __table_args__ = (UniqueConstraint("person_id", "subject_kind", "subject_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    why: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
