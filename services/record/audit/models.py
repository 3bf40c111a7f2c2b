"""Tables of the trail. Rows are added, never changed: `protection` makes the database refuse anything else.

Every column of an entry is repeated in `body`, the bytes that are hashed, so that one changed byte anywhere shows.
That is why the keys are natural ones: a running number of the database could be altered unseen.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.foundation.storage.base import Model
from services.foundation.storage.types import Json, Moment


class AuditEntry(Model):
    """One deed. `hash` is SHA-256 over the previous entry's hash (64 hex letters) followed by `body`."""

    __tablename__ = "audit_entry"

    subject_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    actor_id: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(80), nullable=False)
    sentence: Mapped[str] = mapped_column(Text, nullable=False)
    facts: Mapped[Any] = mapped_column(Json, nullable=False)
    body: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    previous: Mapped[str] = mapped_column(String(64), nullable=False)
    hash: Mapped[str] = mapped_column(String(64), nullable=False)


class AuditChain(Model):
    """Where a subject's chain ends; locking this row queues up the writers of one chain and nobody else."""

    __tablename__ = "audit_chain"

    subject_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(nullable=False)
    hash: Mapped[str] = mapped_column(String(64), nullable=False)


class AuditSeal(Model):
    """A day's seal over every chain that grew since the seal before it; seals form a chain of their own."""

    __tablename__ = "audit_seal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date, nullable=False, unique=True)
    at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    chains: Mapped[int] = mapped_column(nullable=False)
    entries: Mapped[int] = mapped_column(nullable=False)
    heads: Mapped[str] = mapped_column(String(64), nullable=False)
    body: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    previous: Mapped[str] = mapped_column(String(64), nullable=False)
    hash: Mapped[str] = mapped_column(String(64), nullable=False)


class AuditSealHead(Model):
    """Where one chain ended when it was sealed; `AuditSeal.heads` is the digest of a seal's rows."""

    __tablename__ = "audit_seal_head"

    number: Mapped[int] = mapped_column(ForeignKey("audit_seal.number"), primary_key=True, autoincrement=False)
    subject_kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(nullable=False)
    hash: Mapped[str] = mapped_column(String(64), nullable=False)
