"""Triggers that refuse every change of the trail, in SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, Table, event

from .models import AuditChain, AuditEntry, AuditSeal, AuditSealHead

# Columns by which a row is known: SQLite's INSERT OR REPLACE would remove the old row without asking a DELETE trigger.
_ADDED_ONLY = {
    "audit_entry": ("subject_kind", "subject_id", "seq"),
    "audit_seal": ("number",),
    "audit_seal_head": ("number", "subject_kind", "subject_id"),
}
_PROTECTED = (*_ADDED_ONLY, "audit_chain")
_REFUSAL = "审计记录只能追加，不能修改或删除"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = '{_REFUSAL}：' || TG_TABLE_NAME; END $$
"""


def protect(connection: Connection) -> None:
    """Put the triggers on all audit tables, which must exist; harmless when repeated. Migrations call it too."""
    for table in _PROTECTED:
        _protect_table(connection, table)


def _protect_table(connection: Connection, table: str) -> None:
    statements = _sqlite(table) if connection.dialect.name == "sqlite" else _postgresql(table)
    for statement in statements:
        connection.exec_driver_sql(statement)


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    delete = f"CREATE TRIGGER IF NOT EXISTS {table}_keep BEFORE DELETE ON {table} {refuse}"
    update = f"CREATE TRIGGER IF NOT EXISTS {table}_fixed BEFORE UPDATE ON {table}"
    if table not in _ADDED_ONLY:
        return [delete, f"{update} WHEN {_GOES_BACK} {refuse}"]
    same = " AND ".join(f"{column} = NEW.{column}" for column in _ADDED_ONLY[table])
    replace = (
        f"CREATE TRIGGER IF NOT EXISTS {table}_once BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
    )
    return [delete, f"{update} {refuse}", replace]


def _postgresql(table: str) -> list[str]:
    condition = f"WHEN ({_GOES_BACK}) " if table not in _ADDED_ONLY else ""
    head = "CREATE OR REPLACE TRIGGER"
    return [
        _POSTGRESQL_FUNCTION,
        f"{head} {table}_keep BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
        f"{head} {table}_fixed BEFORE UPDATE ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION audit_refuse()",
        f"{head} {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
    ]


# The end of a chain moves, but only forward and never to another subject.
_GOES_BACK = "NEW.seq <= OLD.seq OR NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id"


def _after_create(target: Table, connection: Connection, **_: Any) -> None:
    _protect_table(connection, target.name)


for _model in (AuditEntry, AuditChain, AuditSeal, AuditSealHead):
    event.listen(_model.__table__, "after_create", _after_create)
