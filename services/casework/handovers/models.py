"""Tasks that went from hand to hand."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Handover(Model):
    """One person handed a task to another, with the reason."""

    __tablename__ = "handover"
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    from_name: Mapped[str]
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    to_name: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
