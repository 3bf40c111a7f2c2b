"""A subject's trail as a file of its own, which `offline_verifier.py` checks on any machine with Python, without us."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select

from services.foundation.events import Subject
from services.foundation.storage.unit_of_work import UnitOfWork

from .models import AuditEntry, AuditSeal, AuditSealHead

FORMAT = "jiangxin-audit-1"


def evidence(uow: UnitOfWork, subject: Subject) -> dict[str, Any]:
    """The trail as JSON: `entries` and `seals` with the hashed bytes as text, and their hashes, in order.

    A seal that covers the subject carries the `heads` it lists, one line per chain: numbers and digests,
    nothing of what other chains say. The other seals are there because each holds the one before.
    """
    listing = _lists_of_seals_that_cover(uow, subject)
    entries = uow.session.execute(
        select(AuditEntry.body, AuditEntry.hash)
        .where(AuditEntry.subject_kind == subject.kind, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.seq)
    )
    seals = uow.session.execute(select(AuditSeal.number, AuditSeal.body, AuditSeal.hash).order_by(AuditSeal.number))
    return {
        "format": FORMAT,
        "subject": str(subject),
        "entries": [{"body": body.decode(errors="replace"), "hash": digest} for body, digest in entries],
        "seals": [
            {"body": body.decode(errors="replace"), "hash": digest, "heads": listing.get(number)}
            for number, body, digest in seals
        ],
    }


def _lists_of_seals_that_cover(uow: UnitOfWork, subject: Subject) -> dict[int, list[str]]:
    covering = select(AuditSealHead.number).where(
        AuditSealHead.subject_kind == subject.kind, AuditSealHead.subject_id == subject.id
    )
    lines: dict[int, list[str]] = defaultdict(list)
    for head in uow.session.scalars(select(AuditSealHead).where(AuditSealHead.number.in_(covering))):
        lines[head.number].append(f"{head.subject_kind}:{head.subject_id} {head.seq} {head.hash}")
    return {number: sorted(told) for number, told in lines.items()}
