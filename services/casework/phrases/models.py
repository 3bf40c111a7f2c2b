"""Phrases a person keeps for the opinions they write."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model


class Phrase(Model):
    """One's own phrase; `box` is the box of the form it is for, None: any."""

    __tablename__ = "phrase"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    box: Mapped[str | None]
    text: Mapped[str]
