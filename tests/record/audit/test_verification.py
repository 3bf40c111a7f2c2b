"""Whoever changes one byte of the trail behind our back is found, and the row is named."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import Connection, text

from services.foundation.storage.base import Base
from services.foundation.storage.unit_of_work import House, UnitOfWork
from services.record import audit
from services.record.audit import seals
from services.record.audit.chain import chained_hash
from services.record.audit.models import AuditSeal, AuditSealHead
from tests.record.cast import CASE, OPERATOR, OTHER_CASE, Said

FIRST, SECOND = date(2021, 12, 1), date(2021, 12, 2)
KEYS = {
    "audit_entry": "subject_kind = 'case' AND subject_id = 12 AND seq = 2",
    "audit_chain": "subject_kind = 'case' AND subject_id = 12",
    "audit_seal": "number = 1",
    "audit_seal_head": "number = 1 AND subject_kind = 'case' AND subject_id = 12",
}
# Where the row is found afterwards: where it stood, unless the changed byte moved it. A seal answers for its list.
STANDS_AT = {"audit_entry": "case:12#2", "audit_chain": "case:12", "audit_seal": "1", "audit_seal_head": "1"}
NAMED_AS = {"audit_seal_head": "audit_seal"}
MOVED_TO = {
    ("audit_entry", "subject_kind"): "base:12#2",
    ("audit_entry", "subject_id"): "case:52#2",
    ("audit_entry", "seq"): "case:12#42",
    ("audit_seal", "number"): "41",
}
COLUMNS = [
    (table.name, column.name) for table in Base.metadata.sorted_tables if table.name in KEYS for column in table.c
]


def _write(house: House) -> None:
    """Two chains of three and two entries; a seal over two and one of them, a second seal over all."""
    with house.work() as uow:
        uow.record(Said(subject=CASE, actor_id=OPERATOR, words="同意"))
        uow.record(Said(subject=CASE, actor_id=OPERATOR, words="上报"))
        uow.record(Said(subject=OTHER_CASE, actor_id=OPERATOR, words="收到"))
    with house.work() as uow:
        audit.seal(uow, FIRST)
    with house.work() as uow:
        uow.record(Said(subject=CASE, words="公示"))
        uow.record(Said(subject=OTHER_CASE, words="退回"))
    with house.work() as uow:
        audit.seal(uow, SECOND)


@pytest.fixture
def open_house(house: House, drop_triggers: Callable[[House], None]) -> House:
    """A written house whose triggers are gone."""
    _write(house)
    drop_triggers(house)
    return house


def _change_one_byte(connection: Connection, table: str, column: str, where: str) -> None:
    """A number goes up by 40, a text or its bytes change in the first place, a moment by a microsecond."""
    value = connection.execute(text(f"SELECT {column} FROM {table} WHERE {where}")).scalar_one()
    expression, new = ":new", value
    if isinstance(value, bytes):
        new = bytes([value[0] ^ 1]) + value[1:]
    elif isinstance(value, int):
        new = value + 40
    elif isinstance(value, str):
        new = chr(ord(value[0]) ^ 1) + value[1:]
    elif isinstance(value, datetime):
        expression = f"{column} + interval '1 microsecond'"
    elif isinstance(value, date):
        expression = f"{column} + 30"
    values = {"new": new} if expression == ":new" else {}
    connection.execute(text(f"UPDATE {table} SET {column} = {expression} WHERE {where}"), values)


def _loosen_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    else:
        connection.execute(text("ALTER TABLE audit_seal_head DROP CONSTRAINT fk_audit_seal_head_number_audit_seal"))


def _rows_named(uow: UnitOfWork) -> set[tuple[str, str]]:
    return {(b.table, b.row) for b in audit.verify(uow).broken}


def test_an_untouched_trail_is_whole(open_house: House) -> None:
    with open_house.reading() as uow:
        assert audit.verify(uow) == audit.Verification(5, [])
        assert audit.verify(uow).ok
        assert audit.verify(uow, CASE) == audit.Verification(3, [])
        assert audit.verify(uow, columns=False).ok


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t}.{c}" for t, c in COLUMNS])
def test_one_changed_byte_in_any_column_names_the_row(open_house: House, table: str, column: str) -> None:
    with open_house.reading() as uow:
        connection = uow.session.connection()
        _loosen_references(connection)
        _change_one_byte(connection, table, column, KEYS[table])
        assert (NAMED_AS.get(table, table), MOVED_TO.get((table, column), STANDS_AT[table])) in _rows_named(uow)


def test_only_the_changed_row_is_blamed(open_house: House) -> None:
    for column in ("sentence", "body", "previous", "hash", "facts", "at"):
        with open_house.reading() as uow:
            _change_one_byte(uow.session.connection(), "audit_entry", column, KEYS["audit_entry"])
            broken = {b for b in _rows_named(uow) if b[1].startswith("case:12")}
            assert broken == {("audit_entry", "case:12#2")}


def test_a_chain_checked_alone_does_not_see_the_others(open_house: House) -> None:
    with open_house.reading() as uow:
        _change_one_byte(uow.session.connection(), "audit_entry", "sentence", KEYS["audit_entry"])
        assert [b.reason for b in audit.verify(uow, CASE).broken] == ["所列内容与封存的原文不符：sentence"]
        assert audit.verify(uow, OTHER_CASE).ok
        assert audit.verify(uow, columns=False).ok, "the hashed bytes are whole; only the second pass sees the column"


def _run(uow: UnitOfWork, *statements: str) -> None:
    for statement in statements:
        uow.session.execute(text(statement))


LAST = "subject_kind = 'case' AND subject_id = 12 AND seq = 3"


def test_a_lost_last_entry_is_found_by_the_end_of_the_chain(open_house: House) -> None:
    with open_house.reading() as uow:
        _run(uow, f"DELETE FROM audit_entry WHERE {LAST}")
        reasons = {b.row: b.reason for b in audit.verify(uow).broken}
        assert reasons["case:12#3"] == "链尾记到第 3 条，实有最后一条是第 2 条"


def test_a_lost_last_entry_is_found_by_the_seal_when_the_end_was_moved_back(open_house: House) -> None:
    with open_house.reading() as uow:
        _run(
            uow,
            f"DELETE FROM audit_entry WHERE {LAST}",
            "UPDATE audit_chain SET seq = 2, hash = (SELECT hash FROM audit_entry WHERE subject_id = 12 AND seq = 2)"
            " WHERE subject_id = 12",
        )
        assert [(b.row, b.reason) for b in audit.verify(uow, CASE).broken] == [
            ("case:12#3", "第 2 次封存时的第 3 条记录已不在")
        ]


def test_a_lost_middle_entry_is_named_by_the_gap(open_house: House) -> None:
    with open_house.reading() as uow:
        _run(uow, f"DELETE FROM audit_entry WHERE {KEYS['audit_entry']}")
        assert ("audit_entry", "case:12#3") in _rows_named(uow)


def test_a_lost_chain_is_found(open_house: House) -> None:
    with open_house.reading() as uow:
        _run(uow, "DELETE FROM audit_entry WHERE subject_id = 12")
        assert ("audit_chain", "case:12") in _rows_named(uow)
        _run(uow, "DELETE FROM audit_chain WHERE subject_id = 12")
        assert ("audit_entry", "case:12#3") in _rows_named(uow), "the seals still know it"


def test_an_entry_slipped_in_behind_the_end_is_found(open_house: House) -> None:
    with open_house.reading() as uow:
        columns = "at, actor_id, kind, sentence, facts, body, previous, hash"
        _run(
            uow,
            f"INSERT INTO audit_entry (subject_kind, subject_id, seq, {columns})"
            f" SELECT subject_kind, subject_id, 4, {columns} FROM audit_entry WHERE {LAST}",
        )
        assert ("audit_entry", "case:12#4") in _rows_named(uow)


def _rewrite_from(uow: UnitOfWork, first: int) -> None:
    """Somebody rewrites CASE's chain from an entry on and gets every hash right, the end of the chain too."""
    rows = uow.session.execute(
        text("SELECT seq, body, previous FROM audit_entry WHERE subject_id = 12 AND seq >= :s ORDER BY seq"),
        {"s": first},
    ).all()
    previous = rows[0].previous
    for row in rows:
        body = bytes(row.body).replace("上报".encode(), "退回".encode())
        digest = chained_hash(previous, body)
        uow.session.execute(
            text(
                "UPDATE audit_entry SET body = :b, previous = :p, hash = :h, facts = replace(facts, '上报', '退回'),"
                " sentence = replace(sentence, '上报', '退回') WHERE subject_id = 12 AND seq = :s"
            ),
            {"b": body, "p": previous, "h": digest, "s": row.seq},
        )
        previous = digest
    uow.session.execute(text("UPDATE audit_chain SET hash = :h WHERE subject_id = 12"), {"h": previous})


