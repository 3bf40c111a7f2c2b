"""Random vandalism on a SQLite file: any byte of any row, also bytes that are no text at all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from services.foundation.clock import SetClock
from services.foundation.events import Event, Subject
from services.foundation.storage.base import Base
from services.foundation.storage.connection import open_database
from services.foundation.storage.unit_of_work import House, Wiring
from services.record import audit
from tests.record.cast import Said

TEXTS = ("at", "kind", "sentence", "facts", "body", "previous", "hash")
NUMBERS = ("subject_id", "seq", "actor_id")
ENTRIES = 30


@pytest.fixture(scope="module")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Thirty sealed entries on three chains, without triggers."""
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('trail')}/house.db")
    Base.metadata.create_all(engine)
    house = House(engine, SetClock(datetime(2021, 12, 1, tzinfo=UTC)), Wiring(reactions={Event: [audit.append]}))
    with house.work() as uow:
        for number in range(ENTRIES):
            uow.record(Said(subject=Subject("case", number % 3 + 1), actor_id=number, words=f"第{number}句"))
    with house.work() as uow:
        audit.seal(uow, date(2021, 12, 1))
    with engine.begin() as connection:
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    yield house
    engine.dispose()


@given(
    st.integers(1, ENTRIES),
    st.sampled_from(TEXTS),
    st.integers(min_value=0),
    st.integers(1, 255),
)
def test_any_byte_of_any_text_names_its_row(
    unguarded: House, row: int, column: str, position: int, flipped: int
) -> None:
    with unguarded.reading() as uow:
        found = uow.session.execute(
            text(f"SELECT subject_id, seq, CAST({column} AS BLOB) FROM audit_entry WHERE rowid = :row"), {"row": row}
        ).one()
        stored = bytearray(found[2])
        stored[position % len(stored)] ^= flipped
        as_type = "BLOB" if column == "body" else "TEXT"
        uow.session.execute(
            text(f"UPDATE audit_entry SET {column} = CAST(:new AS {as_type}) WHERE rowid = :row"),
            {"new": bytes(stored), "row": row},
        )
        assert ("audit_entry", f"case:{found[0]}#{found[1]}") in {(b.table, b.row) for b in audit.verify(uow).broken}


@given(st.integers(1, ENTRIES), st.sampled_from(NUMBERS), st.integers(100, 10**12))
def test_any_changed_number_names_its_row_as_it_stands_now(
    unguarded: House, row: int, column: str, number: int
) -> None:
    with unguarded.reading() as uow:
        values = {"new": number, "row": row}
        uow.session.execute(text(f"UPDATE audit_entry SET {column} = :new WHERE rowid = :row"), values)
        now = uow.session.execute(text("SELECT subject_id, seq FROM audit_entry WHERE rowid = :row"), values).one()
        assert ("audit_entry", f"case:{now[0]}#{now[1]}") in {(b.table, b.row) for b in audit.verify(uow).broken}


@given(st.sets(st.integers(1, ENTRIES), min_size=1))
def test_any_lost_entries_are_missed(unguarded: House, lost: set[int]) -> None:
    with unguarded.reading() as uow:
        for row in lost:
            uow.session.execute(text("DELETE FROM audit_entry WHERE rowid = :row"), {"row": row})
        outcome = audit.verify(uow)
        assert outcome.entries == ENTRIES - len(lost)
        assert not outcome.ok
        chains = {f"case:{(row - 1) % 3 + 1}" for row in lost}
        assert chains <= {b.subject for b in outcome.broken}


def test_values_of_the_wrong_kind_do_not_stop_the_verification(unguarded: House) -> None:
    with unguarded.reading() as uow:
        uow.session.execute(text("UPDATE audit_entry SET body = 'text', subject_id = 'x', seq = 'y' WHERE rowid = 4"))
        uow.session.execute(text("UPDATE audit_chain SET seq = 'z' WHERE subject_id = 2"))
        uow.session.execute(text("UPDATE audit_seal_head SET seq = 'w', subject_id = 'v' WHERE subject_id = 2"))
        assert ("audit_entry", "case:x#y") in {(b.table, b.row) for b in audit.verify(uow).broken}
