"""The record of a draw: enough to repeat it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class PanelDraw(Model):
    """Who stood in the pool (person ids, in order), the seed, and who was drawn."""

    __tablename__ = "panel_draw"
    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    role: Mapped[str]
    seed: Mapped[str]
    pool: Mapped[list[int]] = mapped_column(Json)
    drawn: Mapped[list[int]] = mapped_column(Json)
    at: Mapped[datetime] = mapped_column(Moment)
