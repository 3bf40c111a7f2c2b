"""The table of urgings: the database itself allows one of a task for each working day."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Urge(Model):
    """Somebody urged. `day` is the working day it counts for: on a day off, the one before."""

    __tablename__ = "urge"
    __table_args__ = (UniqueConstraint("task_id", "day"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    day: Mapped[date]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    actor_name: Mapped[str]
    at: Mapped[datetime] = mapped_column(Moment)
