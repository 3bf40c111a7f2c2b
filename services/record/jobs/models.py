"""Tables of work to be done later, and of work that could not be done."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class Job(Model):
    """Something to be done at a moment, once.

    `due_at` is when it ought to be done; `next_at` when a worker may take it: at first the same, then the end
    of a worker's lease or of a pause after a failure. One index so answers what is due and when to look again.
    `awaits` is what it waits for, so that whoever brings it can wake it (see waking.py).
    """

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80), nullable=False)
    payload: Mapped[Any] = mapped_column(Json, nullable=False)
    due_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    next_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    attempts: Mapped[int] = mapped_column(nullable=False, default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(80))
    awaits: Mapped[str | None] = mapped_column(Text)
    last_error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    failed_at: Mapped[datetime | None] = mapped_column(Moment)


# Only what still waits is indexed: a million jobs done cost the sweep nothing.
WAITS = Job.done_at.is_(None) & Job.failed_at.is_(None)
Index("ix_job_waiting", Job.next_at, Job.id, sqlite_where=WAITS, postgresql_where=WAITS)
Index("ix_job_subject", Job.subject_kind, Job.subject_id, sqlite_where=WAITS, postgresql_where=WAITS)
SLEEPS = Job.awaits.is_not(None)
Index("ix_job_awaits", Job.awaits, sqlite_where=SLEEPS, postgresql_where=SLEEPS)


class Incident(Model):
    """Something that needs the operator: what, about whom, at which element of the diagram."""

    __tablename__ = "incident"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80), nullable=False)
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    element: Mapped[str | None] = mapped_column(String(200))
    sentence: Mapped[str] = mapped_column(Text, nullable=False)
    details: Mapped[str] = mapped_column(Text, nullable=False, default="")
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    opened_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    resolved_by: Mapped[int | None]


class Worker(Model):
    """A process that does what is due, and when it last said so (by its machine's clock)."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(Moment, nullable=False)


OPEN = Incident.resolved_at.is_(None)
Index("ix_incident_open", Incident.opened_at, sqlite_where=OPEN, postgresql_where=OPEN)
