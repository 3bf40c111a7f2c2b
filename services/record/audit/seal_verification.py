"""Do the seals hold, and do the chains still reach what was sealed?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import Connection, text

from services.foundation.events import Subject

from .broken import Broken
from .chain import NOTHING_BEFORE
from .seals import Head, heads_digest
from .stored import differing, rows, stored_day, stored_moment, told

_SEAL = ("number", "day", "at", "chains", "entries", "heads", "body", "previous", "hash")
_HEAD = ("number", "subject_kind", "subject_id", "seq", "hash")

# An entry that was sealed must still stand where it stood, with the hash it had.
_MISSED = """
SELECT h.number, h.subject_kind, h.subject_id, h.seq, e.seq
FROM audit_seal_head h LEFT JOIN audit_entry e
  ON e.subject_kind = h.subject_kind AND e.subject_id = h.subject_id AND e.seq = h.seq
WHERE (e.hash IS NULL OR e.hash <> h.hash){of_subject}
ORDER BY h.subject_kind, h.subject_id, h.number
"""


def broken_seals(connection: Connection, printed: Mapping[date, str]) -> Iterator[Broken]:
    """Seals whose bytes, order, listed chain ends or printed digests do not fit."""
    dialect, heads = connection.dialect.name, _heads_by_seal(connection)
    last_number, last_hash, last_computed = 0, NOTHING_BEFORE.encode(), b""
    unmet = {day: digest.encode() for day, digest in printed.items()}
    for batch in rows(connection, "audit_seal", _SEAL, "number"):
        for row in batch:
            seal = dict(zip(_SEAL, row, strict=True))
            computed = _computed(seal)
            listed = heads_digest(heads.pop(seal["number"], []))
            reason = _wrong_with(seal, computed, listed, dialect)
            if seal["number"] != last_number + 1:
                reason = f"封存序号不连续：前一次是第 {last_number} 次"
            elif not reason and seal["previous"] not in (last_hash, last_computed):
                reason = "所记的前一次封存摘要与前一次封存不符，前一次或本次被整条改写"
            reason = _against_paper(seal, unmet, dialect) or reason
            if reason:
                yield _of_seal(seal["number"], reason)
            last_number, last_hash, last_computed = seal["number"], seal["hash"], computed
    yield from (_of_seal(number, "这次封存不在了，只剩下它所列的链尾") for number in heads)
    yield from (_of_seal(day, "文书上印有这一天的封存摘要，库中却没有这次封存") for day in unmet)


def sealed_heads_missed(connection: Connection, subject: Subject | None, doubtful: set[str]) -> Iterator[Broken]:
    """Sealed entries that are gone or have another hash: the chain was cut or rewritten after the seal.

    Where the seal itself is `doubtful` (its number is in the set), its list is blamed and not the chain.
    """
    of_subject = " AND h.subject_kind = :kind AND h.subject_id = :id" if subject else ""
    values = {"kind": subject.kind, "id": subject.id} if subject else {}
    for number, kind, subject_id, seq, found in connection.execute(text(_MISSED.format(of_subject=of_subject)), values):
        if str(number) in doubtful:
            row = f"{told(number)}/{told(kind)}:{told(subject_id)}"
            yield Broken("audit_seal_head", row, f"{kind}:{subject_id}", None, "所列链尾与这条链上的记录不符")
            continue
        what = "已不在" if found is None else "摘要与封存时不同，这条链被改写过"
        yield Broken.of("audit_entry", kind, subject_id, seq, f"第 {number} 次封存时的第 {seq} 条记录{what}")


def _wrong_with(seal: dict[str, Any], computed: bytes, listed: str, dialect: str) -> str:
    if computed != seal["hash"]:
        return "封存的摘要与所存内容不符，本次封存被改动过"
    try:
        said = orjson.loads(seal["body"])
        wrong = differing(
            [
                ("number", seal["number"], said["number"]),
                ("day", seal["day"], stored_day(said["day"], dialect)),
                ("at", seal["at"], stored_moment(said["at"], dialect)),
                ("chains", seal["chains"], said["chains"]),
                ("entries", seal["entries"], said["entries"]),
                ("heads", seal["heads"], said["heads"].encode()),
            ]
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        wrong = ["body"]
    if wrong:
        return f"所列内容与封存的原文不符：{'、'.join(wrong)}"
    return "" if listed == said["heads"] else "所列的各链链尾与封存时不符"


def _against_paper(seal: dict[str, Any], unmet: dict[date, bytes], dialect: str) -> str:
    for day in [d for d in unmet if stored_day(d.isoformat(), dialect) == seal["day"]]:
        if unmet.pop(day) != seal["hash"]:
            return "与文书上印出的封存摘要不同，记录被整体改写过"
    return ""


def _computed(seal: dict[str, Any]) -> bytes:
    try:
        return sha256(seal["previous"] + seal["body"]).hexdigest().encode()
    except TypeError:
        return b""


def _heads_by_seal(connection: Connection) -> dict[Any, list[Head]]:
    heads: dict[Any, list[Head]] = defaultdict(list)
    for batch in rows(connection, "audit_seal_head", _HEAD, "number"):
        for number, kind, subject_id, seq, digest in batch:
            heads[number].append((told(kind), subject_id, seq, told(digest)))
    return heads


def _of_seal(number: Any, reason: str) -> Broken:
    return Broken("audit_seal", told(number), "", None, reason)
