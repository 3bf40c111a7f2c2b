"""A migration: what runs on one version is to go on by another; one person proposes it, another approves it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.events import Subject
from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment

COUNTING, PROPOSED, RUNNING, DONE = "counting", "proposed", "running", "done"
DROPPED, REFUSED = "dropped", "refused"
MOVES, STAYS = "moves", "stays"
MOVED, CHANGED, FAILED = "moved", "changed", "failed"
BACK, ACTED = "back", "acted"
LIVING = (COUNTING, PROPOSED, RUNNING)

PREVIEW, MOVE, MOVE_BACK = "preview_migration", "migrate_instance", "migrate_instance_back"
"""Kinds of jobs."""


class Migration(Model):
    """`mapping` is {old element: new element}, as its author said. `status`: counting (the preview is worked out),
    proposed, running, done; dropped by its author, refused by whoever should have approved it.
    """

    __tablename__ = "migration"
    id: Mapped[int] = mapped_column(primary_key=True)
    procedure: Mapped[str] = mapped_column(index=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"))
    mapping: Mapped[dict[str, str]] = mapped_column(Json)
    reason: Mapped[str]
    status: Mapped[str] = mapped_column(String(12))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    counted_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decision: Mapped[str | None]
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_why: Mapped[str | None]

    @property
    def subject(self) -> Subject:
        """The audit's name for it: that of the version it leads to."""
        return Subject("deployment", self.to_version_id)


class MigrationItem(Model):
    """One instance in a migration: how it was previewed, and what became of it.

    outcome: moves, stays (as previewed); moved, changed (something had happened since the preview), failed; back (taken
    back), acted (could not be taken back). `shown`: the preview as its page shows it. `before`: how it stood, kept
    for going back. `revision_after`: as the migration left it; another one says that somebody has acted since.
    """

    __tablename__ = "migration_item"
    __table_args__ = (Index("ix_migration_item_outcome", "migration_id", "outcome"),)
    migration_id: Mapped[int] = mapped_column(ForeignKey("migration.id"), primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    campaign_id: Mapped[int | None]
    no: Mapped[str]
    title: Mapped[str]
    revision: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(12))
    asks: Mapped[bool]
    shown: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json, deferred=True)
    revision_after: Mapped[int | None]
    at: Mapped[datetime | None] = mapped_column(Moment)

    @property
    def subject(self) -> Subject:
        """What the instance is about."""
        return Subject(self.subject_kind, self.subject_id)
