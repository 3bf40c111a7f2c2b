"""The daily seal: one digest that stands for every deed of the house up to that hour, fit to be printed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from services.foundation.errors import Conflict
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork

from .chain import NOTHING_BEFORE, chained_hash
from .models import AuditChain, AuditSeal, AuditSealHead

Head = tuple[str, int, int, str]  # subject kind, subject id, seq, hash


@dataclass(frozen=True)
class Seal:
    """A seal as papers print it: its day, its digest (64 hex letters) and how much it covers newly."""

    number: int
    day: date
    at: datetime
    chains: int
    entries: int
    hash: str


class DayAlreadyPassed(Conflict):
    """A seal may not be put before one that exists."""

    sentence = "该日之后已有封存，不能再补封更早的日期。"


def seal(uow: UnitOfWork, day: date) -> Seal:
    """Seal all chains as they stand now under the name of `day`; a second call for the day returns the first seal.

    Only chains that grew since the last seal are listed: the others are held by the seals before, whose
    digest goes into this one. Raises `DayAlreadyPassed` for a day before the last seal's.
    """
    last = _last_row(uow.session)
    if last is not None and day <= last.day:
        return _sealed_already(uow.session, day)
    grown = _grown_chains(uow.session)
    heads = [(kind, number, seq, digest) for kind, number, seq, digest, _ in grown]
    number = last.number + 1 if last else 1
    previous = last.hash if last else NOTHING_BEFORE
    entries = sum(seq - before for _, _, seq, _, before in grown)
    digest = heads_digest(heads)
    body = seal_body(number, day, uow.now, len(heads), entries, digest)
    row = AuditSeal(
        number=number,
        day=day,
        at=uow.now,
        chains=len(heads),
        entries=entries,
        heads=digest,
        body=body,
        previous=previous,
        hash=chained_hash(previous, body),
    )
    uow.session.add(row)
    uow.session.flush()
    if heads:
        names = ("subject_kind", "subject_id", "seq", "hash")
        uow.session.execute(
            insert(AuditSealHead), [{"number": number, **dict(zip(names, h, strict=True))} for h in heads]
        )
    return _shown(row)


def latest_seal(uow: UnitOfWork) -> Seal | None:
    """The last seal, whose digest papers carry; None before the first."""
    row = _last_row(uow.session)
    return _shown(row) if row else None


def seal_body(number: int, day: date, at: datetime, chains: int, entries: int, heads: str) -> bytes:
    """The canonical bytes of a seal, hashed after the digest of the seal before."""
    moment = at.astimezone(UTC).isoformat()
    return canonical(
        {"number": number, "day": day.isoformat(), "at": moment, "chains": chains, "entries": entries, "heads": heads}
    )


def heads_digest(heads: Iterable[Head]) -> str:
    """SHA-256 over one line per chain, `kind:id seq hash`, the lines sorted as texts."""
    lines = sorted(f"{kind}:{number} {seq} {digest}\n" for kind, number, seq, digest in heads)
    return sha256("".join(lines).encode()).hexdigest()


def _grown_chains(session: Session) -> list[tuple[str, int, int, str, int]]:
    # No lock: a writer under way is not waited for, its entries belong to the next seal.
    sealed = func.coalesce(func.max(AuditSealHead.seq), 0)
    rows = session.execute(
        select(AuditChain.subject_kind, AuditChain.subject_id, AuditChain.seq, AuditChain.hash, sealed)
        .outerjoin(
            AuditSealHead,
            (AuditSealHead.subject_kind == AuditChain.subject_kind)
            & (AuditSealHead.subject_id == AuditChain.subject_id),
        )
        .group_by(AuditChain.subject_kind, AuditChain.subject_id, AuditChain.seq, AuditChain.hash)
        .having(AuditChain.seq > sealed)
    )
    return [(kind, number, seq, digest, before) for kind, number, seq, digest, before in rows]


def _sealed_already(session: Session, day: date) -> Seal:
    row = session.scalar(select(AuditSeal).where(AuditSeal.day == day))
    if row is None:
        raise DayAlreadyPassed
    return _shown(row)


def _last_row(session: Session) -> AuditSeal | None:
    return session.scalar(select(AuditSeal).order_by(AuditSeal.number.desc()).limit(1))


def _shown(row: AuditSeal) -> Seal:
    return Seal(row.number, row.day, row.at, row.chains, row.entries, row.hash)
