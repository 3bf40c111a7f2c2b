"""Is the trail what was written? Recomputes every hash over the stored bytes and names each row that does not fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection

from services.foundation.events import Subject
from services.foundation.storage.types import canonical
from services.foundation.storage.unit_of_work import UnitOfWork

from .broken import Broken, Verification
from .chain import NOTHING_BEFORE
from .seal_verification import broken_seals, sealed_heads_missed
from .stored import differing, rows, stored_moment, told

_ORDER = "subject_kind, subject_id, seq"
_LINKED = ("subject_kind", "subject_id", "seq", "previous", "hash", "body")
_SHOWN = (*_LINKED[:3], "at", "actor_id", "kind", "sentence", "facts", "body")


def verify(
    uow: UnitOfWork,
    subject: Subject | None = None,
    *,
    columns: bool = True,
    printed: Mapping[date, str] | None = None,
) -> Verification:
    """Check one subject's chain, or all of them, against the hashes, the chain ends and the seals.

    `columns` also compares what pages read with what was hashed (a second pass over the rows).
    What the wiring names as `evidence` is looked at too: rows of other rooms whose digests the trail holds.
    `printed` are digests of seals from papers, by day: with one of them a trail that was rewritten
    wholesale, seals included, is found too.
    """
    connection = uow.session.connection()
    uow.session.flush()
    walk = _Walk(_chain_ends(connection, subject))
    for batch in rows(connection, "audit_entry", _LINKED, _ORDER, subject):
        walk.follow(batch)
    walk.finish()
    broken = walk.broken
    if columns:
        broken += _altered_columns(connection, subject)
    seals = list(broken_seals(connection, printed or {}))
    broken += seals
    broken += sealed_heads_missed(connection, subject, {one.row for one in seals})
    for look in uow.wiring.evidence:
        broken += look(uow, subject)
    return Verification(walk.entries, _once_per_row(broken))


@dataclass
class _Walk:
    """Follows the entries in order; `ends` are the chain ends still to be met."""

    ends: dict[tuple[Any, Any], tuple[Any, Any]]
    entries: int = 0
    broken: list[Broken] = field(default_factory=list)
    _chain: tuple[Any, Any] | None = None
    _seq: Any = 0
    _hash: bytes = b""  # as stored in the last entry
    _computed: bytes = b""  # as the last entry's bytes give it

    def follow(self, batch: list[Any]) -> None:
        """Go through the next rows. This loop sees every entry of the house; it does no more than it must."""
        for kind, number, seq, previous, digest, body in batch:
            if (kind, number) != self._chain:
                self._open(kind, number)
            try:
                computed = sha256(previous + body).hexdigest().encode()
            except TypeError:
                computed = b""
            if seq != self._seq + 1 or computed != digest or (previous != self._hash and previous != self._computed):
                self._blame(kind, number, seq, previous, computed == digest)
            self._seq, self._hash, self._computed = seq if isinstance(seq, int) else self._seq, digest, computed
        self.entries += len(batch)

    def finish(self) -> None:
        """Close the last chain; ends that met no entry belong to chains that were removed."""
        self._close()
        for (kind, number), (seq, _) in self.ends.items():
            if seq != 0:
                self._say("audit_chain", kind, number, seq, f"链尾记到第 {seq} 条，但这条链的记录全部不在了")

    def _open(self, kind: Any, number: Any) -> None:
        self._close()
        self._chain, self._seq, self._hash = (kind, number), 0, NOTHING_BEFORE.encode()
        self._computed = self._hash

    def _close(self) -> None:
        if self._chain is None:
            return
        kind, number = self._chain
        seq, digest = self.ends.pop(self._chain, (None, None))
        if seq is None:
            self._say("audit_chain", kind, number, None, "这条链的链尾登记不在了")
        elif seq != self._seq and digest == self._hash:
            self._say("audit_chain", kind, number, seq, f"链尾登记的序号被改动，最后一条是第 {self._seq} 条")
        elif seq != self._seq:
            self._say("audit_entry", kind, number, seq, f"链尾记到第 {seq} 条，实有最后一条是第 {self._seq} 条")
        elif digest not in (self._hash, self._computed):
            self._say("audit_chain", kind, number, seq, "链尾登记的摘要与最后一条记录不符")

    def _blame(self, kind: Any, number: Any, seq: Any, previous: Any, hash_fits: bool) -> None:
        if seq != self._seq + 1:
            self._say(
                "audit_entry", kind, number, seq, f"序号不连续：前一条是第 {self._seq} 条，本条是第 {told(seq)} 条"
            )
        elif not hash_fits:
            self._say("audit_entry", kind, number, seq, "摘要与所存内容不符，本条被改动过")
        elif previous not in (self._hash, self._computed):
            self._say("audit_entry", kind, number, seq, "所记的前一条摘要与前一条不符，前一条或本条被整条改写")

    def _say(self, table: str, kind: Any, number: Any, seq: Any, reason: str) -> None:
        self.broken.append(Broken.of(table, kind, number, seq, reason))


def _chain_ends(connection: Connection, subject: Subject | None) -> dict[tuple[Any, Any], tuple[Any, Any]]:
    names = ("subject_kind", "subject_id", "seq", "hash")
    batches = rows(connection, "audit_chain", names, "subject_kind, subject_id", subject)
    return {(kind, number): (seq, digest) for batch in batches for kind, number, seq, digest in batch}


def _altered_columns(connection: Connection, subject: Subject | None) -> Iterator[Broken]:
    dialect = connection.dialect.name
    for batch in rows(connection, "audit_entry", _SHOWN, _ORDER, subject):
        for row in batch:
            wrong = _differing_columns(row, dialect)
            if wrong:
                kind, number, seq = row[:3]
                yield Broken.of("audit_entry", kind, number, seq, f"所列内容与封存的原文不符：{'、'.join(wrong)}")


def _differing_columns(row: Any, dialect: str) -> list[str]:
    kind, number, seq, at, actor, deed, sentence, facts, body = row
    try:
        said = orjson.loads(body)
        wanted_kind, _, wanted_number = said["subject"].rpartition(":")
        return differing(
            [
                ("subject_kind", kind, wanted_kind.encode()),
                ("subject_id", number, int(wanted_number)),
                ("seq", seq, said["seq"]),
                ("at", at, stored_moment(said["at"], dialect)),
                ("actor_id", actor, said["actor"]),
                ("kind", deed, said["kind"].encode()),
                ("sentence", sentence, said["sentence"].encode()),
                ("facts", facts, canonical(said["facts"])),
            ]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["body"]


def _once_per_row(broken: list[Broken]) -> list[Broken]:
    first: dict[tuple[str, str], Broken] = {}
    for one in broken:
        first.setdefault((one.table, one.row), one)
    return list(first.values())