def test_a_chain_rewritten_with_right_hashes_is_found_by_the_seal(open_house: House) -> None:
    with open_house.reading() as uow:
        _rewrite_from(uow, 2)
        assert [(b.row, b.reason) for b in audit.verify(uow, CASE).broken] == [
            ("case:12#2", "第 1 次封存时的第 2 条记录摘要与封存时不同，这条链被改写过"),
            ("case:12#3", "第 2 次封存时的第 3 条记录摘要与封存时不同，这条链被改写过"),
        ]


def _seal_again(uow: UnitOfWork) -> None:
    """And rewrites every seal as well."""
    days = uow.session.execute(text("SELECT number, day FROM audit_seal ORDER BY number")).all()
    heads = uow.session.execute(text("SELECT number, subject_id, seq FROM audit_seal_head")).all()
    _run(uow, "DELETE FROM audit_seal_head", "DELETE FROM audit_seal")
    previous = "0" * 64
    for number, day in days:
        mine = []
        for _, subject_id, seq in [h for h in heads if h.number == number]:
            found = uow.session.execute(
                text("SELECT hash FROM audit_entry WHERE subject_id = :i AND seq = :s"), {"i": subject_id, "s": seq}
            ).scalar_one()
            mine.append(("case", subject_id, seq, found))
        day = date.fromisoformat(str(day))
        digest = seals.heads_digest(mine)
        body = seals.seal_body(number, day, uow.now, len(mine), len(mine), digest)
        row = AuditSeal(
            number=number, day=day, at=uow.now, chains=len(mine), entries=len(mine), heads=digest, body=body,
            previous=previous, hash=chained_hash(previous, body),
        )  # fmt: skip
        uow.session.add(row)
        uow.session.flush()
        uow.session.add_all(
            AuditSealHead(number=number, subject_kind=k, subject_id=i, seq=s, hash=h) for k, i, s, h in mine
        )
        previous = row.hash


