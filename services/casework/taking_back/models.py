"""Which evidence was taken back. The evidence itself stays as it is."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class TakenBack(Model):
    """Whoever handed it in took it back before the next level acted; it counts no more."""

    __tablename__ = "taken_back"
    completion_id: Mapped[int] = mapped_column(ForeignKey("completion.id"), primary_key=True)
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
