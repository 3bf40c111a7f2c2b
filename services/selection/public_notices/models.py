"""A notice as it was posted. The list is frozen with its digest; the clock is the diagram's own timer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class PublicNotice(Model):
    """`items` is [{title, unit, lead, category, recommender}]: nothing more is shown to the public (D-17).

    `cases` names for each of them the case it is about, None where the list did not say.
    """

    __tablename__ = "public_notice"
    id: Mapped[int] = mapped_column(primary_key=True)
    no: Mapped[str] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"))
    title: Mapped[str]
    organ: Mapped[str]
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    cases: Mapped[list[int | None] | None] = mapped_column(Json)
    digest: Mapped[str]
    seal_digest: Mapped[str | None]
    posted_at: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