def test_a_trail_rewritten_with_its_seals_is_found_by_one_printed_digest(open_house: House) -> None:
    with open_house.reading() as uow:
        on_paper = audit.latest_seal(uow)
        assert on_paper is not None
        _rewrite_from(uow, 2)
        _seal_again(uow)
        assert audit.verify(uow).ok, "nothing inside the database tells any more"
        found = audit.verify(uow, printed={on_paper.day: on_paper.hash}).broken
        assert [(b.table, b.row, b.reason) for b in found] == [
            ("audit_seal", "2", "与文书上印出的封存摘要不同，记录被整体改写过")
        ]


def test_a_removed_seal_is_found_by_its_list_or_by_paper(open_house: House) -> None:
    with open_house.reading() as uow:
        on_paper = audit.latest_seal(uow)
        assert on_paper is not None
        _loosen_references(uow.session.connection())
        _run(uow, "DELETE FROM audit_seal WHERE number = 2")
        assert ("audit_seal", "2") in _rows_named(uow)
        _run(uow, "DELETE FROM audit_seal_head WHERE number = 2")
        assert audit.verify(uow).ok
        [missing] = audit.verify(uow, printed={SECOND: on_paper.hash}).broken
        assert missing.reason == "文书上印有这一天的封存摘要，库中却没有这次封存"
