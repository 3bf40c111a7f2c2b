"""The database itself refuses to change or lose a line of the trail."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.foundation.storage.unit_of_work import House
from services.record import audit
from tests.record.cast import CASE, Said

STATEMENTS = [
    "UPDATE audit_entry SET sentence = 'x'",
    "UPDATE audit_entry SET body = body",
    "DELETE FROM audit_entry WHERE seq = 2",
    "UPDATE audit_seal SET hash = previous",
    "DELETE FROM audit_seal",
    "UPDATE audit_seal_head SET seq = 1",
    "DELETE FROM audit_seal_head",
    "DELETE FROM audit_chain",
    "UPDATE audit_chain SET seq = seq - 1",
    "UPDATE audit_chain SET hash = 'x'",
    "UPDATE audit_chain SET seq = seq + 1, subject_id = subject_id + 1",
]


@pytest.fixture
def written(house: House) -> House:
    with house.work() as uow:
        for words in "一二":
            uow.record(Said(subject=CASE, words=words))
    with house.work() as uow:
        audit.seal(uow, date(2021, 12, 1))
    return house


def _refused(house: House, statement: str) -> None:
    with pytest.raises(DBAPIError, match="审计记录只能追加"), house.work() as uow:
        uow.session.execute(text(statement))


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_trail_is_only_ever_added_to(written: House, statement: str) -> None:
    _refused(written, statement)
    with written.reading() as uow:
        assert audit.verify(uow).ok


def test_replacing_a_row_is_refused_like_a_change(written: House) -> None:
    if written.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces rows")
    _refused(written, "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1")


def test_emptying_a_table_is_refused(written: House) -> None:
    if written.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL truncates")
    _refused(written, "TRUNCATE audit_entry")


def test_a_migration_may_put_the_triggers_again(written: House, drop_triggers: Callable[[House], None]) -> None:
    drop_triggers(written)
    with written.engine.begin() as connection:
        audit.protect(connection)
        audit.protect(connection)
    _refused(written, STATEMENTS[0])
