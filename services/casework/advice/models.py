"""Who was asked about a task, by whom, and what they answered."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Advice(Model):
    """One question to one person. verb: `delegate` (prepare it for me) or `add_signer` (what do you say?).

    It waits while neither `answered_at` nor `recalled_at` is set.
    """

    __tablename__ = "advice"
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    verb: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_name: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_by_name: Mapped[str]
    question: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    recalled_at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def waits(self) -> bool:
        """Whether it is neither answered nor recalled."""
        return self.answered_at is None and self.recalled_at is None
