"""Reading the trail as the bytes that really stand in the database, past every conversion that could fail or forgive.

A tampered row may hold anything (SQLite checks neither types nor UTF-8), so text is read as bytes and compared exactly.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection

from services.foundation.events import Subject

BATCH = 2000

_TEXTS = {
    "audit_entry": {"subject_kind", "previous", "hash", "at", "kind", "sentence", "facts"},
    "audit_seal": {"previous", "hash", "day", "at", "heads"},
    "audit_seal_head": {"subject_kind", "hash"},
    "audit_chain": {"subject_kind", "hash"},
}
_TYPED_ON_POSTGRESQL = {"at", "day"}


def rows(
    connection: Connection, table: str, names: Sequence[str], order: str, subject: Subject | None = None
) -> Iterator[list[Any]]:
    """Batches of rows of an audit table, in the order asked for; of one subject, where it is given."""
    dialect = connection.dialect.name
    columns = ", ".join(_as_stored(table, name, dialect) for name in names)
    mark = "?" if dialect == "sqlite" else "%s"
    where = f"WHERE subject_kind = {mark} AND subject_id = {mark}" if subject else ""
    values = (subject.kind, subject.id) if subject else ()
    statement = f"SELECT {columns} FROM {table} {where} ORDER BY {order}"
    # The driver's own cursor: wrapping each of a million rows would cost as much as hashing it.
    driver: Any = connection.connection.driver_connection
    cursor = driver.cursor() if dialect == "sqlite" else driver.cursor("audit_rows", binary=True)
    try:
        cursor.execute(statement, values)
        while batch := cursor.fetchmany(BATCH):
            yield batch
    finally:
        cursor.close()


def _as_stored(table: str, name: str, dialect: str) -> str:
    if name not in _TEXTS[table]:
        return name
    if dialect == "sqlite":
        return f"CAST({name} AS BLOB)"
    return name if name in _TYPED_ON_POSTGRESQL else f"convert_to({name}, 'UTF8')"


def told(value: Any) -> str:
    """A stored value for people, whatever it is."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def stored_moment(iso: str, dialect: str) -> Any:
    """How the database keeps a moment that a body names in ISO 8601."""
    moment = datetime.fromisoformat(iso).astimezone(UTC)
    if dialect != "sqlite":
        return moment
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds").encode()


def stored_day(iso: str, dialect: str) -> Any:
    """How the database keeps a day that a body names."""
    return iso.encode() if dialect == "sqlite" else date.fromisoformat(iso)


def differing(pairs: Iterable[tuple[str, Any, Any]]) -> list[str]:
    """Names of the columns whose stored value is not exactly the one the body names."""
    return [name for name, stored, wanted in pairs if type(stored) is not type(wanted) or stored != wanted]
