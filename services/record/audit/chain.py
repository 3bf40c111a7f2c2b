"""The chain of one subject: a deed is appended, the deeds are told again."""

from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from services.foundation.events import Event, Subject
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import AuditChain, AuditEntry

NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True)
class Entry:
    """A deed as the pages tell it; `hash` is its place in the chain (64 hex letters)."""

    subject: Subject
    seq: int
    at: datetime
    actor_id: int | None
    kind: str
    sentence: str
    facts: dict[str, Any]
    hash: str


def append(uow: UnitOfWork, event: Event) -> None:
    """Add a deed to its subject's chain, in the transaction of the deed: the reaction to every Event.

    Whoever writes to the same chain waits until this transaction ends. Where one deed touches two
    chains, the case comes before the campaign, and the administration last.
    """
    chain = _locked_chain(uow.session, event.subject)
    seq, previous = chain.seq + 1, chain.hash
    sentence, facts = event.sentence(), event.facts()
    body = entry_body(event.subject, seq, uow.now, event.actor_id, event.kind, sentence, facts)
    digest = chained_hash(previous, body)
    uow.session.add(
        AuditEntry(
            subject_kind=event.subject.kind,
            subject_id=event.subject.id,
            seq=seq,
            at=uow.now,
            actor_id=event.actor_id,
            kind=event.kind,
            sentence=sentence,
            facts=facts,
            body=body,
            previous=previous,
            hash=digest,
        )
    )
    chain.seq, chain.hash = seq, digest


def history(uow: UnitOfWork, subject: Subject) -> list[Entry]:
    """All deeds of a subject, oldest first."""
    rows = uow.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.seq)
    )
    return [Entry(subject, r.seq, r.at, r.actor_id, r.kind, r.sentence, r.facts, r.hash) for r in rows]


def entry_body(
    subject: Subject, seq: int, at: datetime, actor_id: int | None, kind: str, sentence: str, facts: dict[str, Any]
) -> bytes:
    """The canonical bytes of an entry: JSON in UTF-8 with sorted keys, the moment in UTC."""
    return canonical(
        {
            "subject": str(subject),
            "seq": seq,
            "at": at.astimezone(UTC).isoformat(),
            "actor": actor_id,
            "kind": kind,
            "sentence": sentence,
            "facts": facts,
        }
    )


def chained_hash(previous: str, body: bytes) -> str:
    """SHA-256, in 64 hex letters, of the hash before and the bytes of this entry or seal."""
    return sha256(previous.encode() + body).hexdigest()


def _locked_chain(session: Session, subject: Subject) -> AuditChain:
    # A deed often leaves several entries on one chain; the row is locked and read once per transaction.
    transaction, held = session.info.get("audit_chains", (None, {}))
    if transaction is None or transaction is not session.get_transaction():
        held = {}
    chain: AuditChain | None = held.get(subject)
    if chain is None or inspect(chain).expired:
        chain = _lock(session, subject)
        held[subject] = chain
    session.info["audit_chains"] = (session.get_transaction(), held)
    return chain


def _lock(session: Session, subject: Subject) -> AuditChain:
    key = (subject.kind, subject.id)
    chain: AuditChain | None = session.get(AuditChain, key, with_for_update=True, populate_existing=True)
    if chain is None:
        # Two first deeds at once: one inserts, the other waits for it here and finds the row below.
        session.execute(_insert_unless_there(session, subject))
        chain = session.get_one(AuditChain, key, with_for_update=True, populate_existing=True)
    return chain


def _insert_unless_there(session: Session, subject: Subject) -> Insert:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"subject_kind": subject.kind, "subject_id": subject.id, "seq": 0, "hash": NOTHING_BEFORE}
    statement: Insert = dialect.insert(AuditChain).values(row).on_conflict_do_nothing()
    return statement
