"""A case that a designer walks through by hand: each step, and the scratch house as it stood after it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Walk(Model):
    """A walk through a draft. `digest`: of the package that is walked; a changed draft is walked anew."""

    __tablename__ = "rehearsal_walk"
    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("procedure_draft.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    walked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    began_at: Mapped[datetime] = mapped_column(Moment)


class WalkStep(Model):
    """After a step; number 0 is the beginning.

    clock: where the walk's own clock stands; told: the line as a story writes it; played: what the story's names
    stand for; house: the scratch database, packed.
    """

    __tablename__ = "rehearsal_walk_step"
    walk_id: Mapped[int] = mapped_column(ForeignKey("rehearsal_walk.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    clock: Mapped[datetime] = mapped_column(Moment)
    told: Mapped[Any] = mapped_column(Json)
    sentence: Mapped[str]
    played: Mapped[Any] = mapped_column(Json)
    house: Mapped[bytes] = mapped_column(LargeBinary)
