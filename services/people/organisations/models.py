"""The table of organisations. The way from the root is stored with each, so that no question walks row by row."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model


class Organisation(Model):
    """A unit, a superior, a recommender or a committee: one node of the tree.

    level: its rank in the procedures (`unit`, `superior`, `direct_unit` ...); neighbours on one way up may share it.
    kind:  what sort of body it is, in words (机关, 事业单位, 企业 ...); decides nothing.
    closed_on: its last day; what it has done stays, nothing new begins there. None: it goes on.
    path:  ids from the root down to itself, `/1/4/9/`.
    """

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("parent_id <> id", name="not_its_own_parent"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(40), default="")
    level: Mapped[str] = mapped_column(String(60), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    path: Mapped[str] = mapped_column(String(600), unique=True)
    closed_on: Mapped[date | None]

    def is_open(self, today: date) -> bool:
        """Whether something may still begin there on a day."""
        return self.closed_on is None or today <= self.closed_on

    @property
    def way(self) -> list[int]:
        """Ids from the root down to this organisation, itself last."""
        return [int(step) for step in self.path.split("/") if step]
