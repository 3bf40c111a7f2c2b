"""Which deadlines were extended: a row with who, when and why."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Moment


class Extension(Model):
    """The one extension of a task. `old_due`, `new_due` are those of the deed; a new calendar may move the task's."""

    __tablename__ = "extension"
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    working_days: Mapped[int]
    old_due: Mapped[datetime] = mapped_column(Moment)
    new_due: Mapped[datetime] = mapped_column(Moment)
    grounds: Mapped[str]
    extended_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    extended_at: Mapped[datetime] = mapped_column(Moment)
